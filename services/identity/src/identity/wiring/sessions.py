"""Sessions: signing in, and what vouches for somebody afterwards."""

from dataclasses import dataclass

from identity.credentials.service import Credentials
from identity.factors.challenges import Challenges
from identity.roles.service import Roles
from identity.security_policies.service import SecurityPolicies
from identity.sessions.model import Lifetime
from identity.sessions.opening import Openings
from identity.sessions.service import Sessions
from identity.sessions.sign_in import SignIns
from identity.sessions.standing import Standings
from identity.settings import Settings
from identity.sso.service import EnforcedSso
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit.clock import Clock
from kit.db import Database


@dataclass(frozen=True)
class SessionCases:
    policies: SecurityPolicies
    openings: Openings
    sign_ins: SignIns
    sessions: Sessions


def session_cases(
    settings: Settings,
    db: Database,
    clock: Clock,
    *,
    users: UserStore,
    workspaces: Workspaces,
    credentials: Credentials,
    roles: Roles,
) -> SessionCases:
    lifetime = Lifetime(settings.session_idle, settings.session_absolute)
    policies = SecurityPolicies(db, clock)
    challenges = Challenges(policies, clock)
    standings = Standings(roles, challenges, clock)
    openings = Openings(
        users=users,
        workspaces=workspaces,
        standings=standings,
        single_sign_on=EnforcedSso(),
        lifetime=lifetime,
        clock=clock,
    )
    return SessionCases(
        policies=policies,
        openings=openings,
        sign_ins=SignIns(
            db=db,
            users=users,
            workspaces=workspaces,
            credentials=credentials,
            openings=openings,
            second_factors=challenges,
            clock=clock,
        ),
        sessions=Sessions(
            db=db, users=users, workspaces=workspaces, standings=standings, lifetime=lifetime, clock=clock
        ),
    )
