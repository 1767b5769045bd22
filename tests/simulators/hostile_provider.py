"""An OpenID Connect provider on loopback that lies on demand: wrong issuer, forged tokens, stale keys, and worse.

By default it is honest, and as strict as a provider has to be: codes are used once, with the client's secret, the
redirect address and the verifier they were asked for.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from joserfc import jwk, jws

CLIENT_ID = "contactfollowup"
CLIENT_SECRET = "a secret: with/strange+characters"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
HUGE = 600 * 1024

Json = dict[str, Any]
Sign = Callable[["HostileProvider", Json], str]


@dataclass
class Code:
    """What an authorization code stands for."""

    nonce: str
    challenge: str
    redirect_uri: str
    claims: Json


@dataclass
class HostileProvider:
    issuer: str
    key: Any = field(default_factory=lambda: new_key("k1"))
    codes: dict[str, Code] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    # What it does wrong: members of its metadata, its key set, claims of tokens, how a token is signed, whole answers.
    metadata: Json = field(default_factory=dict)
    keys: list[Json] | None = None
    claims: Json = field(default_factory=dict)
    sign: Sign | None = None
    userinfo: Json = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def become_honest(self) -> None:
        fresh = HostileProvider(self.issuer, key=new_key("k1"))
        self.__dict__.update(fresh.__dict__)

    def authorize(self, url: str, **claims: Any) -> tuple[str, str]:
        """What the person's browser does at the provider: the code and the state it carries back."""
        given = dict(parse_qsl(urlsplit(url).query))
        assert given["code_challenge_method"] == "S256"
        assert given["response_type"] == "code"
        code = base64.urlsafe_b64encode(hashlib.sha256(given["state"].encode()).digest()).decode()
        self.codes[code] = Code(given["nonce"], given["code_challenge"], given["redirect_uri"], claims)
        return code, given["state"]

    def token(self, claims: Json, **header: Any) -> str:
        """A token signed as a provider has to, unless told otherwise."""
        if self.sign is not None:
            return self.sign(self, claims)
        return jws.serialize_compact({"alg": "RS256", "kid": self.key.kid, **header}, json.dumps(claims), self.key)

    def logout_token(self, **changed: Any) -> str:
        now = int(time.time())
        claims: Json = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 120,
            "events": {LOGOUT_EVENT: {}},
        }
        claims |= {"jti": hashlib.sha256(str(time.time_ns()).encode()).hexdigest(), **changed}
        return self.token({name: value for name, value in claims.items() if value is not None}, typ="logout+jwt")

    def public_keys(self) -> list[Json]:
        return [self.key.as_dict(private=False)] if self.keys is None else self.keys

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> tuple[int, dict[str, str], bytes]:
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        match method, path:
            case "GET", "/.well-known/openid-configuration":
                return said(self._metadata())
            case "GET", "/organizations/v2.0/.well-known/openid-configuration":
                return said(self._metadata())
            case "GET", "/keys":
                return said({"keys": self.public_keys()})
            case "POST", "/token":
                return self._redeem(headers, body)
            case "GET", "/userinfo":
                return said(self.userinfo)
        return 404, {}, b"{}"

    def _metadata(self) -> Json:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.metadata,
        }

    def _redeem(self, headers: Any, body: bytes) -> tuple[int, dict[str, str], bytes]:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        code = self.codes.pop(form.get("code", ""), None)
        if code is None or form.get("redirect_uri") != code.redirect_uri:
            return self._refuse("invalid_grant")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != code.challenge:
            return self._refuse("wrong_verifier")
        pair = base64.b64decode(headers.get("Authorization", "").removeprefix("Basic ")).decode()
        if [parse_qsl(f"x={part}")[0][1] for part in pair.split(":", 1)] != [CLIENT_ID, CLIENT_SECRET]:
            return self._refuse("invalid_client")
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300, "nonce": code.nonce}
        claims |= {**code.claims, **self.claims}
        told = {name: value for name, value in claims.items() if value is not None}
        return said({"access_token": "an-access-token", "token_type": "Bearer", "id_token": self.token(told)})

    def _refuse(self, why: str) -> tuple[int, dict[str, str], bytes]:
        self.refused.append(why)
        return 400, {}, json.dumps({"error": why}).encode()


def new_key(key_id: str) -> Any:
    return jwk.generate_key("RSA", 2048, {"kid": key_id, "use": "sig"}, private=True, auto_kid=False)


def said(content: Json) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(content).encode()


def encoded(content: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@contextmanager
def hostile_provider() -> Iterator[HostileProvider]:
    """Runs one on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, content = provider.answer(self.command, self.path.partition("?")[0], self.headers, body)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(content)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = _serve  # noqa: N815

        def log_message(self, *_arguments: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = HostileProvider(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
