"""What signing in asks of the factors of an account: a challenge when it has one, an enrolment when it should."""

from datetime import datetime
from uuid import UUID

from identity.errors import MfaRequiredError
from identity.factors import statements, store
from identity.factors.model import CHALLENGE_LIFETIME, FactorKind, binding_of
from identity.factors.service import kinds
from identity.security_policies.service import SecurityPolicies
from identity.sessions.model import Enrolment, Origin, Proof, Secret, Session
from identity.sessions.opening import actor_of
from identity.users.model import User
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction


class Challenges:
    """The second factors that signing in knows of (`sessions.standing.SecondFactors`)."""

    def __init__(self, policies: SecurityPolicies, clock: Clock) -> None:
        self._policies = policies
        self._clock = clock

    async def challenge(
        self, tx: Transaction, caller: Caller, user: User, origin: Origin, first: Proof = Proof.PASSWORD
    ) -> MfaRequiredError | None:
        """Made once the first proof was right; its id is a secret that only this browser holds."""
        held = kinds(*await store.enrolled(tx, user.user_id))
        if not held:
            return None
        if await store.codes_left(tx, user.user_id):
            held.append(FactorKind.RECOVERY_CODE)
        challenge, expire_time = Secret.new(), self._clock.now() + CHALLENGE_LIFETIME
        await statements.add(
            tx,
            workspace_id=user.workspace_id,
            user_id=user.user_id,
            challenge_hash=challenge.hash,
            binding_hash=binding_of(origin),
            first_proof=first,
            expire_time=expire_time,
        )
        actor = actor_of(caller, origin, user)
        tx.audit("user", [str(user.user_id)], action="session.challenged", caller=actor)
        return MfaRequiredError(metadata={"challengeId": challenge.token, "kinds": ",".join(held)})

    async def held(self, tx: Transaction, user_id: UUID) -> bool:
        return any(await store.enrolled(tx, user_id))

    async def enrolment(self, tx: Transaction, user: User, session: Session) -> Enrolment:
        """Asked of everyone for whose second factor no provider of single sign-on vouches."""
        by_time = await self._enrol_by(tx, user, session)
        return Enrolment(by_time, by_time is not None and self._clock.now() >= by_time)

    async def _enrol_by(self, tx: Transaction, user: User, session: Session) -> datetime | None:
        if session.proof == Proof.PROVIDER:
            return None
        policy = await self._policies.of(tx, user.workspace_id)
        by_time = policy.enrol_by(user.create_time)
        return None if by_time is None or await self.held(tx, user.user_id) else by_time
