"""The identity providers of a workspace, and who has to sign in through them: decided by administrators."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from uuid import UUID

from identity.roles.model import Role
from identity.roles.service import Roles
from identity.sessions.model import RevokeReason
from identity.sso import store
from identity.sso.ending import Endings
from identity.sso.errors import SsoPolicyLockoutError, SsoRequiredError, SsoTooManyProvidersError
from identity.sso.fetching import Fetcher
from identity.sso.identities import Identities
from identity.sso.model import MOST_PROVIDERS, Policy, Provider, ProviderKind, Terms, settled
from identity.sso.store import ProviderStore
from identity.users.model import UserState
from identity.users.store import UserStore
from kit import etag
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.errors import InvalidInput, NotFound
from kit.ids import new_id

PROVIDER = "sso_provider"
POLICY = "sso_policy"
SECRET_FIELD = "client_secret"  # noqa: S105  the name of a field

Change = Callable[[Terms], Terms]


class SsoProviders:
    def __init__(
        self,
        *,
        db: Database,
        store: ProviderStore,
        identities: Identities,
        users: UserStore,
        roles: Roles,
        fetcher: Fetcher,
        endings: Endings,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._identities = identities
        self._users = users
        self._roles = roles
        self._fetcher = fetcher
        self._endings = endings
        self._clock = clock

    async def list(self, caller: Caller) -> list[Provider]:
        async with self._db.transaction(caller) as tx:
            return await self._store.all(tx)

    async def get(self, caller: Caller, provider_id: UUID) -> Provider:
        async with self._db.transaction(caller) as tx:
            return _existing(await self._store.get(tx, provider_id))

    async def create(self, caller: Caller, terms: Terms, request_id: str) -> Provider:
        """Adds a provider. Sent again with its request id, it answers with the one that was added."""
        terms = self._checked(terms)
        now = self._clock.now()
        async with self._db.transaction(caller) as tx:
            if made := await tx.replayed(request_id):
                return _existing(await self._store.get(tx, UUID(made)))
            await tx.alone_with("sso_providers")
            if len(await self._store.all(tx)) >= MOST_PROVIDERS:
                raise SsoTooManyProvidersError
            await self._check_roles(tx, caller, roles_given(terms))
            provider = Provider(new_id(), caller.workspace_id, terms, 1, now, now)
            await self._store.add(tx, provider)
            await tx.remember(request_id, str(provider.provider_id))
            tx.audit(PROVIDER, [str(provider.provider_id)], after=described(terms))
        return provider

    async def update(
        self, caller: Caller, provider_id: UUID, change: Change, fields: Sequence[str], expected: str
    ) -> Provider:
        """Changes what `change` does to the terms; kind and issuer stay what they are."""
        async with self._db.transaction(caller) as tx:
            old = _existing(await self._store.lock(tx, provider_id))
            etag.check(expected, old.version)
            terms = self._checked(replace(change(old.terms), kind=old.terms.kind, issuer=old.terms.issuer))
            # Whoever decides who gets a role gives it, the roles of before included.
            await self._check_roles(tx, caller, roles_given(terms))
            new = replace(old, terms=terms, version=old.version + 1, update_time=self._clock.now())
            await self._store.change(tx, new)
            if old.terms.enabled and not terms.enabled:
                await check_way_in(self._users, tx, caller.workspace_id)
            before, after = described(old.terms), described(terms)
            tx.audit(PROVIDER, [str(provider_id)], fields, before=before, after=after)
        return new

    async def delete(self, caller: Caller, provider_id: UUID) -> None:
        """Removes a provider and ends the sessions that came through it."""
        async with self._db.transaction(caller) as tx:
            old = _existing(await self._store.lock(tx, provider_id))
            opened = await self._identities.sign_out(tx, old.workspace_id, provider_id)
            await self._endings.end(tx, caller, opened, RevokeReason.PROVIDER_REMOVED)
            await self._store.delete(tx, provider_id)
            await check_way_in(self._users, tx, caller.workspace_id)
            tx.audit(PROVIDER, [str(provider_id)], before=described(old.terms))

    async def policy(self, caller: Caller) -> Policy:
        async with self._db.transaction(caller) as tx:
            return await store.policy(tx, caller.workspace_id)

    async def set_policy(
        self, caller: Caller, sso_required: bool | None, break_glass_user_ids: frozenset[UUID] | None
    ) -> Policy:
        """Changes what is given. Raises SsoPolicyLockoutError when nobody could sign in any more."""
        async with self._db.transaction(caller) as tx:
            old = await store.policy(tx, caller.workspace_id)
            new = Policy(
                caller.workspace_id,
                old.sso_required if sso_required is None else sso_required,
                old.break_glass_user_ids if break_glass_user_ids is None else break_glass_user_ids,
            )
            for user_id in new.break_glass_user_ids - old.break_glass_user_ids:
                if not await is_administrator(self._users, tx, user_id):
                    raise InvalidInput(
                        "Name active administrators of this workspace only.", field="policy.break_glass_user_ids"
                    )
            await store.set_policy(tx, new)
            await check_way_in(self._users, tx, caller.workspace_id)
            changed = [name for name in ("sso_required", "break_glass_user_ids") if _differ(old, new, name)]
            tx.audit(POLICY, [str(caller.workspace_id)], changed, before=_codes(old), after=_codes(new))
        return new

    async def _check_roles(self, tx: Transaction, caller: Caller, roles: Iterable[str]) -> None:
        """Nobody lets a provider give what they may not give themselves."""
        for role in sorted(roles):
            await self._roles.check_assignable(tx, caller, role)

    def _checked(self, terms: Terms) -> Terms:
        terms = settled(terms)
        if terms.kind is ProviderKind.OIDC:
            self._fetcher.check_issuer(terms.issuer)
        return terms


class EnforcedSso:
    """Asked whenever a session is opened in any other way than through a provider."""

    async def check(self, tx: Transaction, actor: Caller, user_id: UUID, role: str) -> None:
        """Raises SsoRequiredError; that someone was let in all the same is recorded."""
        policy = await store.policy(tx, actor.workspace_id)
        # Who was named as an administrator and is none any more is like everyone else.
        if policy.demands(user_id) or (policy.sso_required and role != Role.ADMIN):
            known = [str(each.provider_id) for each in await store.enabled(tx, actor.workspace_id)]
            raise SsoRequiredError(metadata={"providerIds": ",".join(known)})
        if policy.sso_required:
            tx.audit("user", [str(user_id)], action="sso_policy.bypassed", caller=actor)


async def check_way_in(users: UserStore, tx: Transaction, workspace_id: UUID) -> None:
    """Where a provider is required there is one, and an administrator who gets in when it is away.

    Raises SsoPolicyLockoutError.
    """
    policy = await store.policy(tx, workspace_id)
    if not policy.sso_required:
        return
    held = [user_id for user_id in policy.break_glass_user_ids if await is_administrator(users, tx, user_id)]
    if not held or not await store.enabled(tx, workspace_id):
        raise SsoPolicyLockoutError


async def is_administrator(users: UserStore, tx: Transaction, user_id: UUID) -> bool:
    user = await users.get(tx, user_id)
    return user is not None and user.state is UserState.ACTIVE and user.role == Role.ADMIN


def roles_given(terms: Terms) -> frozenset[str]:
    """The roles that people get who are added."""
    return frozenset({terms.default_role, *(rule.role for rule in terms.role_rules)} - {""})


def described(terms: Terms) -> list[str]:
    """What decides who gets in and as what, for the audit log: no secret, no name, no address."""
    return [
        f"kind:{terms.kind.value}",
        f"enabled:{terms.enabled}",
        f"just_in_time:{terms.just_in_time}",
        f"assurance:{terms.assurance.value}",
        f"follow_roles:{terms.follow_roles}",
        f"default_role:{terms.default_role}",
        *(f"rule_role:{rule.role}" for rule in terms.role_rules),
    ]


def _codes(policy: Policy) -> list[str]:
    return [f"sso_required:{policy.sso_required}", *(f"break_glass:{each}" for each in policy.break_glass_user_ids)]


def _differ(old: Policy, new: Policy, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def _existing(provider: Provider | None) -> Provider:
    if provider is None:
        raise NotFound
    return provider
