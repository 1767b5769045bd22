"""Tokens of service accounts: made, rotated, revoked, listed. A secret leaves once and is kept as a hash."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from identity.errors import (
    ServiceAccountNotFoundError,
    SessionEndedError,
    TokenEndedError,
    TokenNotFoundError,
    TokenRotatedError,
    TooManyTokensError,
)
from identity.roles.model import check_within
from identity.roles.service import Roles
from identity.service_accounts import events, store
from identity.service_accounts.model import (
    LONGEST_LIFETIME,
    MOST_TOKENS,
    USUAL_LIFETIME,
    ServiceAccount,
    Token,
    check_person,
    check_scopes,
    checked_expire_time,
    checked_name,
)
from identity.service_accounts.service import locked
from identity.service_accounts.token_format import new_token
from identity.sessions.model import Secret
from identity.users.model import UserState
from identity.users.store import UserStore
from kit import paging
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.ids import new_id
from kit.paging import Pages

RECORD_TYPE = "service_account_token"
LAST = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class Issued:
    """A token and its secret, which is told this once."""

    token: Token
    secret: Secret


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a caller says of a token to be made: without scopes all its role has, without an end the usual one."""

    name: str
    scopes: frozenset[str]
    expire_time: datetime | None


class Tokens:
    def __init__(self, *, db: Database, users: UserStore, roles: Roles, pages: Pages, clock: Clock) -> None:
        self._db = db
        self._users = users
        self._roles = roles
        self._pages = pages
        self._clock = clock

    async def create(self, caller: Caller, service_account_id: UUID, new: NewToken) -> Issued:
        """A token that may do what its scopes say, as long as the role says so too."""
        now = self._clock.now()
        async with self._db.transaction(caller) as tx:
            account = await locked(tx, service_account_id)
            role = await self._roles.check_exists(tx, account.workspace_id, account.role)
            token = Token(
                token_id=new_id(),
                workspace_id=account.workspace_id,
                service_account_id=service_account_id,
                name=checked_name(new.name),
                scopes=new.scopes or role.rights.permissions,
                create_time=now,
                creator_id=caller.actor_id,
                expire_time=checked_expire_time(new.expire_time or now + USUAL_LIFETIME, now),
            )
            issued = await self._issue(tx, caller, account, token)
            record_ids = [str(token.token_id), str(service_account_id)]
            tx.audit(RECORD_TYPE, record_ids, after=sorted(token.scopes))
        return issued

    async def rotate(
        self,
        caller: Caller,
        service_account_id: UUID,
        token_id: UUID,
        overlap: timedelta,
        expire_time: datetime | None,
    ) -> Issued:
        """A token to follow another, which goes on working for `overlap`. Of many at once, one wins."""
        now = self._clock.now()
        async with self._db.transaction(caller) as tx:
            account = await locked(tx, service_account_id)
            old = await self._rotatable(tx, service_account_id, token_id, now)
            lifetime = min(old.expire_time - old.create_time, LONGEST_LIFETIME)
            new = replace(
                old,
                token_id=new_id(),
                create_time=now,
                creator_id=caller.actor_id,
                expire_time=checked_expire_time(expire_time or now + lifetime, now),
                last_use_time=None,
                last_use_source="",
            )
            if not await store.succeed(tx, old, new.token_id, now + overlap, now):
                raise TokenRotatedError
            issued = await self._issue(tx, caller, account, new)
            tx.audit(RECORD_TYPE, [str(old.token_id), str(new.token_id), str(service_account_id)])
        return issued

    async def revoke(self, caller: Caller, service_account_id: UUID, token_id: UUID) -> None:
        """Ends a token everywhere; one that has ended stays so."""
        async with self._db.transaction(caller) as tx:
            if await store.get_token(tx, service_account_id, token_id) is None:
                raise TokenNotFoundError
            if await store.revoke(tx, service_account_id, token_id, self._clock.now()):
                self._record_end(tx, token_id, service_account_id)

    async def accounts_of(self, tx: Transaction, creator_id: UUID) -> list[str]:
        """The names of the service accounts that have a token in force that this person made."""
        return await store.accounts_of_maker(tx, str(creator_id), self._clock.now())

    async def end_made_by(self, tx: Transaction, creator_id: UUID) -> None:
        """Ends every token that a person made, in the transaction that takes the person's access away."""
        for token_id, service_account_id in await store.revoke_made_by(tx, str(creator_id), self._clock.now()):
            self._record_end(tx, token_id, service_account_id)

    async def list(
        self, caller: Caller, service_account_id: UUID, page_size: int, page_token: str
    ) -> tuple[list[Token], str]:
        """A page of the account's tokens, newest first, and the token of the next page."""
        filters = ("service_account_tokens", caller.workspace_id, service_account_id)
        position = self._pages.decode(page_token, filters)
        size = paging.size(page_size)
        async with self._db.reading(caller) as tx:
            if await store.get(tx, service_account_id) is None:
                raise ServiceAccountNotFoundError
            found = await store.token_page(tx, service_account_id, UUID(position[0]) if position else LAST, size + 1)
        more = len(found) > size
        return found[:size], self._pages.encode(filters, str(found[size - 1].token_id)) if more else ""

    def _record_end(self, tx: Transaction, token_id: UUID, service_account_id: UUID) -> None:
        tx.publish(events.TOKEN_REVOKED, events.token_revoked(token_id, service_account_id), str(token_id))
        tx.audit(RECORD_TYPE, [str(token_id), str(service_account_id)])

    async def _issue(self, tx: Transaction, caller: Caller, account: ServiceAccount, token: Token) -> Issued:
        """Who gets a secret holds what it opens: so nobody is given more than they have, or anything once disabled."""
        creator = await self._users.lock(tx, UUID(caller.actor_id))
        if creator is not None and creator.state is not UserState.ACTIVE:
            raise SessionEndedError
        role = await self._roles.check_exists(tx, account.workspace_id, account.role)
        check_scopes(token.scopes, role.rights.permissions)
        check_within(replace(role.rights, permissions=token.scopes), caller)
        check_person(caller, account.on_behalf_of)
        if len(await store.active_token_ids(tx, account.service_account_id, token.create_time)) >= MOST_TOKENS:
            raise TooManyTokensError
        secret = Secret(new_token(token.token_id))
        await store.add_token(tx, token, secret.hash)
        return Issued(token, secret)

    async def _rotatable(self, tx: Transaction, service_account_id: UUID, token_id: UUID, now: datetime) -> Token:
        old = await store.get_token(tx, service_account_id, token_id)
        if old is None:
            raise TokenNotFoundError
        if old.successor_id is not None:
            raise TokenRotatedError(metadata={"successorId": str(old.successor_id)})
        if not old.active(now):
            raise TokenEndedError
        return old
