"""Second factors of whoever is signed in."""

from dataclasses import dataclass

from cfu.transport import API, Transport
from cfu.wire import WireMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpEnrolment(WireMessage):
    """What an authenticator app has to know; in force once a code of it is confirmed."""

    secret: str = ""
    otpauth_uri: str = ""


class Factors:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def enrolled(self) -> bool:
        """Whether there is any: then a code proves who acts, and a password no longer does."""
        return bool(self._transport.call("GET", f"{API}/me/mfa").get("factors"))

    def begin_totp(self) -> TotpEnrolment:
        """Begins to enrol an authenticator app."""
        return TotpEnrolment.from_json(self._transport.call("POST", f"{API}/me/mfa/totp", body={}))

    def confirm_totp(self, code: str) -> tuple[str, ...]:
        """Puts the app in force with a code of it; the recovery codes, shown this once."""
        answer = self._transport.call("POST", f"{API}/me/mfa/totp:confirm", body={"code": code})
        return tuple(answer.get("recoveryCodes", ()))
