"""Signing in and out. The session's secret stays in the jar; no method returns it."""

from dataclasses import dataclass, field
from datetime import datetime

from cfu.errors import MfaRequiredError, ProblemError
from cfu.transport import API, DEVICE, Transport
from cfu.users import User
from cfu.wire import WireEnum, WireMessage


class WorkspaceKind(WireEnum):
    UNSPECIFIED = "UNSPECIFIED"
    PRODUCTION = "PRODUCTION"
    SANDBOX = "SANDBOX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace(WireMessage):
    """Where a session acts."""

    workspace_id: str = ""
    display_name: str = ""
    kind: WorkspaceKind = WorkspaceKind.UNSPECIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(WireMessage):
    """A time of being signed in, on one device."""

    session_id: str = ""
    user: User = field(default_factory=User)
    workspace: Workspace = field(default_factory=Workspace)
    permissions: tuple[str, ...] = ()
    create_time: datetime | None = None
    last_use_time: datetime | None = None
    idle_expire_time: datetime | None = None
    expire_time: datetime | None = None
    source_address: str = ""
    user_agent: str = ""
    current: bool = False


class Sessions:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def sign_in(self, email: str, password: str) -> Session:
        """Opens a session and keeps its cookie in the jar. Raises MfaRequiredError when it takes a second factor."""
        body = {"email": email, "password": password}
        try:
            return Session.from_json(self._transport.call("POST", f"{API}/session", body=body, cookie=DEVICE))
        except ProblemError as problem:
            if problem.reason != "MFA_REQUIRED":
                raise
            raise MfaRequiredError(problem.metadata.get("challengeId", "")) from None

    def answer(self, challenge_id: str, code: str) -> Session:
        """Finishes a sign-in with a code of the authenticator app, or a recovery code."""
        body = {"challengeId": challenge_id, "code": code}
        return Session.from_json(self._transport.call("POST", f"{API}/session/mfa", body=body, cookie=DEVICE))

    def step_up(self, *, password: str = "", code: str = "") -> None:
        """Proves again who is signed in, for acts that ask for it; holds for ten minutes."""
        proof = {"code": code} if code else {"password": password}
        self._transport.call("POST", f"{API}/me/step-up", body=proof)

    def current(self) -> Session:
        """Returns the session in force."""
        return Session.from_json(self._transport.call("GET", f"{API}/session"))

    def sign_out(self) -> None:
        """Ends the session on the server and here. One that has ended already is no error."""
        try:
            self._transport.call("DELETE", f"{API}/session")
        except ProblemError as problem:
            if problem.status != 401:
                raise
        self._transport.jar.keep(self._transport.url, hn_session="")
