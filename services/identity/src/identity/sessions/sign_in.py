"""Signing in: count the guess, verify it, then open a session or refuse. From outside, one refusal is like another."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from identity.credentials.service import NOBODY, Credentials
from identity.errors import InvalidCredentialsError, TooManyAttemptsError
from identity.roles.model import actor_kind_of, permissions_of
from identity.sessions import events, store
from identity.sessions.model import DEVICE_LIFETIME, Lifetime, Opened, Secret, Session, SignedIn, SignIn
from identity.sessions.throttling import Bucket, buckets_of_device, buckets_of_stranger
from identity.users.model import User, UserState
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.ids import new_id


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
        lifetime: Lifetime,
        clock: Clock,
    ) -> None:
        self._db = db
        self._users = users
        self._workspaces = workspaces
        self._credentials = credentials
        self._lifetime = lifetime
        self._clock = clock

    async def create(self, caller: Caller, sign_in: SignIn) -> Opened:
        """Opens a session under a new token. Raises InvalidCredentialsError, TooManyAttemptsError."""
        guess = await self._count(sign_in)
        matches = await self._credentials.verify(guess.password_hash, sign_in.password)
        user = guess.user
        if not matches or user is None or user.state is not UserState.ACTIVE:
            await self._record_refusal(caller, sign_in, user)
            raise InvalidCredentialsError
        return await self._open(caller, sign_in, guess, user)

    async def sweep(self) -> None:
        """Removes counters that are forgotten and devices that expired."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            await store.sweep(tx, self._clock.now())

    async def _count(self, sign_in: SignIn) -> Guess:
        """Committed before the password is verified, so that guesses in parallel count each other."""
        now = self._clock.now()
        device = Secret(sign_in.device_token)
        async with self._db.transaction(DEPLOYMENT) as tx:
            user = await self._users.find(tx, sign_in.email)
            user_id = user.user_id if user else NOBODY
            password_hash = await self._credentials.password_hash(tx, user_id)
            issued, known = await store.device(tx, user_id, device.hash, now)
            if known:
                buckets = buckets_of_device(user_id, device.hash)
            else:
                buckets = buckets_of_stranger(self._users.email_index(sign_in.email), sign_in.source_address)
            await reserve(tx, buckets, now)
        # People share a computer: a device that is ours stays the same device for the next person.
        return Guess(user, password_hash, device if issued else Secret.new(), buckets)

    async def _open(self, caller: Caller, sign_in: SignIn, guess: Guess, user: User) -> Opened:
        now = self._clock.now()
        token = Secret.new()
        session = self._new_session(sign_in, user, now)
        renewed = await self._credentials.renewed(guess.password_hash or "", sign_in.password)
        actor = replace(_actor(caller, sign_in, user), session_id=str(session.session_id))
        async with self._db.transaction(DEPLOYMENT) as tx:
            for bucket in guess.buckets:
                await store.forgive(tx, bucket)
            if renewed:
                await self._credentials.renew(tx, user.user_id, guess.password_hash or "", renewed)
            await store.add(tx, session, token.hash)
            await store.remember_device(tx, user.user_id, user.workspace_id, guess.device.hash, now + DEVICE_LIFETIME)
            await self._users.signed_in(tx, user.user_id, now)
            workspace = await self._workspaces.get(tx, user.workspace_id)
            message = events.session_created(session.session_id, user.user_id)
            tx.publish(events.SESSION_CREATED, message, str(session.session_id), workspace_id=user.workspace_id)
            tx.audit("session", [str(session.session_id)], action="session.created", caller=actor)
        signed_in = SignedIn(session, replace(user, last_sign_in_time=now), workspace, permissions_of(user.role))
        return Opened(signed_in, token, guess.device)

    def _new_session(self, sign_in: SignIn, user: User, now: datetime) -> Session:
        expire_time = now + self._lifetime.absolute
        return Session(
            session_id=new_id(),
            workspace_id=user.workspace_id,
            user_id=user.user_id,
            create_time=now,
            last_use_time=now,
            idle_expire_time=self._lifetime.idle_expire_time(now, expire_time),
            expire_time=expire_time,
            source_address=sign_in.source_address,
            user_agent=sign_in.user_agent,
        )

    async def _record_refusal(self, caller: Caller, sign_in: SignIn, user: User | None) -> None:
        """The address typed is not kept: it may be anyone's, or a password in the wrong field."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            workspace_id = user.workspace_id if user else await self._workspaces.production(tx)
            actor = replace(_actor(caller, sign_in, user), workspace_id=workspace_id)
            tx.audit(
                "user",
                [str(user.user_id)] if user else [],
                action="session.refused",
                outcome=InvalidCredentialsError.reason,
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


def _actor(caller: Caller, sign_in: SignIn, user: User | None) -> Caller:
    """The call comes from the edge; who acts is the person, as far as known."""
    source = caller.source or sign_in.source_address
    if user is None:
        return replace(caller, actor_kind="user", actor_id="", source=source)
    return replace(
        caller,
        workspace_id=user.workspace_id,
        actor_kind=actor_kind_of(user.role),
        actor_id=str(user.user_id),
        source=source,
    )
