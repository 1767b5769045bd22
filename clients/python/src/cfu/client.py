"""All of the API in one object."""

from collections.abc import Callable
from types import TracebackType
from typing import Self

from cfu.addresses import DEFAULT_URL
from cfu.audit import Audit
from cfu.contacts import Contacts
from cfu.factors import Factors
from cfu.imports import Imports
from cfu.jar import Jar, MemoryJar
from cfu.operations import Operations
from cfu.service_accounts import ServiceAccounts
from cfu.sessions import Sessions
from cfu.transport import Transport
from cfu.users import Users


class Client:
    """A client of one server. Not for several threads at once."""

    def __init__(
        self,
        url: str = DEFAULT_URL,
        *,
        jar: Jar | None = None,
        token: str = "",
        prove: Callable[["Client"], bool] = lambda _: False,
    ) -> None:
        """Takes the server's address; the session lives in memory unless a jar is given.

        With the token of a service account there is no session: every call is the machine's. `prove` is called when
        an act asks for a fresh proof of who acts: it calls `sessions.step_up` and returns True, and the act is tried
        once more.
        """
        self._transport = Transport(url, jar or MemoryJar(), token=token, prove=lambda: prove(self))
        self.url = self._transport.url
        self.sessions = Sessions(self._transport)
        self.factors = Factors(self._transport)
        self.users = Users(self._transport)
        self.service_accounts = ServiceAccounts(self._transport)
        self.contacts = Contacts(self._transport)
        self.imports = Imports(self._transport)
        self.audit = Audit(self._transport)
        self.operations = Operations(self._transport)

    def check_health(self) -> None:
        """Returns when the server is ready to work, raises otherwise."""
        self._transport.call("GET", "/healthz", repeatable=False, cookie="")

    def close(self) -> None:
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
