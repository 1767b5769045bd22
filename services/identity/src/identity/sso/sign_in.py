"""Signing in through a provider: begin, come back, be known or be added, and a session opens. Or be linked."""

from dataclasses import dataclass, replace
from uuid import UUID

from identity.errors import EmailTakenError
from identity.mail.notices import Notice, SecurityNotices
from identity.ports import Entitled
from identity.sessions import store as sessions
from identity.sessions.model import Opened, Origin, Proof, Secret
from identity.sessions.opening import Openings, actor_of
from identity.sign_in_history.model import Method
from identity.sign_in_history.service import SignInHistory
from identity.sso import attempts
from identity.sso.attempts import Binding, new_binding
from identity.sso.conversation import Callback, Conversation
from identity.sso.errors import (
    SsoAccountDisabledError,
    SsoAttemptInvalidError,
    SsoDomainUnverifiedError,
    SsoEmailInUseError,
    SsoEmailUnverifiedError,
    SsoLinkSessionError,
    SsoNoAccountError,
    SsoProviderRefusedError,
)
from identity.sso.identities import Identities
from identity.sso.model import (
    FEATURE,
    Attempt,
    Claims,
    Identity,
    Link,
    Provider,
    check_domain,
    domain_of,
    email_of,
    identity_of,
    name_of,
    proved_time,
    return_path,
    role_of,
    vouched,
)
from identity.sso.store import ProviderStore
from identity.sso_domains import store as domains
from identity.users.model import User, UserState
from identity.users.service import Users
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Error, FeatureUnavailable, NotFound
from kit.ids import new_id


@dataclass(frozen=True, slots=True)
class Started:
    """Where the browser goes, and what its cookie holds."""

    authorization_url: str
    browser: Secret


@dataclass(frozen=True, slots=True)
class Returned:
    """A browser that came back; `session` is what its cookie of a session holds."""

    callback: Callback
    session: Secret
    origin: Origin


@dataclass(frozen=True, slots=True)
class Finished:
    """Where the browser goes on, and the session that was opened, unless an identity was linked."""

    return_to: str
    opened: Opened | None


