"""The account of who a provider says it is: found, or made, and its role as the provider says."""

from identity.errors import EmailTakenError
from identity.sessions.model import Origin
from identity.sessions.opening import actor_of
from identity.sso.errors import (
    SsoDomainUnverifiedError,
    SsoEmailInUseError,
    SsoEmailUnverifiedError,
    SsoNoAccountError,
    SsoRoleMissingError,
)
from identity.sso.identities import Identities
from identity.sso.model import (
    Claims,
    Identity,
    Link,
    Provider,
    domain_of,
    email_of,
    identity_of,
    name_of,
    role_of,
    vouched,
)
from identity.sso_domains import store as domains
from identity.users.access import UserAccess
from identity.users.model import User, UserState
from identity.users.service import Users
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction
from kit.ids import new_id


class SsoAccounts:
    def __init__(
        self, *, identities: Identities, users: UserStore, people: Users, access: UserAccess, clock: Clock
    ) -> None:
        self._identities = identities
        self._users = users
        self._people = people
        self._access = access
        self._clock = clock

    async def of(
        self, tx: Transaction, caller: Caller, origin: Origin, provider: Provider, claims: Claims
    ) -> tuple[User, Link]:
        """The account that the identity is linked to, or a new one where the provider may make it."""
        identity = identity_of(provider.terms, claims)
        link = await self._identities.find(tx, provider.workspace_id, identity)
        user = await self._users.get(tx, link.user_id) if link else None
        if link is None or user is None:
            user = await self._add(tx, caller, origin, provider, claims)
            link = await self.link(tx, user, identity, claims, provisioned=True)
        if user.state is UserState.ACTIVE and link.provisioned and provider.terms.follow_roles:
            user = await self._with_role(tx, actor_of(caller, origin, user), user, role_of(provider.terms, claims))
        return user, link

    async def link(
        self, tx: Transaction, user: User, identity: Identity, claims: Claims, *, provisioned: bool = False
    ) -> Link:
        """Raises SsoLinkTakenError."""
        link = Link(
            link_id=new_id(),
            workspace_id=user.workspace_id,
            user_id=user.user_id,
            issuer=identity.issuer,
            email=email_of(claims),
            create_time=self._clock.now(),
            provisioned=provisioned,
        )
        await self._identities.link(tx, link, identity)
        return link

    async def _with_role(self, tx: Transaction, actor: Caller, user: User, role: str) -> User:
        if not role:
            raise SsoRoleMissingError
        return user if role == user.role else await self._access.follow_role(tx, actor, user, role)

    async def _add(self, tx: Transaction, caller: Caller, origin: Origin, provider: Provider, claims: Claims) -> User:
        """Someone new. An address that belongs to someone is never enough to become that someone."""
        role = role_of(provider.terms, claims)
        if not provider.terms.just_in_time or not role or not email_of(claims):
            raise SsoNoAccountError
        if await domains.owner(tx, domain_of(email_of(claims))) != provider.workspace_id:
            raise SsoDomainUnverifiedError
        if not vouched(provider.terms, claims):
            raise SsoEmailUnverifiedError
        user = User(
            user_id=new_id(),
            workspace_id=provider.workspace_id,
            email=email_of(claims),
            display_name=name_of(claims),
            role=role,
            state=UserState.ACTIVE,
            create_time=self._clock.now(),
        )
        try:
            await self._people.add(tx, actor_of(caller, origin, user), user)
        except EmailTakenError:
            raise SsoEmailInUseError from None
        return user
