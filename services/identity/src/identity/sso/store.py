"""Providers and policy in the database. The client secret is sealed under the workspace's key."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from asyncpg import Record
from sqlalchemy.dialects.postgresql import insert

from identity.sso.model import Assurance, Choice, Policy, Provider, ProviderKind, RoleRule, Terms
from identity.sso.tables import policies, providers
from identity.workspaces.store import WorkspaceKeys
from kit.db import Queries, Transaction
from kit.statement import statement
from phi_crypto import Binding

BY_ID = providers.c.provider_id == sa.bindparam("provider_id")
FIXED = {"provider_id", "workspace_id", "kind", "create_time"}

ADD = statement(sa.insert(providers).values({c.name: sa.bindparam(c.name, type_=c.type) for c in providers.c}))
GET = statement(sa.select(providers).where(BY_ID))
LOCK = statement(sa.select(providers).where(BY_ID).with_for_update())
LIST = statement(sa.select(providers).order_by(providers.c.provider_id))
# Across workspaces: a logout token names an issuer and a client, and no workspace.
OF_CLIENT = statement(
    sa.select(providers).where(
        providers.c.client_id == sa.bindparam("client_id"), providers.c.issuer == sa.bindparam("i")
    )
)
CHANGE = statement(
    sa.update(providers)
    .where(providers.c.provider_id == sa.bindparam("id_of", type_=sa.Uuid))
    .values({c.name: sa.bindparam(c.name, type_=c.type) for c in providers.c if c.name not in FIXED})
)
DELETE = statement(sa.delete(providers).where(BY_ID))
ENABLED = statement(
    sa.select(providers.c.provider_id, providers.c.display_name, providers.c.allowed_domains)
    .where(providers.c.workspace_id == sa.bindparam("workspace_id"), providers.c.enabled)
    .order_by(providers.c.provider_id)
)
HAS_ROLE = statement(
    sa.select(providers.c.provider_id).where(
        sa.or_(
            providers.c.default_role == sa.bindparam("role"),
            sa.bindparam("role", type_=sa.Text) == sa.any_(providers.c.rule_roles),
        )
    )
)
POLICY = statement(sa.select(policies).where(policies.c.workspace_id == sa.bindparam("workspace_id")))
SET_POLICY = statement(
    insert(policies)
    .values({c.name: sa.bindparam(c.name, type_=c.type) for c in policies.c})
    .on_conflict_do_update(
        index_elements=["workspace_id"],
        set_={c.name: sa.bindparam(c.name, type_=c.type) for c in policies.c if c.name != "workspace_id"},
    )
)


class ProviderStore:
    def __init__(self, keys: WorkspaceKeys) -> None:
        self._keys = keys

    async def add(self, tx: Transaction, provider: Provider) -> None:
        row = await self._row(tx, provider)
        await tx.run(ADD, **row)

    async def change(self, tx: Transaction, provider: Provider) -> None:
        row = await self._row(tx, provider)
        await tx.run(CHANGE, id_of=provider.provider_id, **row)

    async def delete(self, tx: Transaction, provider_id: UUID) -> None:
        await tx.run(DELETE, provider_id=provider_id)

    async def get(self, tx: Transaction, provider_id: UUID) -> Provider | None:
        return await self._found(tx, await tx.first(GET, provider_id=provider_id))

    async def lock(self, tx: Transaction, provider_id: UUID) -> Provider | None:
        return await self._found(tx, await tx.first(LOCK, provider_id=provider_id))

    async def all(self, tx: Transaction) -> list[Provider]:
        """Those of the transaction's workspace, oldest first."""
        return [await self._provider(tx, row) for row in await tx.all(LIST)]

    async def of_client(self, tx: Transaction, issuer: str, client_id: str) -> list[Provider]:
        return [await self._provider(tx, row) for row in await tx.all(OF_CLIENT, i=issuer, client_id=client_id)]

    async def _found(self, tx: Transaction, row: Record | None) -> Provider | None:
        return await self._provider(tx, row) if row else None

    async def _row(self, tx: Transaction, provider: Provider) -> dict[str, object]:
        terms = provider.terms
        key = await self._keys.of(tx, provider.workspace_id)
        return {
            "provider_id": provider.provider_id,
            "workspace_id": provider.workspace_id,
            "kind": terms.kind.value,
            "display_name": terms.display_name,
            "issuer": terms.issuer,
            "client_id": terms.client_id,
            "client_secret_enc": key.seal(terms.client_secret, _binding(provider.workspace_id, provider.provider_id)),
            "tenant_ids": list(terms.tenant_ids),
            "allowed_domains": list(terms.allowed_domains),
            "just_in_time": terms.just_in_time,
            "default_role": terms.default_role,
            "role_claim": terms.role_claim,
            "rule_values": [rule.value for rule in terms.role_rules],
            "rule_roles": [rule.role for rule in terms.role_rules],
            "enabled": terms.enabled,
            "assurance": terms.assurance.value,
            "acr_values": list(terms.acr_values),
            "follow_roles": terms.follow_roles,
            "version": provider.version,
            "create_time": provider.create_time,
            "update_time": provider.update_time,
        }

    async def _provider(self, tx: Transaction, row: Record) -> Provider:
        key = await self._keys.of(tx, row["workspace_id"])
        terms = Terms(
            kind=ProviderKind(row["kind"]),
            display_name=row["display_name"],
            issuer=row["issuer"],
            client_id=row["client_id"],
            client_secret=key.open(row["client_secret_enc"], _binding(row["workspace_id"], row["provider_id"])),
            tenant_ids=tuple(row["tenant_ids"]),
            allowed_domains=tuple(row["allowed_domains"]),
            just_in_time=row["just_in_time"],
            default_role=row["default_role"],
            role_claim=row["role_claim"],
            role_rules=tuple(map(RoleRule, row["rule_values"], row["rule_roles"])),
            enabled=row["enabled"],
            assurance=Assurance(row["assurance"]),
            acr_values=tuple(row["acr_values"]),
            follow_roles=row["follow_roles"],
        )
        return Provider(
            row["provider_id"], row["workspace_id"], terms, row["version"], row["create_time"], row["update_time"]
        )


async def enabled(tx: Queries, workspace_id: UUID) -> Sequence[Choice]:
    """Those that can be signed in through, oldest first."""
    rows = await tx.all(ENABLED, workspace_id=workspace_id)
    return [Choice(row["provider_id"], row["display_name"], frozenset(row["allowed_domains"])) for row in rows]


async def has_role(tx: Queries, role: str) -> bool:
    """Whether a provider of the workspace gives this role to people it adds."""
    return await tx.first(HAS_ROLE, role=role) is not None


async def policy(tx: Queries, workspace_id: UUID) -> Policy:
    row = await tx.first(POLICY, workspace_id=workspace_id)
    if row is None:
        return Policy(workspace_id)
    return Policy(workspace_id, row["sso_required"], frozenset(row["break_glass_user_ids"]))


async def set_policy(tx: Transaction, new: Policy) -> None:
    await tx.run(
        SET_POLICY,
        workspace_id=new.workspace_id,
        sso_required=new.sso_required,
        break_glass_user_ids=sorted(new.break_glass_user_ids),
    )


def _binding(workspace_id: UUID, provider_id: UUID) -> bytes:
    return Binding(str(workspace_id), providers.name, "client_secret_enc").row(str(provider_id))
