"""Second factors, put together."""

from dataclasses import dataclass

from identity.credentials.service import Credentials
from identity.factors.passkeys import Passkeys
from identity.factors.proofs import Proofs
from identity.factors.relying_party import RelyingParty
from identity.factors.service import Factors
from identity.factors.sign_in import SecondFactorSignIns
from identity.factors.step_up import StepUps
from identity.factors.store import FactorStore
from identity.mail.notices import SecurityNotices
from identity.roles.service import Roles
from identity.sessions.opening import Openings
from identity.sessions.service import Sessions
from identity.settings import Settings
from identity.users.store import UserStore
from identity.workspaces.store import WorkspaceKeys
from kit.clock import Clock
from kit.db import Database


@dataclass(frozen=True)
class Parts:
    """What second factors use of the rest of identity."""

    keys: WorkspaceKeys
    users: UserStore
    credentials: Credentials
    roles: Roles
    openings: Openings
    sessions: Sessions
    notices: SecurityNotices


@dataclass(frozen=True)
class FactorCases:
    factors: Factors
    passkeys: Passkeys
    step_ups: StepUps
    sign_ins: SecondFactorSignIns


def factor_cases(settings: Settings, db: Database, clock: Clock, parts: Parts) -> FactorCases:
    users, notices = parts.users, parts.notices
    store, party = FactorStore(parts.keys), RelyingParty(settings.public_url)
    proofs = Proofs(store, party, clock)
    return FactorCases(
        factors=Factors(
            db=db, users=users, factors=store, roles=parts.roles, sessions=parts.sessions, notices=notices, clock=clock
        ),
        passkeys=Passkeys(db=db, users=users, factors=store, proofs=proofs, party=party, notices=notices, clock=clock),
        step_ups=StepUps(
            db=db,
            users=users,
            factors=store,
            credentials=parts.credentials,
            proofs=proofs,
            notices=notices,
            clock=clock,
        ),
        sign_ins=SecondFactorSignIns(
            db=db, users=users, factors=store, proofs=proofs, openings=parts.openings, notices=notices, clock=clock
        ),
    )
