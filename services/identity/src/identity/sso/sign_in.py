"""Through a provider and back: a session opens, or an identity is linked, or a fresh proof is given."""

from dataclasses import dataclass, replace
from uuid import UUID

from identity.errors import ProofTooWeakError
from identity.mail.notices import Notice, SecurityNotices
from identity.ports import Entitled
from identity.sessions import store as sessions
from identity.sessions.model import Opened, Origin, Proof, Secret
from identity.sessions.opening import Openings, actor_of
from identity.sessions.standing import SecondFactors
from identity.sign_in_history.model import Method
from identity.sign_in_history.service import SignInHistory
from identity.sso import attempts
from identity.sso.accounts import SsoAccounts
from identity.sso.attempts import Binding, new_binding
from identity.sso.conversation import Callback, Conversation
from identity.sso.errors import (
    SsoAccountDisabledError,
    SsoAttemptInvalidError,
    SsoLinkSessionError,
    SsoOtherPersonError,
    SsoProviderRefusedError,
    SsoStepUpUnavailableError,
)
from identity.sso.identities import Identities
from identity.sso.model import (
    ATTEMPT_LIFETIME,
    FEATURE,
    Arrival,
    Attempt,
    Claims,
    Identity,
    Provider,
    assured,
    check_domain,
    check_proved_since,
    identity_of,
    proved_time,
    return_path,
)
from identity.sso.store import ProviderStore
from identity.users.model import User, UserState
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import DEPLOYMENT, Database, Transaction
from kit.errors import Error, FeatureUnavailable, NotFound, Unauthenticated


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
    """Where the browser goes on, with the session that was opened, or the second factor that is asked for before."""

    return_to: str
    opened: Opened | None = None
    demand: Unauthenticated | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Who a provider says it is."""

    provider: Provider
    claims: Claims
    identity: Identity


class SsoSignIns:
    def __init__(
        self,
        *,
        db: Database,
        store: ProviderStore,
        identities: Identities,
        conversation: Conversation,
        users: UserStore,
        accounts: SsoAccounts,
        second_factors: SecondFactors,
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
        self._accounts = accounts
        self._second_factors = second_factors
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

    async def start_step_up(self, caller: Caller, return_to: str) -> Started:
        """Begins a fresh proof at the provider that the caller's session came through."""
        path, session_id = return_path(return_to), _session_id(caller)
        async with self._db.transaction(caller) as tx:
            provider_id = await self._identities.provider_of(tx, session_id)
            provider = await self._store.get(tx, provider_id) if provider_id else None
        if provider is None or not provider.terms.enabled:
            raise SsoStepUpUnavailableError
        user_id = UUID(caller.actor_id)
        attempt = Attempt(
            caller.workspace_id, provider.provider_id, path, user_id, session_id, fresh=True, step_up=True
        )
        return await self._start(attempt, provider)

    async def finish(self, caller: Caller, returned: Returned) -> Finished:
        """Does what the attempt was begun for, for who the provider says it is. An attempt is used up by trying."""
        async with self._db.transaction(DEPLOYMENT) as tx:
            attempt = await attempts.use(tx, returned.callback.binding, self._clock.now())
            if attempt is None:
                raise SsoAttemptInvalidError
            provider = await self._usable(tx, attempt.provider_id)
        try:
            known = await self._known(provider, returned.callback)
            if attempt.fresh:
                check_proved_since(known.claims, attempt.begin_time, self._clock.now())
            if attempt.session_id is None:
                return await self._sign_in(caller, returned.origin, attempt, known)
            finish = self._step_up if attempt.step_up else self._link
            await finish(caller, returned, attempt, known)
            return Finished(attempt.return_to)
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

    async def _known(self, provider: Provider, callback: Callback) -> Known:
        if callback.error or not callback.code:
            told = {"error": callback.error} if callback.error in KNOWN_ERRORS else {}
            raise SsoProviderRefusedError(metadata=told)
        claims = await self._conversation.claims(provider, callback)
        check_domain(provider.terms, claims)
        return Known(provider, claims, identity_of(provider.terms, claims))

    async def _sign_in(self, caller: Caller, origin: Origin, attempt: Attempt, known: Known) -> Finished:
        async with self._db.transaction(DEPLOYMENT) as tx:
            user, link = await self._accounts.of(tx, caller, origin, known.provider, known.claims)
            if user.state is UserState.ACTIVE:
                arrival = Arrival(link, known.provider.provider_id, known.identity, session_named(known.claims))
                return await self._open(tx, caller, origin, arrival, (user, attempt, known))
            place, reason = origin.place, SsoAccountDisabledError.reason
            await self._history.refused(
                tx, user, place, Method.SINGLE_SIGN_ON, reason=reason, workspace_id=user.workspace_id
            )
        # Raised behind the transaction, so that the refusal stays in the person's history.
        raise SsoAccountDisabledError

    async def _open(
        self, tx: Transaction, caller: Caller, origin: Origin, arrival: Arrival, who: tuple[User, Attempt, Known]
    ) -> Finished:
        """A session, or the challenge that opens it where the provider does not vouch for a second factor."""
        (user, attempt, known), now = who, self._clock.now()
        await self._identities.used(tx, arrival.link.link_id, now)
        proof = Proof.PROVIDER if assured(known.provider.terms, known.claims) else Proof.PROVIDER_FIRST
        demand = None
        if proof is Proof.PROVIDER_FIRST:
            demand = await self._second_factors.challenge(tx, caller, user, origin, proof)
        if demand is not None:
            challenge, expire_time = Secret(demand.metadata["challengeId"]), now + ATTEMPT_LIFETIME
            await self._identities.add_first_proof(tx, challenge.hash, arrival, expire_time)
            return Finished(attempt.return_to, demand=demand)
        proved = proved_time(known.claims, now)
        opened = await self._openings.open(tx, caller, user, origin, proof=proof, proved_time=proved)
        await self._identities.add_session(tx, opened.signed_in.session.session_id, arrival)
        return Finished(attempt.return_to, opened)

    async def _link(self, caller: Caller, returned: Returned, attempt: Attempt, known: Known) -> None:
        async with self._db.transaction(DEPLOYMENT) as tx:
            user, actor = await self._who_began(tx, caller, returned, attempt)
            link = await self._accounts.link(tx, user, known.identity, known.claims)
            tx.audit("sso_link", [str(link.link_id)], action="sso_link.created", caller=actor)
            await self._notices.post(tx, user.workspace_id, user.email, Notice.SINGLE_SIGN_ON_LINKED)

    async def _step_up(self, caller: Caller, returned: Returned, attempt: Attempt, known: Known) -> None:
        """The provider's word is a fresh proof of who it has vouched for in this session, and of nobody else.

        Of an account with a second factor it is one only where it counts for both, as a password alone is none.
        """
        async with self._db.transaction(DEPLOYMENT) as tx:
            user, actor = await self._who_began(tx, caller, returned, attempt)
            session_id = UUID(actor.session_id)
            if not await self._identities.is_of(tx, session_id, user.workspace_id, known.identity):
                raise SsoOtherPersonError
            vouched_for = assured(known.provider.terms, known.claims)
            if not vouched_for and await self._second_factors.held(tx, user.user_id):
                raise ProofTooWeakError
            await sessions.step_up(tx, session_id, user.user_id, proved_time(known.claims, self._clock.now()))
            tx.audit("session", [str(session_id)], action="session.stepped_up", caller=actor)

    async def _who_began(
        self, tx: Transaction, caller: Caller, returned: Returned, attempt: Attempt
    ) -> tuple[User, Caller]:
        """Only in the very session that began it, still in force. Raises SsoLinkSessionError."""
        session = await sessions.find(tx, returned.session.hash)
        if session is None or session.session_id != attempt.session_id or not session.active(self._clock.now()):
            raise SsoLinkSessionError
        user = await self._users.get(tx, session.user_id)
        if user is None or user.state is not UserState.ACTIVE:
            raise SsoLinkSessionError
        return user, replace(actor_of(caller, returned.origin, user), session_id=str(session.session_id))

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


def session_named(claims: Claims) -> str:
    named = claims.get("sid")
    return named if isinstance(named, str) else ""


def returned(callback: Callback, session_token: str, origin: Origin) -> Returned:
    return Returned(callback, Secret(session_token), origin)


def callback_of(state: str, browser_token: str, code: str, error: str, issuer: str) -> Callback:
    return Callback(Binding(Secret(state), Secret(browser_token)), code, error, issuer)
