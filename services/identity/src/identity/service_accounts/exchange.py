"""A machine's token for what may be vouched for: the role of this moment, narrowed to the token's scopes."""

from dataclasses import replace
from datetime import datetime

from identity.errors import InvalidTokenError
from identity.roles.service import Roles
from identity.service_accounts import store
from identity.service_accounts.model import TOUCH_INTERVAL, ServiceAccount, State, Token, Vouched
from identity.service_accounts.token_format import token_id_of
from identity.sessions.model import PRINCIPAL_LIFETIME, Secret
from identity.users.model import UserState
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction

LONGEST_SOURCE = 200


class TokenExchange:
    def __init__(self, *, db: Database, users: UserStore, roles: Roles, clock: Clock) -> None:
        self._db = db
        self._users = users
        self._roles = roles
        self._clock = clock

    async def exchange(self, caller: Caller, token: str) -> Vouched:
        """Raises InvalidTokenError, whatever is wrong."""
        # What cannot be one of ours costs no look-up.
        if token_id_of(token) is None:
            raise InvalidTokenError
        now = self._clock.now()
        async with self._db.transaction(DEPLOYMENT) as tx:
            found, account = await self._find(tx, token, now)
            if found.needs_touch(now):
                source = caller.source[:LONGEST_SOURCE]
                await store.touch(tx, found.token_id, now, now - TOUCH_INTERVAL, source)
            grants = await self._roles.grants(tx, account.workspace_id, account.visibility_id, account.role)
        narrowed = replace(grants, permissions=grants.permissions & found.scopes)
        return Vouched(account, found, narrowed, now, min(now + PRINCIPAL_LIFETIME, found.expire_time))

    async def _find(self, tx: Transaction, token: str, now: datetime) -> tuple[Token, ServiceAccount]:
        found = await store.find_token(tx, Secret(token).hash)
        if found is None or not found.active(now):
            raise InvalidTokenError
        account = await store.get(tx, found.service_account_id)
        if account is None or account.state is not State.ACTIVE:
            raise InvalidTokenError
        if account.on_behalf_of is not None:
            user = await self._users.get(tx, account.on_behalf_of)
            if user is None or user.state is not UserState.ACTIVE:
                raise InvalidTokenError
        return found, account
