"""A provider that lies, a browser that is not the one that began, a network that is not the public one."""

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwk, jws
from simulators.hostile_provider import CLIENT_ID, HUGE, HostileProvider, Json, encoded, new_key
from simulators.sso_world import World, asked, someone

from identity.sso.errors import (
    SsoAttemptInvalidError,
    SsoProviderRefusedError,
    SsoProviderUnavailableError,
    SsoTokenInvalidError,
)
from identity.sso.fetching import Fetcher, is_public

if TYPE_CHECKING:
    from services.identity.tests.integration.conftest import House


async def refused(world: World, **claims: Any) -> str:
    """Which check a sign-in fails."""
    with pytest.raises(SsoTokenInvalidError) as refusal:
        await world.sign_in(**someone(**claims))
    return refusal.value.metadata["check"]


NOW = int(time.time())
# Later than this file is tried, however long the others take.
TOMORROW = NOW + 86_400


@pytest.mark.parametrize(
    ("claims", "check"),
    [
        ({"iss": "https://elsewhere.example"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": "another-client"}, "audience"),
        ({"aud": []}, "audience"),
        ({"aud": [CLIENT_ID, "another-client"]}, "authorized_party"),
        ({"azp": "another-client"}, "authorized_party"),
        ({"exp": NOW - 120}, "exp"),
        ({"exp": None}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": "9999999999"}, "exp"),
        ({"iat": TOMORROW}, "iat"),
        ({"iat": NOW - 7200}, "iat"),
        ({"nbf": TOMORROW}, "nbf"),
        ({"nonce": "of another attempt"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"at_hash": "of another token"}, "at_hash"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": 7}, "sub"),
    ],
)
async def test_a_token_has_to_say_what_it_must(world: World, claims: Json, check: str) -> None:
    world.provider.claims = claims
    world.provider.userinfo = {}
    assert await refused(world) == check


async def test_a_right_at_hash_and_several_audiences_of_ours_pass(world: World) -> None:
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"an-access-token").digest()[:16]).decode().rstrip("=")
    world.provider.claims = {"at_hash": digest, "aud": [CLIENT_ID, "other"], "azp": CLIENT_ID}
    assert (await world.sign_in(**someone())).opened


def unsigned(provider: HostileProvider, claims: Json) -> str:
    return f"{encoded({'alg': 'none', 'kid': 'k1'})}.{encoded(claims)}."


def signed_with_the_public_key(provider: HostileProvider, claims: Json) -> str:
    """HS256, keyed by what everyone may know: what a careless verifier takes for the provider's signature."""
    body = f"{encoded({'alg': 'HS256', 'kid': 'k1'})}.{encoded(claims)}"
    digest = hmac.digest(provider.key.as_pem(private=False), body.encode(), "sha256")
    return f"{body}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def signed_by_a_stranger(provider: HostileProvider, claims: Json) -> str:
    return jws.serialize_compact({"alg": "RS256", "kid": "k1"}, json.dumps(claims), new_key("k1"))


def signed_by_the_key_it_brings(provider: HostileProvider, claims: Json) -> str:
    own = new_key("mine")
    head = {"alg": "RS256", "kid": "mine", "jwk": own.as_dict(private=False), "jku": "https://evil.example/keys"}
    body = f"{encoded(head)}.{encoded(claims)}"
    signature = jws.serialize_compact({"alg": "RS256"}, json.dumps(claims), own).rpartition(".")[2]
    return f"{body}.{signature}"


def changed_after_signing(provider: HostileProvider, claims: Json) -> str:
    token = jws.serialize_compact({"alg": "RS256", "kid": "k1"}, json.dumps(claims), provider.key)
    head, _, signature = token.split(".")
    return f"{head}.{encoded({**claims, 'sub': 'somebody else'})}.{signature}"


def critical(provider: HostileProvider, claims: Json) -> str:
    return f"{encoded({'alg': 'RS256', 'kid': 'k1', 'crit': ['x'], 'x': 1})}.{encoded(claims)}.AAAA"


@pytest.mark.parametrize(
    ("sign", "check"),
    [
        (unsigned, "algorithm"),
        (signed_with_the_public_key, "algorithm"),
        (signed_by_a_stranger, "signature"),
        (signed_by_the_key_it_brings, "key"),
        (changed_after_signing, "signature"),
        (critical, "header"),
        (lambda _, claims: "no.token", "form"),
        (lambda _, claims: "a.b.c", "form"),
        (lambda _, claims: "." * 3, "form"),
        (lambda _, claims: "A" * 20_000 + "..", "form"),
    ],
)
async def test_a_forged_token_proves_nothing(world: World, sign: Any, check: str) -> None:
    world.provider.sign = sign
    assert await refused(world) == check


async def test_no_key_of_the_wrong_kind_verifies(world: World) -> None:
    public = world.provider.key.as_dict(private=False)
    symmetric = {"kty": "oct", "kid": "k1", "k": encoded({"a": "secret"}), "alg": "HS256"}
    modulus = rsa.generate_private_key(65537, 1024).public_key().public_numbers().n.to_bytes(128)
    weak = {**public, "n": base64.urlsafe_b64encode(modulus).decode().rstrip("=")}
    curve = jwk.generate_key("EC", "P-256", {"kid": "k1"}, private=True, auto_kid=False)
    for keys in (
        [symmetric],
        [{**public, "use": "enc"}],
        [{**public, "alg": "PS256"}],
        [curve.as_dict(private=False)],
        [public, {**new_key("k1").as_dict(private=False)}],
        [{"kty": "RSA", "kid": "k1", "n": "!", "e": "AQAB"}, "nonsense", None],
        [public] * 101,
        [weak],
    ):
        await fresh(world, keys)
        assert await refused(world) == "key"


async def fresh(world: World, keys: list[Any]) -> None:
    """Another key set, at an address that nobody asked before."""
    path = f"/keys-{len(world.provider.answers)}"
    world.provider.answers[path] = (200, {}, json.dumps({"keys": keys}).encode())
    world.provider.metadata = {"jwks_uri": world.provider.issuer + path}
    world.forget_metadata()


async def test_a_new_key_is_fetched_when_it_is_first_used_but_not_at_will(world: World, house: "House") -> None:
    await world.sign_in(**someone())
    world.provider.key = new_key("k2")
    assert await refused(world) == "key"
    asked_before = world.provider.asked.count("/keys")
    for _ in range(5):
        assert await refused(world) == "key"
    assert world.provider.asked.count("/keys") == asked_before == 1
    house.clock.pass_by(seconds=61)
    assert (await world.sign_in(**someone())).opened
    assert world.provider.asked.count("/keys") == 2


async def test_a_withdrawn_key_is_believed_for_a_quarter_of_an_hour(world: World, house: "House") -> None:
    old = world.provider.key
    await world.sign_in(**someone())
    world.provider.keys = [new_key("k2").as_dict(private=False)]
    assert (await world.sign_in(**someone())).opened
    house.clock.pass_by(minutes=15)
    world.provider.claims = {"iat": int(house.clock.now().timestamp()), "exp": int(house.clock.now().timestamp()) + 60}
    assert world.provider.key is old
    assert await refused(world) == "key"


async def test_an_attempt_is_finished_in_its_browser_once_and_in_time(world: World, house: "House") -> None:
    started, other = await world.start(), await world.start()
    code, state = world.provider.authorize(started.authorization_url, **someone())
    for browser in (other.browser.token, "", "x" * 43):
        with pytest.raises(SsoAttemptInvalidError):
            await world.finish(started, code, state, browser=browser)
    with pytest.raises(SsoAttemptInvalidError):
        await world.finish(started, code, "another-state")
    assert (await world.finish(started, code, state)).opened
    with pytest.raises(SsoAttemptInvalidError):
        await world.finish(started, code, state)
    late = await world.start()
    code, state = world.provider.authorize(late.authorization_url, **someone())
    house.clock.pass_by(minutes=10)
    with pytest.raises(SsoAttemptInvalidError):
        await world.finish(late, code, state)


async def test_of_64_that_finish_at_once_one_does(world: World) -> None:
    started = await world.start()
    code, state = world.provider.authorize(started.authorization_url, **someone())
    results = await asyncio.gather(*(world.finish(started, code, state) for _ in range(64)), return_exceptions=True)
    done = [result for result in results if not isinstance(result, BaseException)]
    assert len(done) == 1
    assert sum(isinstance(result, SsoAttemptInvalidError) for result in results) == 63


async def test_a_code_of_another_attempt_is_worth_nothing(world: World) -> None:
    """Whoever slips a victim a code of their own (or steals one) lacks the verifier that it was asked for with."""
    mine, theirs = await world.start(), await world.start()
    code, _ = world.provider.authorize(theirs.authorization_url, **someone())
    with pytest.raises(SsoProviderUnavailableError):
        await world.finish(mine, code, asked(mine.authorization_url)["state"])
    assert world.provider.refused == ["wrong_verifier"]


async def test_what_another_provider_answers_is_refused(world: World) -> None:
    for metadata, issuer in (({}, "https://elsewhere.example"), (NAMES_ISSUER, "")):
        world.provider.metadata = metadata
        world.forget_metadata()
        started = await world.start()
        code, state = world.provider.authorize(started.authorization_url, **someone())
        with pytest.raises(SsoTokenInvalidError) as refusal:
            await world.finish(started, code, state, issuer=issuer)
        assert refusal.value.metadata == {"check": "response_issuer"}


NAMES_ISSUER = {"authorization_response_iss_parameter_supported": True}


async def test_a_refusal_of_the_provider_is_told_without_its_words(world: World) -> None:
    for error, told in (("access_denied", {"error": "access_denied"}), ("<script>", {}), ("", {})):
        started = await world.start()
        with pytest.raises(SsoProviderRefusedError) as refusal:
            await world.finish(started, "", asked(started.authorization_url)["state"], error=error)
        assert refusal.value.metadata == told


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": None},
        {"code_challenge_methods_supported": ["plain"]},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        {"token_endpoint": "http://10.0.0.1/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://login.example.com/\r\nset-cookie: hn_session=planted"},
        {"token_endpoint": 7},
    ],
)
async def test_metadata_that_cannot_be_relied_on_is_not_used(world: World, metadata: Json) -> None:
    world.provider.metadata = metadata
    with pytest.raises(SsoProviderUnavailableError):
        await world.start()


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys", "/token", "/userinfo"])
async def test_an_answer_is_small_and_is_the_answer(world: World, path: str) -> None:
    elsewhere = {"Location": world.provider.issuer + "/elsewhere"}
    for answer in (
        (200, {}, b'{"a": "' + b"A" * HUGE + b'"}'),
        (302, elsewhere, b"{}"),
        (307, elsewhere, b"{}"),
        (500, {}, b"{}"),
        (200, {}, b"<html>"),
        (200, {}, b"[]"),
        (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b"),
    ):
        world.provider.answers[path] = answer
        world.forget_metadata()
        with pytest.raises(SsoProviderUnavailableError):
            await world.sign_in(**someone(email=None))
    assert "/elsewhere" not in world.provider.asked


async def test_userinfo_of_someone_else_is_refused(world: World) -> None:
    world.provider.userinfo = someone()
    assert await refused(world, email=None) == "userinfo"


async def test_refusals_are_recorded(world: World, house: "House") -> None:
    world.provider.claims = {"nonce": "wrong"}
    await refused(world)
    recorded = [entry for entry in await house.entries("session.refused", "") if entry.reason == "nonce"]
    assert recorded[-1].outcome == "SSO_TOKEN_INVALID"
    assert list(recorded[-1].record_ids) == [str(world.registered.provider_id)]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fc00::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_addresses_of_our_own_network_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


def test_public_addresses_are() -> None:
    assert all(is_public(ipaddress.ip_address(each)) for each in ("8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"))


async def test_outside_development_nothing_here_is_called(world: World) -> None:
    port = world.provider.issuer.rpartition(":")[2]
    before = len(world.provider.asked)
    for url in (world.provider.issuer, f"https://127.0.0.1:{port}", f"https://localhost:{port}", "https://[::1]/"):
        with pytest.raises(SsoProviderUnavailableError):
            await Fetcher(loopback=False).get(url)
    assert len(world.provider.asked) == before
