"""The identities that a person signs in with: shown and removed by the person."""

from uuid import UUID

from identity.credentials.service import Credentials
from identity.sso.errors import SsoLastLinkError
from identity.sso.identities import Identities
from identity.sso.model import Link
from kit.caller import Caller
from kit.db import Database
from kit.errors import NotFound


class SsoLinks:
    def __init__(self, db: Database, identities: Identities, credentials: Credentials) -> None:
        self._db = db
        self._identities = identities
        self._credentials = credentials

    async def list(self, caller: Caller) -> list[Link]:
        """The caller's own, oldest first."""
        async with self._db.transaction(caller) as tx:
            return await self._identities.of_user(tx, UUID(caller.actor_id))

    async def delete(self, caller: Caller, link_id: UUID) -> None:
        """Removes one of the caller's own. Raises SsoLastLinkError when there is no password to sign in with."""
        user_id = UUID(caller.actor_id)
        async with self._db.transaction(caller) as tx:
            held = await self._identities.of_user(tx, user_id)
            if link_id not in {link.link_id for link in held}:
                raise NotFound
            if len(held) == 1 and await self._credentials.password_hash(tx, user_id) is None:
                raise SsoLastLinkError
            await self._identities.unlink(tx, link_id, user_id)
            tx.audit("sso_link", [str(link_id)])
