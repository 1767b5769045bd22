"""Redirects and forms of single sign-on: `/sso/{provider_id}/start`, `/sso/callback`, `/sso/backchannel-logout`.

With `/me/sso-links` and `/me/step-up:sso`, which begin an attempt from within a session.

Written by hand because redirects, cookies and forms are no part of any message.
"""

from functools import partial
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson
from google.protobuf.message import Message

from contactfollowup.identity.v1.sso_pb2 import (
    EndSsoSessionsRequest,
    FinishSsoRequest,
    FinishSsoResponse,
    StartSsoLinkRequest,
    StartSsoRequest,
    StartSsoResponse,
    StartSsoStepUpRequest,
)
from gateway.body import read_json, read_raw
from gateway.clients import Peer, call
from gateway.errors import InvalidField, UnsupportedMediaType
from gateway.exchange import JSON, Answer, Exchange, Headers
from gateway.middleware.limits import RateLimits
from gateway.problem import problem
from gateway.sessions.authentication import Authentication, anonymous
from gateway.sessions.opening import session_cookies, tell_device
from gateway.transcoding.decoder import object_reader
from gateway.transcoding.descriptors import descriptor_of
from kit.errors import Error

from .attempt_cookie import attempt_cookie, attempt_token, cleared_attempt_cookie

SERVICE = "contactfollowup.identity.v1.SsoService"
FORM = b"application/x-www-form-urlencoded"
LARGEST_FORM = 32 * 1024
MOST_PARAMETERS = 20
# Names of ours for what a provider sends back.
CALLBACK_FIELDS = {"state": "state", "code": "code", "error": "error", "iss": "issuer"}

# Pages of the staff app. What they need stands behind #, where no server logs it.
SIGN_IN_PAGE = "/app/sign-in"
REFUSED_PAGE = f"{SIGN_IN_PAGE}/refused"


class SsoStart:
    """Sends the browser to the identity provider."""

    def __init__(self, identity: Peer, rates: RateLimits) -> None:
        self._identity = identity
        self._rates = rates

    async def __call__(self, exchange: Exchange) -> Answer:
        try:
            self._rates.check_sign_in(exchange)
            given = parameters(exchange.scope["query_string"])
            request = StartSsoRequest(
                provider_id=exchange.scope["path_params"]["provider_id"],
                return_to=given.get("returnTo", ""),
                fresh=given.get("fresh", "") == "true",
            )
            started: StartSsoResponse = await call(self._identity, f"{SERVICE}/StartSso", request, anonymous(exchange))
        except Error as error:
            return refusal(error, exchange)
        return redirect(started.start.authorization_url, [attempt_cookie(started.browser_token)])


class SsoCallback:
    """Takes what the browser brought back; opens the session, and sends the browser to where it was going."""

    def __init__(self, identity: Peer, rates: RateLimits) -> None:
        self._identity = identity
        self._rates = rates

    async def __call__(self, exchange: Exchange) -> Answer:
        try:
            self._rates.check_sign_in(exchange)
            given = parameters(exchange.scope["query_string"])
            request = FinishSsoRequest(
                browser_token=attempt_token(exchange),
                session_token=exchange.session_token,
                **{ours: given.get(theirs, "") for theirs, ours in CALLBACK_FIELDS.items()},
            )
            tell_device(request, exchange)
            finished: FinishSsoResponse = await call(
                self._identity, f"{SERVICE}/FinishSso", request, anonymous(exchange)
            )
        except Error as error:
            answer = refusal(error, exchange)
            # An answer to another attempt leaves the one of this browser as it is.
            if error.reason != "SSO_ATTEMPT_INVALID":
                answer.headers.append(cleared_attempt_cookie())
            return answer
        cookies = session_cookies(finished) if finished.session_token else []
        target = challenge_page(finished) if finished.challenge_id else finished.return_to
        return redirect(target, [*cookies, cleared_attempt_cookie()])


class SsoStartWithin:
    """Begins something at a provider from within a session: says where to send the browser, and binds it to that."""

    def __init__(self, identity: Peer, authentication: Authentication, method: str, request: type[Message]) -> None:
        self._authentication = authentication
        self._start = partial(call, identity, f"{SERVICE}/{method}")
        self._read = object_reader(descriptor_of(request))

    async def __call__(self, exchange: Exchange) -> Answer:
        metadata = await self._authentication.signed_in(exchange)
        request = self._read(await read_json(exchange), "")
        started: Any = await self._authentication.acting(exchange, metadata, partial(self._start, request))
        content = {"authorizationUrl": started.start.authorization_url}
        return Answer(200, [(b"content-type", JSON), attempt_cookie(started.browser_token)], orjson.dumps(content))


def link_start(identity: Peer, authentication: Authentication) -> SsoStartWithin:
    return SsoStartWithin(identity, authentication, "StartSsoLink", StartSsoLinkRequest)


def step_up_start(identity: Peer, authentication: Authentication) -> SsoStartWithin:
    return SsoStartWithin(identity, authentication, "StartSsoStepUp", StartSsoStepUpRequest)


class BackchannelLogout:
    """Ends the sessions that a provider's logout token names."""

    def __init__(self, identity: Peer) -> None:
        self._identity = identity

    async def __call__(self, exchange: Exchange) -> Answer:
        if exchange.headers.get(b"content-type", b"").partition(b";")[0].strip().lower() != FORM:
            raise UnsupportedMediaType(FORM.decode("ascii"))
        given = parameters(await read_raw(exchange, LARGEST_FORM))
        request = EndSsoSessionsRequest(logout_token=given.get("logout_token", ""))
        await call(self._identity, f"{SERVICE}/EndSsoSessions", request, anonymous(exchange))
        return Answer(200, [])


def parameters(encoded: bytes) -> dict[str, str]:
    """The parameters of a query or a form. Raises InvalidField for one that comes twice, and for too many."""
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS
        )
    except ValueError:
        raise InvalidField("query", "query.form", "parameters in the form of a query are expected") from None
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InvalidField("query", "query.once", "each parameter is expected once")
    if any("\0" in value for value in found.values()):
        raise InvalidField("query", "string.no_nul", "text without the character U+0000 is expected")
    return found


def challenge_page(finished: FinishSsoResponse) -> str:
    given = {"challenge": finished.challenge_id, "kinds": finished.challenge_kinds, "returnTo": finished.return_to}
    return f"{SIGN_IN_PAGE}#{urlencode(given)}"


def refusal(error: Error, exchange: Exchange) -> Answer:
    """A person is led to a page that says what to do; a program gets a problem."""
    exchange.reason = error.reason
    if "text/html" not in exchange.header(b"accept"):
        return problem(error, exchange.request_id)
    return redirect(f"{REFUSED_PAGE}#{urlencode({'reason': error.reason})}", [])


def redirect(target: str, cookies: Headers) -> Answer:
    return Answer(303, [(b"location", target.encode("ascii")), *cookies])
