"""Sessions: signing in, and what vouches for somebody afterwards."""

from dataclasses import dataclass

from identity.credentials.service import Credentials
from identity.factors.challenges import Challenges
from identity.mail.notices import SecurityNotices
from identity.roles.service import Roles
from identity.security_policies.service import SecurityPolicies
from identity.sessions.model import Lifetime
from identity.sessions.opening import Openings
from identity.sessions.service import Sessions
from identity.sessions.sign_in import SignIns
from identity.sessions.standing import Standings
from identity.settings import Settings
from identity.sign_in_history.service import SignInHistory
from identity.sign_in_history.store import AttemptStore
from identity.sso.service import EnforcedSso
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from identity.workspaces.store import WorkspaceKeys
from kit.clock import Clock
from kit.db import Database
from kit.paging import Pages


@dataclass(frozen=True)
class SessionParts:
    """What they use of the rest of identity."""

    keys: WorkspaceKeys
    users: UserStore
    workspaces: Workspaces
    credentials: Credentials
    roles: Roles
    notices: SecurityNotices
    pages: Pages


@dataclass(frozen=True)
class SessionCases:
    history: SignInHistory
    policies: SecurityPolicies
    second_factors: Challenges
    openings: Openings
    sign_ins: SignIns
    sessions: Sessions


def session_cases(settings: Settings, db: Database, clock: Clock, parts: SessionParts) -> SessionCases:
    users, workspaces, history = parts.users, parts.workspaces, sign_in_history(settings, db, clock, parts)
    lifetime = Lifetime(settings.session_idle, settings.session_absolute)
    policies = SecurityPolicies(db, clock)
    challenges = Challenges(policies, clock)
    standings = Standings(parts.roles, challenges, clock)
    openings = Openings(
        users=users,
        workspaces=workspaces,
        standings=standings,
        single_sign_on=EnforcedSso(),
        history=history,
        lifetime=lifetime,
        clock=clock,
    )
    return SessionCases(
        history=history,
        policies=policies,
        second_factors=challenges,
        openings=openings,
        sign_ins=SignIns(
            db=db,
            users=users,
            workspaces=workspaces,
            credentials=parts.credentials,
            openings=openings,
            second_factors=challenges,
            history=history,
            clock=clock,
        ),
        sessions=Sessions(
            db=db, users=users, workspaces=workspaces, standings=standings, lifetime=lifetime, clock=clock
        ),
    )


def sign_in_history(settings: Settings, db: Database, clock: Clock, parts: SessionParts) -> SignInHistory:
    return SignInHistory(
        db=db,
        store=AttemptStore(parts.keys, settings.index_key),
        users=parts.users,
        notices=parts.notices,
        locations=settings.locations,
        pages=parts.pages,
        kept=settings.sign_in_retention,
        clock=clock,
    )
