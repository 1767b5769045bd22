"""What the edge reads of a callback, and the page it shows when a sign-in fails."""

from typing import Any

import pytest

from gateway.errors import InvalidField
from gateway.exchange import Exchange
from gateway.sso.attempt_cookie import attempt_cookie, attempt_token, cleared_attempt_cookie
from gateway.sso.endpoints import parameters
from gateway.sso.refusal_page import refusal
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


def test_a_browser_gets_a_page_and_a_program_a_problem() -> None:
    error = Forbidden("Ask <someone>.", reason="SSO_NO_ACCOUNT")
    page = refusal(error, exchange(accept=b"text/html,*/*"))
    assert (page.status, dict(page.headers)[b"content-type"]) == (403, b"text/html; charset=utf-8")
    assert b"Ask &lt;someone&gt;." in page.body
    assert b"SSO_NO_ACCOUNT" in page.body
    problem = refusal(error, exchange(accept=b"application/json"))
    assert dict(problem.headers)[b"content-type"] == b"application/problem+json"


def test_a_fault_of_ours_tells_nothing() -> None:
    page = refusal(Error("inner workings", reason="INNER"), exchange(accept=b"text/html"))
    assert page.status == 500
    assert b"inner workings" not in page.body
