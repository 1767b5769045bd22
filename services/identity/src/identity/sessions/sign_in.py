"""Signing in: count the guess, verify it, then open a session or refuse. From outside, one refusal is like another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from identity.credentials.service import NOBODY, Credentials
from identity.errors import InvalidCredentialsError, TooManyAttemptsError
from identity.sessions import store
from identity.sessions.model import Opened, Secret, SignIn
from identity.sessions.opening import Openings, actor_of
from identity.sessions.standing import SecondFactors
from identity.sessions.throttling import Bucket, buckets_of_device, buckets_of_stranger
from identity.sign_in_history.model import Method
from identity.sign_in_history.service import SignInHistory
from identity.users.model import User, UserState
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Guess:
    """A guess that was counted and may be verified."""

    user: User | None
    password_hash: str | None
    device: Secret
    buckets: Sequence[Bucket]


class SignIns:
    def __init__(
        self,
        *,
        db: Database,
        users: UserStore,
        workspaces: Workspaces,
        credentials: Credentials,
        openings: Openings,
        second_factors: SecondFactors,
        history: SignInHistory,
        clock: Clock,
    ) -> None:
        self._db = db
        self._users = users
        self._workspaces = workspaces
        self._credentials = credentials
        self._openings = openings
        self._second_factors = second_factors
        self._history = history
        self._clock = clock

    async def create(self, caller: Caller, sign_in: SignIn) -> Opened:
        """Opens a session under a new token. Raises InvalidCredentialsError, TooManyAttemptsError, MfaRequiredError."""
        self._credentials.admit()
        guess = await self._count(sign_in)
        matches = await self._credentials.verify(guess.password_hash, sign_in.password)
        user = guess.user
        if not matches or user is None or user.state is not UserState.ACTIVE:
            await self._record_refusal(caller, sign_in, user, InvalidCredentialsError.reason)
            raise InvalidCredentialsError
        try:
            return await self._open(caller, sign_in, guess, user)
        except (Forbidden, InvalidCredentialsError) as refusal:
            await self._record_refusal(caller, sign_in, user, refusal.reason)
            raise

    async def sweep(self) -> None:
        """Removes counters that are forgotten and devices that expired."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            await store.sweep(tx, self._clock.now())

    async def _count(self, sign_in: SignIn) -> Guess:
        """Committed before the password is verified, so that guesses in parallel count each other."""
        now = self._clock.now()
        device = Secret(sign_in.origin.device_token)
        async with self._db.transaction(DEPLOYMENT) as tx:
            user = await self._users.find(tx, sign_in.email)
            user_id = user.user_id if user else NOBODY
            password_hash = await self._credentials.password_hash(tx, user_id)
            issued, known = await store.device(tx, user_id, device.hash, now)
            if known:
                buckets = buckets_of_device(user_id, device.hash)
            else:
                buckets = buckets_of_stranger(self._users.email_index(sign_in.email), sign_in.origin.source_address)
            held_up = await self._held_up(tx, sign_in, user, buckets)
        # Raised behind the transaction, so that the refusal stays in the person's history.
        if held_up:
            raise held_up
        # People share a computer: a device that is ours stays the same device for the next person.
        return Guess(user, password_hash, device if issued else Secret.new(), buckets)

    async def _held_up(
        self, tx: Transaction, sign_in: SignIn, user: User | None, buckets: Sequence[Bucket]
    ) -> TooManyAttemptsError | None:
        """Counts the guess, unless it has to wait: then why."""
        try:
            await reserve(tx, buckets, self._clock.now())
        except TooManyAttemptsError as refusal:
            workspace_id = user.workspace_id if user else await self._workspaces.production(tx)
            await self._history.refused(
                tx, user, sign_in.origin.place, Method.PASSWORD, reason=refusal.reason, workspace_id=workspace_id
            )
            return refusal
        return None

    async def _open(self, caller: Caller, sign_in: SignIn, guess: Guess, user: User) -> Opened:
        renewed = await self._credentials.renewed(guess.password_hash or "", sign_in.password)
        async with self._db.transaction(DEPLOYMENT) as tx:
            for bucket in guess.buckets:
                await store.forgive(tx, bucket)
            if not await self._credentials.still(tx, user.user_id, guess.password_hash, sign_in.password):
                raise InvalidCredentialsError
            if renewed:
                await self._credentials.renew(tx, user.user_id, guess.password_hash or "", renewed)
            demand = await self._second_factors.challenge(tx, caller, user, sign_in.origin)
            if demand is None:
                return await self._openings.open(tx, caller, user, sign_in.origin, guess.device)
        raise demand

    async def _record_refusal(self, caller: Caller, sign_in: SignIn, user: User | None, outcome: str) -> None:
        """The address typed is not kept: it may be anyone's, or a password in the wrong field."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            workspace_id = user.workspace_id if user else await self._workspaces.production(tx)
            await self._history.refused(
                tx, user, sign_in.origin.place, Method.PASSWORD, reason=outcome, workspace_id=workspace_id
            )
            actor = actor_of(caller, sign_in.origin, user, workspace_id)
            tx.audit(
                "user",
                [str(user.user_id)] if user else [],
                action="session.refused",
                outcome=outcome,
                caller=actor,
            )


async def reserve(tx: Transaction, buckets: Sequence[Bucket], now: datetime) -> None:
    """Counts a guess in every bucket, or in none when one of them has to wait: then raises TooManyAttemptsError."""
    counters = [(bucket, await store.lock_counter(tx, bucket, now)) for bucket in buckets]
    wait = max(counter.wait(now) for _, counter in counters)
    if wait > timedelta(0):
        raise TooManyAttemptsError(retry_after=math.ceil(wait.total_seconds()))
    for bucket, counter in counters:
        await store.save_counter(tx, bucket, counter.reserve(now))
