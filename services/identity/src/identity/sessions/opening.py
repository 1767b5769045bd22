"""Opening a session, however the person proved who it is: one place, one event, one entry."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from identity.errors import SessionEndedError
from identity.ports import Enforced
from identity.roles.model import actor_kind_of
from identity.sessions import events, store
from identity.sessions.model import DEVICE_LIFETIME, Lifetime, Opened, Origin, Proof, Secret, Session, SignedIn
from identity.sessions.standing import Standings
from identity.sign_in_history.model import SecondFactor
from identity.sign_in_history.service import SignInHistory
from identity.users.model import User
from identity.users.store import UserStore
from identity.workspaces.service import Workspaces
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction
from kit.ids import new_id


class Openings:
    def __init__(
        self,
        *,
        users: UserStore,
        workspaces: Workspaces,
        standings: Standings,
        single_sign_on: Enforced,
        history: SignInHistory,
        lifetime: Lifetime,
        clock: Clock,
    ) -> None:
        self._users = users
        self._workspaces = workspaces
        self._standings = standings
        self._single_sign_on = single_sign_on
        self._history = history
        self._lifetime = lifetime
        self._clock = clock

    async def open(
        self,
        tx: Transaction,
        caller: Caller,
        user: User,
        origin: Origin,
        device: Secret | None = None,
        *,
        proof: Proof = Proof.PASSWORD,
        second_factor: SecondFactor = SecondFactor.NONE,
        proved_time: datetime | None = None,
    ) -> Opened:
        """A session under a new token; `device`, or a new one, is known to the account from now on.

        Any proof without the word of an identity provider is refused where that is required. `proved_time` is when the
        person gave the proof, where that was not just now.
        """
        if not proof.through_provider:
            await self._single_sign_on.check(tx, actor_of(caller, origin, user), user.user_id, user.role)
        now, token = self._clock.now(), Secret.new()
        device = device or Secret.new()
        _, known = await store.device(tx, user.user_id, Secret(origin.device_token).hash, now)
        session = replace(self._new_session(user, origin, proof, now), step_up_time=proved_time or now)
        await store.add(tx, session, token.hash)
        await store.remember_device(tx, user.user_id, user.workspace_id, device.hash, now + DEVICE_LIFETIME)
        if not await self._users.signed_in(tx, user.user_id, now):
            raise SessionEndedError
        await self._history.opened(tx, user, origin.place, proof.method, second_factor, known=known)
        workspace = await self._workspaces.get(tx, user.workspace_id)
        message = events.session_created(session.session_id, user.user_id)
        tx.publish(events.SESSION_CREATED, message, str(session.session_id), workspace_id=user.workspace_id)
        actor = replace(actor_of(caller, origin, user), session_id=str(session.session_id))
        tx.audit("session", [str(session.session_id)], action="session.created", caller=actor)
        standing = await self._standings.of(tx, user, session)
        return Opened(SignedIn(session, replace(user, last_sign_in_time=now), workspace, *standing), token, device)

    def _new_session(self, user: User, origin: Origin, proof: Proof, now: datetime) -> Session:
        expire_time = now + self._lifetime.absolute
        return Session(
            session_id=new_id(),
            workspace_id=user.workspace_id,
            user_id=user.user_id,
            create_time=now,
            last_use_time=now,
            idle_expire_time=self._lifetime.idle_expire_time(now, expire_time),
            expire_time=expire_time,
            source_address=origin.source_address,
            user_agent=origin.user_agent,
            step_up_time=now,
            proof=proof.value,
        )


def actor_of(caller: Caller, origin: Origin, user: User | None, workspace_id: UUID | None = None) -> Caller:
    """The call comes from the edge; who acts is the person, as far as known."""
    source = caller.source or origin.source_address
    if user is None:
        place = workspace_id or caller.workspace_id
        return replace(caller, actor_kind="user", actor_id="", source=source, workspace_id=place)
    return replace(
        caller,
        workspace_id=user.workspace_id,
        actor_kind=actor_kind_of(user.role),
        actor_id=str(user.user_id),
        source=source,
    )
