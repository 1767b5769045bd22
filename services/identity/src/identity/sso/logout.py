"""Back-channel logout: a provider says that someone signed out there, and the sessions it opened here end."""

from dataclasses import replace
from datetime import UTC, datetime

from identity.sessions.model import RevokeReason
from identity.sso.discovery import Directory
from identity.sso.ending import Endings
from identity.sso.errors import SsoLogoutTokenInvalidError, SsoTokenInvalidError
from identity.sso.identities import Identities
from identity.sso.model import SKEW, Claims, Identity, Provider, identity_of
from identity.sso.store import ProviderStore
from identity.sso.tokens import RefusedToken, check_logout_token, head_of, unverified, verified
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database


class SsoLogouts:
    def __init__(
        self,
        *,
        db: Database,
        store: ProviderStore,
        identities: Identities,
        directory: Directory,
        endings: Endings,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._identities = identities
        self._directory = directory
        self._endings = endings
        self._clock = clock

    async def end(self, caller: Caller, token: str) -> None:
        """Raises SsoLogoutTokenInvalidError. The same token a second time proves nothing."""
        try:
            for provider in await self._possible(token):
                claims = await self._verified(provider, token)
                await self._end(caller, provider, claims)
        except (RefusedToken, SsoTokenInvalidError) as refused:
            check = refused.check if isinstance(refused, RefusedToken) else refused.metadata["check"]
            raise SsoLogoutTokenInvalidError(metadata={"check": check}) from None

    async def _possible(self, token: str) -> list[Provider]:
        """Those that the token could be from; several workspaces may share one client."""
        claims = unverified(token)
        issuer, audience = claims.get("iss"), claims.get("aud")
        clients = audience if isinstance(audience, list) else [audience]
        if not isinstance(issuer, str) or len(clients) != 1 or not isinstance(clients[0], str):
            raise RefusedToken("audience")
        async with self._db.transaction(DEPLOYMENT) as tx:
            found = await self._store.of_client(tx, issuer, clients[0])
        if not found:
            raise RefusedToken("audience")
        return found

    async def _verified(self, provider: Provider, token: str) -> Claims:
        metadata = await self._directory.metadata(provider)
        head = head_of(token)
        claims = verified(token, await self._directory.key(metadata.jwks_uri, head), head)
        check_logout_token(claims, provider.terms.issuer, provider.terms.client_id, self._clock.now())
        return claims

    async def _end(self, caller: Caller, provider: Provider, claims: Claims) -> None:
        expire_time = datetime.fromtimestamp(float(claims["exp"]), UTC) + SKEW
        caller = replace(caller, workspace_id=provider.workspace_id)
        async with self._db.transaction(DEPLOYMENT) as tx:
            if not await self._identities.use_logout_token(
                tx, provider.workspace_id, provider.provider_id, claims["jti"], expire_time
            ):
                raise RefusedToken("jti")
            named = await self._identities.sign_out(
                tx, provider.workspace_id, provider.provider_id, _identity(provider, claims), claims.get("sid") or ""
            )
            await self._endings.end(tx, caller, named, RevokeReason.SIGNED_OUT_AT_PROVIDER)


def _identity(provider: Provider, claims: Claims) -> Identity | None:
    return identity_of(provider.terms, claims) if "sub" in claims else None
