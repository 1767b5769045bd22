"""Second factors."""

from dataclasses import dataclass

from identity.factors.passkeys import Passkeys
from identity.factors.proofs import Proofs
from identity.factors.relying_party import RelyingParty
from identity.factors.service import Factors
from identity.factors.sign_in import SecondFactorSignIns
from identity.factors.step_up import StepUps
from identity.factors.store import FactorStore
from identity.sso.first_proofs import FirstProofs
from identity.wiring.shared import Shared


@dataclass(frozen=True)
class FactorCases:
    factors: Factors
    passkeys: Passkeys
    step_ups: StepUps
    sign_ins: SecondFactorSignIns


def factor_cases(shared: Shared) -> FactorCases:
    db, clock, users, notices = shared.db, shared.clock, shared.user_store, shared.notices
    store, party = FactorStore(shared.keys), RelyingParty(shared.settings.public_url)
    proofs = Proofs(store, party, clock)
    return FactorCases(
        factors=Factors(
            db=db,
            users=users,
            factors=store,
            roles=shared.roles,
            sessions=shared.sessions.sessions,
            notices=notices,
            clock=clock,
        ),
        passkeys=Passkeys(db=db, users=users, factors=store, proofs=proofs, party=party, notices=notices, clock=clock),
        step_ups=StepUps(
            db=db,
            users=users,
            factors=store,
            credentials=shared.credentials,
            proofs=proofs,
            notices=notices,
            clock=clock,
        ),
        sign_ins=SecondFactorSignIns(
            db=db,
            users=users,
            factors=store,
            proofs=proofs,
            openings=shared.sessions.openings,
            provider_proofs=FirstProofs(),
            notices=notices,
            history=shared.sessions.history,
            clock=clock,
        ),
    )
