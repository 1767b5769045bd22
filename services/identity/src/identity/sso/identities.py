"""Who is linked, and which sessions came through a provider. Identities are kept as blind indexes, addresses sealed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from identity.sso.errors import SsoLinkTakenError
from identity.sso.model import Arrival, Identity, Link
from identity.sso.statements import (
    ADD_FIRST_PROOF,
    ADD_LINK,
    ADD_SESSION,
    DELETE_LINK,
    END_FIRST_PROOFS,
    FIND_LINK,
    LINK_USED,
    LIST_LINKS,
    SESSION,
    SESSIONS_NAMED,
    SWEEP_FIRST_PROOFS,
    SWEEP_LOGOUT_TOKENS,
    USE_LOGOUT_TOKEN,
)
from identity.sso.tables import LINK_UNIQUE, links
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction, UniqueConflict
from phi_crypto import Binding, BlindIndex

NOTHING = b""


class Identities:
    def __init__(self, keys: WorkspaceKeys, index_key: bytes) -> None:
        self._keys = keys
        self._index_key = index_key

    async def link(self, tx: Transaction, link: Link, identity: Identity) -> None:
        """Raises SsoLinkTakenError."""
        key = await self._keys.of(tx, link.workspace_id)
        try:
            await tx.run(
                ADD_LINK,
                link_id=link.link_id,
                workspace_id=link.workspace_id,
                user_id=link.user_id,
                issuer=link.issuer,
                identity_bidx=self._index(link.workspace_id, identity),
                email_enc=key.seal(link.email, _binding(link.workspace_id, link.link_id)),
                create_time=link.create_time,
                provisioned=link.provisioned,
            )
        except UniqueConflict as conflict:
            if conflict.constraint != LINK_UNIQUE:
                raise
            raise SsoLinkTakenError from None

    async def find(self, tx: Transaction, workspace_id: UUID, identity: Identity) -> Link | None:
        index = self._index(workspace_id, identity)
        row = await tx.first(FIND_LINK, workspace_id=workspace_id, identity_bidx=index)
        return await self._link(tx, row) if row else None

    async def of_user(self, tx: Transaction, user_id: UUID) -> list[Link]:
        """Locked, so that of two removed at once one stays."""
        return [await self._link(tx, row) for row in await tx.all(LIST_LINKS, user_id=user_id)]

    async def used(self, tx: Transaction, link_id: UUID, now: datetime) -> None:
        await tx.run(LINK_USED, id=link_id, now=now)

    async def unlink(self, tx: Transaction, link_id: UUID, user_id: UUID) -> None:
        await tx.run(DELETE_LINK, id=link_id, user_id=user_id)

    async def add_session(self, tx: Transaction, session_id: UUID, arrival: Arrival) -> None:
        await tx.run(ADD_SESSION, session_id=session_id, **self._row(arrival))

    async def add_first_proof(
        self, tx: Transaction, challenge_hash: bytes, arrival: Arrival, expire_time: datetime
    ) -> None:
        """A session is opened once the challenge is answered, and then has come this way."""
        await tx.run(ADD_FIRST_PROOF, challenge_hash=challenge_hash, expire_time=expire_time, **self._row(arrival))

    async def provider_of(self, tx: Transaction, session_id: UUID) -> UUID | None:
        """Which provider a session came through."""
        row = await tx.first(SESSION, session_id=session_id)
        return row["provider_id"] if row else None

    async def is_of(self, tx: Transaction, session_id: UUID, workspace_id: UUID, identity: Identity) -> bool:
        """Whether the session was opened for this identity, and the identity is linked to its account still."""
        row = await tx.first(SESSION, session_id=session_id)
        link = await self.find(tx, workspace_id, identity)
        if row is None or link is None or link.user_id != row["user_id"]:
            return False
        return bool(row["identity_bidx"] == self._index(workspace_id, identity))

    async def sign_out(
        self, tx: Transaction, workspace_id: UUID, provider_id: UUID, identity: Identity | None = None, named: str = ""
    ) -> Sequence[tuple[UUID, UUID]]:
        """The sessions of a provider, of an identity, of one session of the provider, with whose they are.

        Also those that ended. Proofs that would open another are taken back.
        """
        given = {
            "provider_id": provider_id,
            "any_identity": identity is None,
            "identity_bidx": self._index(workspace_id, identity) if identity else NOTHING,
            "any_session": not named,
            "session_hash": _hash(named) if named else NOTHING,
        }
        await tx.run(END_FIRST_PROOFS, **given)
        rows = await tx.all(SESSIONS_NAMED, **given)
        return [(row["session_id"], row["user_id"]) for row in rows]

    async def use_logout_token(
        self, tx: Transaction, workspace_id: UUID, provider_id: UUID, token_id: str, expire_time: datetime
    ) -> bool:
        """False when the token came before."""
        return bool(
            await tx.run(
                USE_LOGOUT_TOKEN,
                provider_id=provider_id,
                token_hash=_hash(token_id),
                workspace_id=workspace_id,
                expire_time=expire_time,
            )
        )

    async def sweep(self, tx: Transaction, now: datetime) -> None:
        await tx.run(SWEEP_LOGOUT_TOKENS, now=now)
        await tx.run(SWEEP_FIRST_PROOFS, now=now)

    def _row(self, arrival: Arrival) -> dict[str, object]:
        link = arrival.link
        return {
            "workspace_id": link.workspace_id,
            "user_id": link.user_id,
            "provider_id": arrival.provider_id,
            "identity_bidx": self._index(link.workspace_id, arrival.identity),
            "provider_session_hash": _hash(arrival.named) if arrival.named else None,
        }

    def _index(self, workspace_id: UUID, identity: Identity) -> bytes:
        return BlindIndex(self._index_key, "sso_link.identity", str(workspace_id)).of(identity.key)

    async def _link(self, tx: Transaction, row: Record) -> Link:
        key = await self._keys.of(tx, row["workspace_id"])
        return Link(
            link_id=row["link_id"],
            workspace_id=row["workspace_id"],
            user_id=row["user_id"],
            issuer=row["issuer"],
            email=key.open(row["email_enc"], _binding(row["workspace_id"], row["link_id"])),
            create_time=row["create_time"],
            last_sign_in_time=row["last_sign_in_time"],
            provisioned=row["provisioned"],
        )


def _binding(workspace_id: UUID, link_id: UUID) -> bytes:
    return Binding(str(workspace_id), links.name, "email_enc").row(str(link_id))


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
