"""HTTP: cookies from our own jar, problems as errors, a few patient retries, files in pieces."""

import http
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from http.cookies import CookieError, SimpleCookie
from importlib.metadata import version
from typing import IO, Any
from urllib.parse import quote

import httpx

from cfu.addresses import origin
from cfu.errors import CfuError, ProblemError, UnreachableError
from cfu.jar import Jar
from cfu.wire import timestamp

API = "/api/v1"
STEP_UP_REQUIRED = "STEP_UP_REQUIRED"
SESSION, DEVICE = "hn_session", "hn_device"
RETRY_PAUSES = (0.5, 1.0, 2.0)
LONGEST_PAUSE = 30.0
_TIMEOUT = httpx.Timeout(60, connect=5)
# An upload is answered once the whole file is sealed and kept, a download once there is something to send.
_FILE_TIMEOUT = httpx.Timeout(600, connect=5)
_CHUNK = 256 * 1024


class Transport:
    """One server, one session, or the token of a service account, beside which no cookie is sent or kept."""

    def __init__(
        self,
        url: str,
        jar: Jar,
        sleep: Callable[[float], None] = time.sleep,
        token: str = "",
        prove: Callable[[], bool] = lambda: False,
    ) -> None:
        """`prove` is asked for a fresh proof of who acts, and says whether there is one now."""
        self.url = origin(url)
        self._prove = prove
        self.jar = jar
        self._token = checked_token(token)
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=self.url,
            headers={"User-Agent": f"cfu/{version('cfu-client')}"},
            # Cookies live in our jar alone: httpx neither keeps nor sends any.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            # A proxy would carry plain http off this machine; over https it only sees a tunnel.
            trust_env=self.url.startswith("https:"),
            timeout=_TIMEOUT,
            # Shorter than servers keep an idle connection, so that none is closed under a request.
            limits=httpx.Limits(keepalive_expiry=2),
        )

    def close(self) -> None:
        self._http.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool | None = None,
        cookie: str = SESSION,
    ) -> dict[str, Any]:
        """Sends JSON, returns JSON. A `repeatable` call (else: GET) is sent again after 429 and 503.

        One that asks for a fresh proof of who acts is sent again, once, when the proof was given.
        """

        def request() -> httpx.Request:
            return self._request(method, path, cookie, headers, params=_parameters(query), json=body)

        again = method == "GET" if repeatable is None else repeatable
        try:
            sent = self._send(request, again)
        except ProblemError as problem:
            if problem.reason != STEP_UP_REQUIRED or not self._prove():
                raise
            sent = self._send(request, again)
        with closing(sent) as response:
            return _document(response)

    def upload(
        self, path: str, fields: Mapping[str, str], file: IO[bytes], *, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        """Sends a form whose last part, `file`, is read as it is sent."""

        def request() -> httpx.Request:
            # The file's own name stays here: people name files after patients.
            form = {"data": fields, "files": {"file": ("upload.csv", file, "text/csv")}}
            return self._request("POST", path, SESSION, headers, timeout=_FILE_TIMEOUT, **form)

        with closing(self._send(request, file.seekable())) as response:
            return _document(response)

    @contextmanager
    def download(self, path: str, *, query: Mapping[str, Any] | None = None, accept: str) -> Iterator[Iterator[bytes]]:
        """Yields the body in pieces."""

        def request() -> httpx.Request:
            return self._request(
                "GET", path, SESSION, {"Accept": accept}, params=_parameters(query), timeout=_FILE_TIMEOUT
            )

        with closing(self._send(request, True)) as response, self._reachable():
            yield response.iter_bytes(_CHUNK)

    def _request(
        self, method: str, path: str, cookie: str, headers: Mapping[str, str] | None, **content: Any
    ) -> httpx.Request:
        return self._http.build_request(method, path, headers={**self._proof(cookie), **(headers or {})}, **content)

    def _send(self, request: Callable[[], httpx.Request], repeatable: bool) -> httpx.Response:
        for pause in (*RETRY_PAUSES, None):
            with self._reachable():
                response = self._http.send(request(), stream=True)
            if not self._token:
                self._keep_cookies(response)
            if response.is_success:
                return response
            problem = self._problem(response)
            wait = pause if problem.retry_after is None else problem.retry_after
            if (
                pause is None
                or wait is None
                or not repeatable
                or problem.status not in (429, 503)
                or wait > LONGEST_PAUSE
            ):
                raise problem
            self._sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _problem(self, response: httpx.Response) -> ProblemError:
        with closing(response), self._reachable():
            response.read()
        document: object = None
        if response.headers.get("content-type", "").startswith("application/problem+json"):
            try:
                document = response.json()
            except ValueError:
                document = None
        problem = document if isinstance(document, dict) else {"title": _phrase(response.status_code)}
        return ProblemError(response.status_code, problem, _retry_after(response))

    @contextmanager
    def _reachable(self) -> Iterator[None]:
        try:
            yield
        except httpx.ConnectError as error:
            raise UnreachableError(f"No server answers at {self.url}. Start it, or name another by --url.") from error
        except httpx.TimeoutException as error:
            raise UnreachableError(f"{self.url} did not answer in time. Try again.") from error
        except httpx.TransportError as error:
            raise UnreachableError(f"The connection to {self.url} was lost. Try again.") from error

    def _proof(self, name: str) -> dict[str, str]:
        """The header that proves who calls; none for a call that is to carry no cookie."""
        if self._token:
            return {"Authorization": f"Bearer {self._token}"} if name else {}
        value = getattr(self.jar.site(self.url), name) if name else ""
        return {"Cookie": f"{name}={value}"} if value else {}

    def _keep_cookies(self, response: httpx.Response) -> None:
        changes: dict[str, str] = {}
        for header in response.headers.get_list("set-cookie"):
            try:
                cookies = SimpleCookie(header)
            except CookieError:
                continue
            for name in {SESSION, DEVICE} & cookies.keys():
                changes[name] = "" if cookies[name]["max-age"] == "0" else cookies[name].value
        if changes:
            self.jar.keep(self.url, **changes)


def checked_token(token: str) -> str:
    """Raises CfuError for what no header can hold, without repeating it."""
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise CfuError("The token holds a character that no token has. Check CFU_TOKEN.")
    return token


def segment(value: str) -> str:
    """Returns an id as one segment of a path, so that no id can name another route; `..` would, on its way out."""
    quoted = quote(value, safe="")
    return quoted if quoted.strip(".") else quoted.replace(".", "%2E")


def _document(response: httpx.Response) -> dict[str, Any]:
    try:
        response.read()
        document = response.json() if response.content else {}
    except httpx.TransportError as error:
        raise UnreachableError("The connection was lost while the answer came. Try again.") from error
    except ValueError as error:
        raise UnreachableError("The answer is not JSON: this is not a ContactFollowUp server.") from error
    return document if isinstance(document, dict) else {}


def _parameters(query: Mapping[str, Any] | None) -> dict[str, str]:
    given = {name: value for name, value in (query or {}).items() if value not in (None, "")}
    return {name: timestamp(value) if isinstance(value, datetime) else str(value) for name, value in given.items()}


def _retry_after(response: httpx.Response) -> float | None:
    value = response.headers.get("retry-after", "")
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _phrase(status: int) -> str:
    try:
        return f"{http.HTTPStatus(status).phrase} (HTTP {status})"
    except ValueError:
        return f"HTTP {status}"