class SsoSignIns:
    def __init__(
        self,
        *,
        db: Database,
        store: ProviderStore,
        identities: Identities,
        conversation: Conversation,
        users: UserStore,
        people: Users,
        openings: Openings,
        entitled: Entitled,
        notices: SecurityNotices,
        history: SignInHistory,
        clock: Clock,
    ) -> None:
        self._db = db
        self._store = store
        self._identities = identities
        self._conversation = conversation
        self._users = users
        self._people = people
        self._openings = openings
        self._entitled = entitled
        self._notices = notices
        self._history = history
        self._clock = clock

    async def start(self, provider_id: UUID, return_to: str, *, fresh: bool = False) -> Started:
        """Begins to sign in; with `fresh` so that the session may do what asks for a fresh proof."""
        path = return_path(return_to)
        async with self._db.transaction(DEPLOYMENT) as tx:
            provider = await self._usable(tx, provider_id)
        return await self._start(Attempt(provider.workspace_id, provider_id, path, fresh=fresh), provider)

    async def start_link(self, caller: Caller, provider_id: UUID, return_to: str) -> Started:
        """Begins to link an identity to the caller's account, in the session the caller has."""
        path = return_path(return_to)
        async with self._db.transaction(caller) as tx:
            provider = await self._usable(tx, provider_id)
            tx.audit("user", [caller.actor_id])
        attempt = Attempt(caller.workspace_id, provider_id, path, UUID(caller.actor_id), _session_id(caller))
        return await self._start(attempt, provider)

    async def finish(self, caller: Caller, returned: Returned) -> Finished:
        """Opens a session for who the provider says it is, or links the identity. An attempt is used up by trying."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            attempt = await attempts.use(tx, returned.callback.binding, self._clock.now())
            if attempt is None:
                raise SsoAttemptInvalidError
            provider = await self._usable(tx, attempt.provider_id)
        try:
            claims = await self._claims(provider, returned.callback)
            if attempt.session_id is not None:
                await self._link(caller, attempt, returned, provider, claims)
                return Finished(attempt.return_to, None)
            return Finished(
                attempt.return_to, await self._sign_in(caller, returned.origin, provider, claims, fresh=attempt.fresh)
            )
        except Error as refusal:
            await self._record_refusal(caller, returned.origin, provider, refusal)
            raise

    async def sweep(self) -> None:
        """Removes attempts and logout tokens that can no longer be used."""
        now = self._clock.now()
        async with self._db.transaction(DEPLOYMENT) as tx:
            await attempts.sweep(tx, now)
            await self._identities.sweep(tx, now)

    async def _start(self, attempt: Attempt, provider: Provider) -> Started:
        binding = new_binding()
        url = await self._conversation.authorization_url(provider, attempt, binding)
        async with self._db.transaction(DEPLOYMENT) as tx:
            await attempts.add(tx, attempt, binding, self._clock.now())
        return Started(url, binding.browser)

    async def _usable(self, tx: Transaction, provider_id: UUID) -> Provider:
        provider = await self._store.get(tx, provider_id)
        if provider is None or not provider.terms.enabled:
            raise NotFound
        if FEATURE not in await self._entitled.features(tx, provider.workspace_id):
            raise FeatureUnavailable(metadata={"feature": FEATURE})
        return provider

    async def _claims(self, provider: Provider, callback: Callback) -> Claims:
        if callback.error or not callback.code:
            known = {"error": callback.error} if callback.error in KNOWN_ERRORS else {}
            raise SsoProviderRefusedError(metadata=known)
        claims = await self._conversation.claims(provider, callback)
        check_domain(provider.terms, claims)
        return claims

    async def _sign_in(
        self, caller: Caller, origin: Origin, provider: Provider, claims: Claims, *, fresh: bool
    ) -> Opened:
        identity = identity_of(provider.terms, claims)
        proved = proved_time(claims, self._clock.now(), fresh=fresh)
        async with self._db.transaction(DEPLOYMENT) as tx:
            link = await self._identities.find(tx, provider.workspace_id, identity)
            user = await self._users.get(tx, link.user_id) if link else None
            if link is None or user is None:
                user = await self._add_person(tx, caller, origin, provider, claims)
                link = await self._add_link(tx, user, identity, claims)
            if user.state is UserState.ACTIVE:
                opened = await self._openings.open(tx, caller, user, origin, proof=Proof.PROVIDER, proved_time=proved)
                session_id, named = opened.signed_in.session.session_id, claims.get("sid")
                known = named if isinstance(named, str) else ""
                await self._identities.add_session(
                    tx, link, session_id, provider_id=provider.provider_id, identity=identity, named=known
                )
                await self._identities.used(tx, link.link_id, self._clock.now())
                return opened
            reason = SsoAccountDisabledError.reason
            await self._history.refused(
                tx, user, origin.place, Method.SINGLE_SIGN_ON, reason=reason, workspace_id=user.workspace_id
            )
        # Raised behind the transaction, so that the refusal stays in the person's history.
        raise SsoAccountDisabledError

    async def _add_person(
        self, tx: Transaction, caller: Caller, origin: Origin, provider: Provider, claims: Claims
    ) -> User:
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

    async def _add_link(self, tx: Transaction, user: User, identity: Identity, claims: Claims) -> Link:
        link = Link(
            link_id=new_id(),
            workspace_id=user.workspace_id,
            user_id=user.user_id,
            issuer=identity.issuer,
            email=email_of(claims),
            create_time=self._clock.now(),
        )
        await self._identities.link(tx, link, identity)
        return link

    async def _link(
        self, caller: Caller, attempt: Attempt, returned: Returned, provider: Provider, claims: Claims
    ) -> None:
        """Only in the very session that began it, still in force."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            session = await sessions.find(tx, returned.session.hash)
            if session is None or session.session_id != attempt.session_id or not session.active(self._clock.now()):
                raise SsoLinkSessionError
            user = await self._users.get(tx, session.user_id)
            if user is None or user.state is not UserState.ACTIVE:
                raise SsoLinkSessionError
            link = await self._add_link(tx, user, identity_of(provider.terms, claims), claims)
            actor = replace(actor_of(caller, returned.origin, user), session_id=str(session.session_id))
            tx.audit("sso_link", [str(link.link_id)], action="sso_link.created", caller=actor)
            await self._notices.post(tx, user.workspace_id, user.email, Notice.SINGLE_SIGN_ON_LINKED)

    async def _record_refusal(self, caller: Caller, origin: Origin, provider: Provider, refusal: Error) -> None:
        async with self._db.transaction(DEPLOYMENT) as tx:
            actor = actor_of(caller, origin, None, provider.workspace_id)
            tx.audit(
                "sso_provider",
                [str(provider.provider_id)],
                action="session.refused",
                outcome=refusal.reason,
                reason=refusal.metadata.get("check", ""),
                caller=actor,
            )


# What a provider may say of why it refused (OAuth 2.0, OpenID Connect); anything else is not passed on.
KNOWN_ERRORS = frozenset(
    {
        "access_denied",
        "account_selection_required",
        "consent_required",
        "interaction_required",
        "invalid_request",
        "invalid_scope",
        "login_required",
        "server_error",
        "temporarily_unavailable",
        "unauthorized_client",
        "unsupported_response_type",
    }
)


def _session_id(caller: Caller) -> UUID:
    try:
        return UUID(caller.session_id)
    except ValueError:
        raise SsoLinkSessionError from None


def returned(callback: Callback, session_token: str, origin: Origin) -> Returned:
    return Returned(callback, Secret(session_token), origin)


def callback_of(state: str, browser_token: str, code: str, error: str, issuer: str) -> Callback:
    return Callback(Binding(Secret(state), Secret(browser_token)), code, error, issuer)
