"""The conversation with a provider: where the browser is sent, and what the code it brings back is worth."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

from identity.sso.attempts import Binding
from identity.sso.discovery import Directory, Metadata
from identity.sso.errors import SsoTokenInvalidError
from identity.sso.fetching import Fetcher
from identity.sso.model import TENANT, Attempt, Claims, Provider, ProviderKind, email_of, issuer_of
from identity.sso.tokens import Expected, RefusedToken, check_id_token, head_of, verified
from kit.clock import Clock

SCOPE = "openid email profile"
# `max_age` makes a provider tell when the person last proved who they are. Google has neither.
PROVE_ANEW = {"prompt": "login", "max_age": "0"}
ADDRESS_CLAIMS = {"email", "email_verified"}
CHOOSE_ACCOUNT = {"prompt": "select_account"}


@dataclass(frozen=True, slots=True)
class Callback:
    """What a browser brought back. `issuer` is who the provider says it is, when it says so."""

    binding: Binding
    code: str = field(repr=False)
    error: str
    issuer: str


class Conversation:
    def __init__(self, fetcher: Fetcher, directory: Directory, redirect_uri: str, clock: Clock) -> None:
        self._fetcher = fetcher
        self._directory = directory
        self._redirect_uri = redirect_uri
        self._clock = clock

    async def authorization_url(self, provider: Provider, attempt: Attempt, binding: Binding) -> str:
        """To link, or to prove anew, people have to say who they are: whoever was there before may still be known."""
        metadata = await self._directory.metadata(provider)
        parameters = {
            "response_type": "code",
            "client_id": provider.terms.client_id,
            "redirect_uri": self._redirect_uri,
            "scope": SCOPE,
            "state": binding.state.token,
            "nonce": binding.nonce,
            "code_challenge": binding.challenge,
            "code_challenge_method": "S256",
        }
        if provider.terms.kind is ProviderKind.GOOGLE and len(provider.terms.allowed_domains) == 1:
            parameters["hd"] = provider.terms.allowed_domains[0]
        if provider.terms.acr_values:
            parameters["acr_values"] = " ".join(provider.terms.acr_values)
        if attempt.fresh or attempt.session_id is not None:
            parameters |= PROVE_ANEW if provider.terms.kind is not ProviderKind.GOOGLE else CHOOSE_ACCOUNT
        separator = "&" if "?" in metadata.authorization_endpoint else "?"
        return f"{metadata.authorization_endpoint}{separator}{urlencode(parameters)}"

    async def claims(self, provider: Provider, callback: Callback) -> Claims:
        """What the provider says of the person, once all of it is verified. Raises SsoTokenInvalidError."""
        metadata = await self._directory.metadata(provider)
        try:
            _check_mix_up(metadata, callback.issuer)
            answer = await self._redeem(provider, metadata, callback)
            claims = await self._id_token(provider, metadata, answer, callback.binding)
            if metadata.userinfo_endpoint and _lacks(provider, claims):
                claims = _joined(provider, claims, await self._userinfo(metadata, answer, claims))
        except RefusedToken as refused:
            raise SsoTokenInvalidError(metadata={"check": refused.check}) from None
        return claims

    async def _redeem(self, provider: Provider, metadata: Metadata, callback: Callback) -> Mapping[str, object]:
        terms = provider.terms
        form = {
            "grant_type": "authorization_code",
            "code": callback.code,
            "redirect_uri": self._redirect_uri,
            "code_verifier": callback.binding.verifier,
        }
        headers: dict[str, str] = {}
        if terms.client_secret and not metadata.secret_in_body:
            pair = f"{quote_plus(terms.client_id)}:{quote_plus(terms.client_secret)}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form["client_id"] = terms.client_id
            if terms.client_secret:
                form["client_secret"] = terms.client_secret
        return await self._fetcher.post(metadata.token_endpoint, form, headers)

    async def _id_token(
        self, provider: Provider, metadata: Metadata, answer: Mapping[str, object], binding: Binding
    ) -> Claims:
        token, access_token = answer.get("id_token"), answer.get("access_token", "")
        if not isinstance(token, str) or not isinstance(access_token, str):
            raise RefusedToken("id_token")
        head = head_of(token)
        claims = verified(token, await self._directory.key(metadata.jwks_uri, head), head)
        expected = Expected(
            issuer_of=lambda found: issuer_of(provider.terms, found),
            client_id=provider.terms.client_id,
            nonce=binding.nonce,
            access_token=access_token,
        )
        check_id_token(claims, head, expected, self._clock.now())
        return claims

    async def _userinfo(self, metadata: Metadata, answer: Mapping[str, object], claims: Claims) -> Claims:
        """Some providers tell address, name and groups only here. What the signed token says goes before it."""
        access_token = answer.get("access_token")
        if not isinstance(access_token, str) or not access_token.isascii():
            return {}
        told = await self._fetcher.get(metadata.userinfo_endpoint, {"Authorization": f"Bearer {access_token}"})
        if told.get("sub") != claims.get("sub"):
            raise RefusedToken("userinfo")
        return told


def _lacks(provider: Provider, claims: Claims) -> bool:
    role_claim = provider.terms.role_claim
    return not email_of(claims) or (bool(role_claim) and role_claim not in claims)


def _joined(provider: Provider, claims: Claims, told: Claims) -> Claims:
    """How and when somebody signed in is believed of the signed token only; an address is verified where it is told."""
    wanted = {"name", provider.terms.role_claim} - {"amr", "acr", "auth_time", "sid"} - ADDRESS_CLAIMS
    if not email_of(claims):
        wanted |= ADDRESS_CLAIMS
        claims = {name: value for name, value in claims.items() if name not in ADDRESS_CLAIMS}
    return {**{name: told[name] for name in wanted if name in told}, **claims}


def _check_mix_up(metadata: Metadata, issuer: str) -> None:
    """An answer that names another provider came from there, whatever it is bound to here (RFC 9207)."""
    if (issuer or metadata.names_issuer) and issuer != metadata.issuer and TENANT not in metadata.issuer:
        raise RefusedToken("response_issuer")
