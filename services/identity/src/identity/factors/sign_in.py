"""Signing in with more than a password, or without one."""

from dataclasses import dataclass, field

from identity.errors import ChallengeEndedError, FactorRefusedError, TooManyAttemptsError
from identity.factors import statements
from identity.factors.model import FactorKind, Given, Purpose, binding_of, bucket_of_answers
from identity.factors.proofs import Proofs
from identity.factors.relying_party import credential_id_in
from identity.factors.store import FactorStore
from identity.mail.notices import Notice, SecurityNotices
from identity.ports import ProviderProofs
from identity.sessions import store as sessions
from identity.sessions.model import Opened, Origin, Proof, Secret
from identity.sessions.opening import Openings, actor_of
from identity.sessions.sign_in import reserve
from identity.sessions.throttling import Bucket
from identity.sign_in_history.model import Method, SecondFactor
from identity.sign_in_history.service import SignInHistory
from identity.users.model import User, UserState
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction


@dataclass(frozen=True, slots=True)
class Answer:
    """What someone answers a challenge with, and from where."""

    challenge: Secret = field(repr=False)
    given: Given
    origin: Origin


class SecondFactorSignIns:
    def __init__(
        self,
        *,
        db: Database,
        users: UserStore,
        factors: FactorStore,
        proofs: Proofs,
        openings: Openings,
        provider_proofs: ProviderProofs,
        notices: SecurityNotices,
        history: SignInHistory,
        clock: Clock,
    ) -> None:
        self._db = db
        self._users = users
        self._factors = factors
        self._proofs = proofs
        self._openings = openings
        self._provider_proofs = provider_proofs
        self._notices = notices
        self._history = history
        self._clock = clock

    async def answer(self, caller: Caller, answer: Answer) -> Opened:
        """Opens the session. Raises ChallengeEndedError, FactorRefusedError, TooManyAttemptsError."""
        try:
            return await self._answer(caller, answer)
        except TooManyAttemptsError as refusal:
            await self._record_wait(answer, refusal)
            raise

    async def _answer(self, caller: Caller, answer: Answer) -> Opened:
        now, opened = self._clock.now(), None
        async with self._db.transaction(DEPLOYMENT) as tx:
            # From here on whoever answers the same challenge waits, and so does whoever guesses at the same account.
            found = await statements.attempt(tx, answer.challenge.hash, binding_of(answer.origin), now)
            user = await self._users.get(tx, found[0]) if found else None
            if found is None or user is None or user.state is not UserState.ACTIVE:
                raise ChallengeEndedError
            device, bucket = await self._bucket(tx, user, answer.origin)
            if answer.given.guessable:
                await reserve(tx, [bucket], now)
            kind = await self._proofs.of(tx, user.user_id, answer.given, Purpose.CHALLENGE, answer.challenge.hash)
            if kind is None:
                await self._refuse(tx, caller, answer.origin, user, found[1].method)
            else:
                await sessions.forgive(tx, bucket)
                await statements.finish(tx, answer.challenge.hash, now)
                await self._tell(tx, user, kind)
                proof = Proof.PROVIDER_AND_FACTOR if found[1].through_provider else Proof.SECOND_FACTOR
                factor = SecondFactor[kind.name]
                opened = await self._openings.open(
                    tx, caller, user, answer.origin, device, proof=proof, second_factor=factor
                )
                if proof.through_provider:
                    await self._note_provider(tx, answer.challenge, opened)
        # Raised behind the transaction, so that the guess stays counted.
        if opened is None:
            raise FactorRefusedError
        return opened

    async def begin_passkey(self, challenge: Secret | None) -> str:
        """What a browser is to ask a passkey: one of the challenged account, or any."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            if challenge is None:
                return await self._proofs.ask(tx, Purpose.SIGN_IN, b"")
            found = await statements.find(tx, challenge.hash, self._clock.now())
            if found is None:
                raise ChallengeEndedError
            user_id, workspace_id, _ = found
            allowed = await self._factors.passkeys(tx, user_id)
            return await self._proofs.ask(tx, Purpose.CHALLENGE, challenge.hash, workspace_id, allowed)

    async def open_by_passkey(self, caller: Caller, credential_json: str, origin: Origin) -> Opened:
        """Opens a session for whoever holds the passkey. Raises FactorRefusedError."""
        now = self._clock.now()
        async with self._db.transaction(DEPLOYMENT) as tx:
            claimed = await self._factors.passkey(tx, credential_id_in(credential_json))
            user = await self._users.get(tx, claimed.user_id) if claimed else None
            proved = await self._proofs.passkey(tx, credential_json, Purpose.SIGN_IN, b"")
            if proved is not None and user is not None and user.state is UserState.ACTIVE:
                device = Secret(origin.device_token)
                issued, _ = await sessions.device(tx, user.user_id, device.hash, now)
                return await self._openings.open(
                    tx, caller, user, origin, device if issued else None, proof=Proof.PASSKEY
                )
            if user is not None:
                await self._refuse(tx, caller, origin, user, Method.PASSKEY)
        raise FactorRefusedError

    async def sweep(self) -> None:
        """Removes challenges that are over."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            await statements.sweep(tx, self._clock.now())

    async def _note_provider(self, tx: Transaction, challenge: Secret, opened: Opened) -> None:
        """Raises ChallengeEndedError when the provider that gave the first proof has taken it back."""
        if not await self._provider_proofs.used(tx, challenge.hash, opened.signed_in.session.session_id):
            raise ChallengeEndedError

    async def _bucket(self, tx: Transaction, user: User, origin: Origin) -> tuple[Secret | None, Bucket]:
        device = Secret(origin.device_token)
        issued, known = await sessions.device(tx, user.user_id, device.hash, self._clock.now())
        return device if issued else None, bucket_of_answers(user.user_id, device.hash if known else b"")

    async def _tell(self, tx: Transaction, user: User, kind: FactorKind) -> None:
        if kind is FactorKind.RECOVERY_CODE:
            await self._notices.post(tx, user.workspace_id, user.email, Notice.RECOVERY_CODE_USED)

    async def _refuse(self, tx: Transaction, caller: Caller, origin: Origin, user: User, method: Method) -> None:
        reason = FactorRefusedError.reason
        await self._history.refused(tx, user, origin.place, method, reason=reason, workspace_id=user.workspace_id)
        actor = actor_of(caller, origin, user)
        tx.audit("user", [str(user.user_id)], action="session.refused", outcome=reason, caller=actor)

    async def _record_wait(self, answer: Answer, refusal: TooManyAttemptsError) -> None:
        async with self._db.transaction(DEPLOYMENT) as tx:
            found = await statements.find(tx, answer.challenge.hash, self._clock.now())
            user = await self._users.get(tx, found[0]) if found else None
            if found is not None and user is not None:
                place, reason = answer.origin.place, refusal.reason
                await self._history.refused(
                    tx, user, place, found[2].method, reason=reason, workspace_id=user.workspace_id
                )
