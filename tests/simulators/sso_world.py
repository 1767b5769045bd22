"""What tests of single sign-on do all the time: a provider of a workspace, and browsers that go there and back."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

from identity.sessions.model import Opened, Origin
from identity.sso.model import Provider, ProviderKind, Terms, identity_of
from identity.sso.rpc import SsoUseCases
from identity.sso.sign_in import Finished, Started, callback_of, returned
from identity.users.model import User
from kit import catalogue
from kit.caller import Caller
from kit.db import DEPLOYMENT, Database
from kit.testing.callers import make_caller

from .hostile_provider import CLIENT_ID, CLIENT_SECRET, HostileProvider

DOMAIN = "practice.example"


def terms(provider: HostileProvider, **changes: Any) -> Terms:
    made = Terms(
        kind=ProviderKind.OIDC,
        display_name="Practice",
        issuer=provider.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        just_in_time=True,
        default_role="STAFF",
        enabled=True,
    )
    return replace(made, **changes)


def someone(**changes: Any) -> dict[str, Any]:
    """Claims of someone whom nobody has seen before."""
    name = uuid4().hex
    claims = {"sub": name, "email": f"{name}@{DOMAIN}", "email_verified": True, "name": "Ada Lovelace"}
    return claims | changes


def administrator(workspace_id: UUID, action: str = "sso.tried") -> Caller:
    return make_caller(workspace_id, permissions=frozenset(catalogue.permissions()), action=action)


@dataclass
class World:
    """A workspace with one provider, seen from the edge."""

    cases: SsoUseCases
    edge: Caller
    provider: HostileProvider
    registered: Provider
    source: str = field(default_factory=lambda: f"2001:db8::{uuid4().hex[:4]}")

    async def change(self, **changes: Any) -> None:
        """Another decision of the administrator."""
        caller = administrator(self.registered.workspace_id)
        provider_id = self.registered.provider_id
        await self.cases.providers.update(caller, provider_id, lambda known: replace(known, **changes), [*changes], "")

    async def become(self, superuser: Any, kind: ProviderKind, issuer: str, **lists: list[str]) -> None:
        """A preset, whose issuer is otherwise fixed, at an address of ours."""
        provider_id = self.registered.provider_id
        change = "UPDATE sso_providers SET kind = $2, issuer = $3 WHERE provider_id = $1"
        await superuser.execute(change, provider_id, kind.value, issuer)
        for name, values in lists.items():
            await superuser.execute(f"UPDATE sso_providers SET {name} = $2 WHERE provider_id = $1", provider_id, values)

    def forget_metadata(self) -> None:
        """As an hour later, when what the provider says of itself is asked for anew."""
        directory = self.cases.sign_ins._conversation._directory
        directory._metadata._kept.clear()
        directory._keys._kept.clear()

    async def start(self, return_to: str = "/app", *, fresh: bool = False) -> Started:
        return await self.cases.sign_ins.start(self.registered.provider_id, return_to, fresh=fresh)

    async def finish(
        self, started: Started, code: str, state: str, *, browser: str | None = None, session: str = "", **given: str
    ) -> Finished:
        token = started.browser.token if browser is None else browser
        callback = callback_of(state, token, code, given.get("error", ""), given.get("issuer", ""))
        return await self.cases.sign_ins.finish(
            self.edge, returned(callback, session, Origin("", self.source, "Firefox"))
        )

    async def sign_in(self, *, fresh: bool = False, **claims: Any) -> Finished:
        """From the first click to the session."""
        return await self.through(await self.start(fresh=fresh), **claims)

    async def through(self, started: Started, *, session: str = "", **claims: Any) -> Finished:
        """From the provider's page back to us."""
        code, state = self.provider.authorize(started.authorization_url, **claims)
        return await self.finish(started, code, state, session=session)

    async def link(self, db: Database, user: User, **claims: Any) -> None:
        """As if the person had linked the identity before."""
        identity = identity_of(self.registered.terms, claims)
        async with db.transaction(DEPLOYMENT) as tx:
            await self.cases.sign_ins._accounts.link(tx, user, identity, claims)

    async def opened(self, **claims: Any) -> Opened:
        """The session of somebody from whom nothing more is asked."""
        finished = await self.sign_in(**claims)
        assert finished.opened is not None
        return finished.opened


def asked(url: str) -> dict[str, str]:
    """The parameters of an address."""
    return dict(parse_qsl(urlsplit(url).query))
