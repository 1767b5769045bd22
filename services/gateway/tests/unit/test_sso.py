"""What the edge reads of a callback, and where it leads who is refused."""

from typing import Any

import pytest

from gateway.errors import InvalidField
from gateway.exchange import Exchange
from gateway.sso.attempt_cookie import attempt_cookie, attempt_token, cleared_attempt_cookie
from gateway.sso.endpoints import parameters, refusal
from kit.errors import Error, Forbidden


def exchange(**headers: bytes) -> Exchange:
    async def receive() -> Any:
        raise AssertionError("nothing is read")

    return Exchange({}, receive, {name.encode(): value for name, value in headers.items()}, "request-1", "192.0.2.1")


def test_parameters_are_read_once_each() -> None:
    assert parameters(b"state=a%20b&code=c+d&empty=") == {"state": "a b", "code": "c d", "empty": ""}
    for wrong in (b"state=a&state=b", b"code=%00", b"code=%ff", "code=ü".encode(), b"&".join([b"a=1"] * 30)):
        with pytest.raises(InvalidField):
            parameters(wrong)


def test_the_cookie_of_an_attempt_stays_with_single_sign_on() -> None:
    name, value = attempt_cookie("secret")
    assert name == b"set-cookie"
    assert value == b"hn_sso=secret; HttpOnly; Secure; SameSite=Lax; Path=/api/v1/sso; Max-Age=600"
    assert cleared_attempt_cookie()[1].startswith(b"hn_sso=; ")
    assert attempt_token(exchange(cookie=b"hn_session=x; hn_sso=secret")) == "secret"
    assert attempt_token(exchange()) == ""


def test_a_browser_is_led_to_a_page_and_a_program_gets_a_problem() -> None:
    error = Forbidden("Ask someone.", reason="SSO_NO_ACCOUNT")
    led = refusal(error, exchange(accept=b"text/html,*/*"))
    assert (led.status, dict(led.headers)[b"location"]) == (303, b"/app/sign-in/refused#reason=SSO_NO_ACCOUNT")
    told = refusal(error, exchange(accept=b"application/json"))
    assert (told.status, dict(told.headers)[b"content-type"]) == (403, b"application/problem+json")


def test_a_fault_of_ours_tells_nothing() -> None:
    told = refusal(Error("inner workings"), exchange(accept=b"application/json"))
    assert told.status == 500
    assert b"inner workings" not in told.body
