"""An authenticator in software: P-256, self-made CBOR, no attestation. It signs whatever a test tells it to."""

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ES256 = -7


@dataclass
class SoftwareAuthenticator:
    """One passkey. `counts` moves its counter with every answer, as a security key does and a phone does not."""

    origin: str = "https://crm.example.com"
    rp_id: str = "crm.example.com"
    counts: bool = True
    flags: int = PRESENT | VERIFIED
    sign_count: int = 0
    user_handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options_json: str) -> str:
        """What `navigator.credentials.create` gives, as JSON."""
        options = json.loads(options_json)
        self.user_handle = unpadded(options["user"]["id"])
        client_data = self._client_data("webauthn.create", options["challenge"])
        attestation = cbor({"fmt": "none", "attStmt": {}, "authData": self._authenticator_data(attested=True)})
        return self._credential({"clientDataJSON": b64(client_data), "attestationObject": b64(attestation)})

    def get(self, options_json: str) -> str:
        """What `navigator.credentials.get` gives, as JSON."""
        client_data = self._client_data("webauthn.get", json.loads(options_json)["challenge"])
        if self.counts:
            self.sign_count += 1
        data = self._authenticator_data()
        signed = data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": b64(client_data),
            "authenticatorData": b64(data),
            "signature": b64(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": b64(self.user_handle),
        }
        return self._credential(response)

    def _credential(self, response: dict[str, str]) -> str:
        identity = b64(self.credential_id)
        return json.dumps(
            {
                "id": identity,
                "rawId": identity,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _authenticator_data(self, *, attested: bool = False) -> bytes:
        flags = self.flags | (ATTESTED if attested else 0)
        data = hashlib.sha256(self.rp_id.encode()).digest() + struct.pack(">BI", flags, self.sign_count)
        if not attested:
            return data
        return data + bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._public_key()

    def _public_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        return cbor({1: 2, 3: ES256, -1: 1, -2: x, -3: y})


def cbor(value: Any) -> bytes:
    """The little of RFC 8949 that WebAuthn needs."""
    match value:
        case int() if value >= 0:
            return _head(0, value)
        case int():
            return _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case dict():
            return _head(5, len(value)) + b"".join(cbor(key) + cbor(inner) for key, inner in value.items())
    raise TypeError(type(value))


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    if number < 256:
        return bytes([major << 5 | 24, number])
    return bytes([major << 5 | 25]) + struct.pack(">H", number)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
