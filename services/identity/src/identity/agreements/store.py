"""Signatures under the BAA and switches of PHI mode: added, never changed. Who signed is sealed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record

from identity.agreements.model import Signature
from identity.errors import BaaAlreadySignedError
from identity.workspaces.store import WorkspaceKeys
from kit.db import Transaction, UniqueConflict
from kit.statement import statement
from phi_crypto import Binding

ONCE_A_VERSION = "baa_signatures_version_key"
TIME = sa.DateTime(timezone=True)

metadata = sa.MetaData()
baa_signatures = sa.Table(
    "baa_signatures",
    metadata,
    sa.Column("signature_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("document_version", sa.Text, nullable=False),
    sa.Column("document_sha256", sa.Text, nullable=False),
    sa.Column("signer_name_enc", sa.Text, nullable=False),
    sa.Column("signer_title_enc", sa.Text, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("sign_time", TIME, nullable=False),
    sa.UniqueConstraint("workspace_id", "document_version", name=ONCE_A_VERSION),
)
phi_mode_changes = sa.Table(
    "phi_mode_changes",
    metadata,
    sa.Column("change_id", sa.Uuid, primary_key=True),
    sa.Column("workspace_id", sa.Uuid, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("change_time", TIME, nullable=False),
)

_WORKSPACE = sa.bindparam("workspace_id", type_=sa.Uuid)
SIGN = statement(sa.insert(baa_signatures).values({c.name: sa.bindparam(c.name) for c in baa_signatures.c}))
SIGNATURES = statement(
    sa.select(baa_signatures)
    .where(baa_signatures.c.workspace_id == _WORKSPACE)
    .order_by(baa_signatures.c.signature_id.desc())
)
CHANGE_PHI_MODE = statement(
    sa.insert(phi_mode_changes).values({c.name: sa.bindparam(c.name) for c in phi_mode_changes.c})
)
# Asked at each exchange of a session: one round trip, two index look-ups.
LATEST = statement(
    sa.select(
        sa.select(baa_signatures.c.document_version)
        .where(baa_signatures.c.workspace_id == _WORKSPACE)
        .order_by(baa_signatures.c.signature_id.desc())
        .limit(1)
        .scalar_subquery()
        .label("document_version"),
        sa.select(phi_mode_changes.c.enabled)
        .where(phi_mode_changes.c.workspace_id == _WORKSPACE)
        .order_by(phi_mode_changes.c.change_id.desc())
        .limit(1)
        .scalar_subquery()
        .label("phi_mode"),
    )
)


async def latest(tx: Transaction, workspace_id: UUID) -> tuple[str | None, bool]:
    """The version signed last, and whether PHI mode is on."""
    row = await tx.first(LATEST, workspace_id=workspace_id)
    return (row["document_version"], bool(row["phi_mode"])) if row else (None, False)


async def change_phi_mode(
    tx: Transaction, change_id: UUID, workspace_id: UUID, user_id: UUID, *, enabled: bool, now: datetime
) -> None:
    await tx.run(
        CHANGE_PHI_MODE,
        change_id=change_id,
        workspace_id=workspace_id,
        enabled=enabled,
        user_id=user_id,
        change_time=now,
    )


class SignatureStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def add(self, tx: Transaction, new: Signature) -> None:
        """Raises BaaAlreadySignedError."""
        key = await self._keys.of(tx, new.workspace_id)
        try:
            await tx.run(
                SIGN,
                signature_id=new.signature_id,
                workspace_id=new.workspace_id,
                document_version=new.document_version,
                document_sha256=new.document_sha256,
                signer_name_enc=key.seal(new.signer_name, _binding(new.workspace_id, new.signature_id, "name")),
                signer_title_enc=key.seal(new.signer_title, _binding(new.workspace_id, new.signature_id, "title")),
                user_id=new.user_id,
                source=new.source,
                sign_time=new.sign_time,
            )
        except UniqueConflict as conflict:
            if conflict.constraint != ONCE_A_VERSION:
                raise
            raise BaaAlreadySignedError from None

    async def all(self, tx: Transaction, workspace_id: UUID) -> tuple[Signature, ...]:
        """Newest first: at most one for each version there ever was."""
        rows = await tx.all(SIGNATURES, workspace_id=workspace_id)
        return tuple([await self._signature(tx, row) for row in rows])

    async def _signature(self, tx: Transaction, row: Record) -> Signature:
        workspace_id, signature_id = row["workspace_id"], row["signature_id"]
        key = await self._keys.of(tx, workspace_id)
        return Signature(
            signature_id=signature_id,
            workspace_id=workspace_id,
            document_version=row["document_version"],
            document_sha256=row["document_sha256"],
            signer_name=key.open(row["signer_name_enc"], _binding(workspace_id, signature_id, "name")),
            signer_title=key.open(row["signer_title_enc"], _binding(workspace_id, signature_id, "title")),
            user_id=row["user_id"],
            source=row["source"],
            sign_time=row["sign_time"],
        )


def _binding(workspace_id: UUID, signature_id: UUID, part: str) -> bytes:
    return Binding(str(workspace_id), baa_signatures.name, f"signer_{part}_enc").row(str(signature_id))
