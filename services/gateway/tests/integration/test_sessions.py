"""Signing in, signing out, and sessions that end elsewhere."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

from contactfollowup.identity.v1.events_pb2 import SessionRevoked
from kit.bus import Bus, Message

CONTACT = "/api/v1/contacts/01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d10"
SESSION_ID = "01968b2e-0000-7000-8000-0000000000aa"


async def test_signing_in_sets_cookies_and_hides_secrets(suite: Any) -> None:
    headers = {"cookie": "hn_device=known", "user-agent": "Probe/1.0 (x)"}
    response = await suite.client.post("/api/v1/session", headers=headers, json={"email": "a@b.c", "password": "right"})
    assert response.status_code == 200
    session, device = response.headers.get_list("set-cookie")
    assert session == "hn_session=a-session-token; HttpOnly; Secure; SameSite=Lax; Path=/"
    assert device.startswith("hn_device=a-device-token; HttpOnly; Secure; SameSite=Lax; Path=/api/v1; ")
    assert response.json()["sessionId"] == SESSION_ID
    assert "token" not in response.text.lower()
    request = suite.seen.requests[0]
    assert (request.device_token, request.source_address, request.user_agent) == (
        "known",
        "127.0.0.1",
        "Probe/1.0 (x)",
    )


async def test_a_wrong_password_says_nothing_of_which(suite: Any) -> None:
    response = await suite.client.post("/api/v1/session", json={"email": "a@b.c", "password": "secret-guess"})
    assert (response.status_code, response.json()["reason"]) == (401, "INVALID_CREDENTIALS")
    assert "secret-guess" not in response.text
    assert "set-cookie" not in response.headers


async def test_sign_in_takes_address_and_password_only(suite: Any) -> None:
    bodies: list[Any] = [{"email": "a@b.c", "password": "right", "deviceToken": "x"}, {"email": 1}, []]
    for body in bodies:
        assert (await suite.client.post("/api/v1/session", json=body)).status_code == 400
    assert not suite.seen.requests


async def test_a_page_of_another_origin_cannot_sign_anyone_in(suite: Any) -> None:
    credentials = {"email": "a@b.c", "password": "right"}
    response = await suite.client.post("/api/v1/session", headers={"sec-fetch-site": "cross-site"}, json=credentials)
    assert response.json()["reason"] == "CROSS_ORIGIN"


async def test_the_session_is_told(suite: Any) -> None:
    response = await suite.client.get("/api/v1/session", headers=suite.signed_in)
    assert (response.json()["sessionId"], response.json()["current"]) == (SESSION_ID, True)


async def test_signing_out_clears_the_cookie_and_the_cache(suite: Any) -> None:
    await suite.client.get(CONTACT, headers=suite.signed_in)
    response = await suite.client.delete("/api/v1/session", headers=suite.signed_in)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["set-cookie"].startswith("hn_session=; ")
    suite.seen.revoked = True
    assert (await suite.client.get(CONTACT, headers=suite.signed_in)).status_code == 401
    assert (await suite.client.delete("/api/v1/session")).status_code == 401


async def test_a_session_ended_elsewhere_ends_here_at_once(suite: Any, bus: Bus) -> None:
    assert (await suite.client.get(CONTACT, headers=suite.signed_in)).status_code == 200
    suite.seen.revoked = True
    heard = asyncio.Event()

    def on_revoked(message: Message) -> None:
        suite.edge.authentication.on_revoked(message)
        heard.set()

    await bus.ensure_stream("identity")
    subject = "cfu.identity.v1.session.revoked"
    await bus.listen(subject, on_revoked)
    payload = SessionRevoked(session_id=SESSION_ID).SerializeToString()
    await bus.publish(subject, payload, str(uuid4()), str(uuid4()), SESSION_ID)
    await asyncio.wait_for(heard.wait(), 10)
    assert (await suite.client.get(CONTACT, headers=suite.signed_in)).status_code == 401


async def test_the_answer_to_a_challenge_sets_the_cookies_of_a_sign_in(suite: Any) -> None:
    body = {"challengeId": "c", "code": "123456"}
    response = await suite.client.post("/api/v1/session/mfa", headers={"cookie": "hn_device=known"}, json=body)
    assert (response.status_code, response.json()["sessionId"]) == (200, SESSION_ID)
    session, device = response.headers.get_list("set-cookie")
    assert session.startswith("hn_session=a-session-token; ")
    assert device.startswith("hn_device=a-device-token; ")
    assert "token" not in response.text.lower()
    assert (suite.seen.requests[0].device_token, suite.seen.requests[0].code) == ("known", "123456")


async def test_a_fresh_proof_is_in_force_at_once(suite: Any) -> None:
    await suite.client.get(CONTACT, headers=suite.signed_in)
    refused = await suite.client.delete("/api/v1/me/mfa/totp", headers=suite.signed_in)
    assert (refused.status_code, refused.json()["reason"]) == (403, "STEP_UP_REQUIRED")
    assert suite.seen.exchanges == 2
    suite.seen.stepped_up = True
    assert (await suite.client.delete("/api/v1/me/mfa/totp", headers=suite.signed_in)).status_code == 204
    assert suite.seen.exchanges == 3
    assert len(suite.seen.requests) == 2


async def test_what_is_begun_at_a_provider_believes_a_fresh_proof_at_once(suite: Any) -> None:
    path, body = "/api/v1/me/sso-links", {"providerId": str(UUID(int=1))}
    refused = await suite.client.post(path, headers=suite.signed_in, json=body)
    assert (refused.status_code, refused.json()["reason"]) == (403, "STEP_UP_REQUIRED")
    suite.seen.stepped_up = True
    begun = await suite.client.post(path, headers=suite.signed_in, json=body)
    assert begun.json() == {"authorizationUrl": "https://id.example/authorize"}
    assert begun.headers["set-cookie"].startswith("hn_sso=a-browser-token; ")


async def test_who_has_to_enrol_is_told_so_and_goes_on_at_once_when_it_is_done(suite: Any) -> None:
    suite.seen.must_enrol = suite.seen.stepped_up = True
    refused = await suite.client.get(CONTACT, headers=suite.signed_in)
    assert (refused.status_code, refused.json()["reason"]) == (403, "MFA_ENROLMENT_REQUIRED")
    assert (await suite.client.get("/api/v1/me/sessions", headers=suite.signed_in)).status_code == 403
    assert (await suite.client.get("/api/v1/session", headers=suite.signed_in)).status_code == 200
    assert (await suite.client.delete("/api/v1/me/mfa/totp", headers=suite.signed_in)).status_code == 204
    suite.seen.must_enrol = False
    assert (await suite.client.get(CONTACT, headers=suite.signed_in)).status_code == 200
