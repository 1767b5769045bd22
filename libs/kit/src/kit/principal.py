"""Principals: who calls, signed by the service that keeps the session, verified by every service for itself.

Wire form: a serialised contactfollowup.contract.v1.SignedPrincipal in the gRPC metadata `cfu-principal-bin`. The
signature is Ed25519 over `cfu-principal-v1`, a newline, and exactly the bytes of the Principal; the algorithm is
fixed, nothing in the message chooses it.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from google.protobuf.message import DecodeError

from contactfollowup.contract.v1.principal_pb2 import REALM_STAFF, Principal, SignedPrincipal
from kit.caller import Caller
from kit.clock import Clock, SystemClock
from kit.errors import Unauthenticated

METADATA_KEY = "cfu-principal-bin"
# Where identity says that a session ended: nobody takes its principals any more.
REVOKED_SUBJECT = "cfu.identity.v1.session.revoked"
CONTEXT = b"cfu-principal-v1\n"
# However long a principal says it is valid, a service takes it no longer than this.
LIFETIME_SECONDS = 60.0
# Most principals take 1 KiB, one that names a thousand owners 20. What is kept of one takes several times its bytes.
LARGEST_CACHE_BYTES = 16 * 1024 * 1024
CLOCK_SKEW_SECONDS = 5.0


class Signer:
    """Signs principals with one Ed25519 key, given by its 32-byte seed."""

    def __init__(self, key_id: str, seed: bytes) -> None:
        self._key_id = key_id
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, principal: Principal) -> bytes:
        """The wire form of `principal`."""
        content = principal.SerializeToString()
        signature = self._key.sign(CONTEXT + content)
        signed = SignedPrincipal(principal=content, key_id=self._key_id, signature=signature)
        return signed.SerializeToString()


class Verifier:
    """Verifies principals of one realm; keeps what it verified, so that a signature is checked once."""

    def __init__(self, keys: Mapping[str, bytes], clock: Clock | None = None, realm: int = REALM_STAFF) -> None:
        self._keys = {key_id: Ed25519PublicKey.from_public_bytes(key) for key_id, key in keys.items()}
        self._clock = clock or SystemClock()
        self._realm = realm
        self._verified: dict[bytes, tuple[Caller, float]] = {}
        self._kept_bytes = 0
        self._ended: dict[str, float] = {}

    def verify(self, token: bytes) -> Caller:
        """The caller in `token`, without what belongs to one call. Raises Unauthenticated."""
        found = self._verified.get(token)
        if found is None:
            found = self._check(token)
            self._keep(token, found)
        caller, expire_time = found
        if self._clock.now().timestamp() >= expire_time or caller.session_id in self._ended:
            raise Unauthenticated
        return caller

    def end_session(self, session_id: str) -> None:
        """From now on refuses every principal of a session; remembered until the last of them has expired."""
        now = self._clock.now().timestamp()
        self._ended = {each: until for each, until in self._ended.items() if until > now}
        self._ended[session_id] = now + LIFETIME_SECONDS + CLOCK_SKEW_SECONDS

    def _keep(self, token: bytes, found: tuple[Caller, float]) -> None:
        if self._kept_bytes + len(token) > LARGEST_CACHE_BYTES:
            self._verified.clear()
            self._kept_bytes = 0
        self._verified[token] = found
        self._kept_bytes += len(token)

    def _check(self, token: bytes) -> tuple[Caller, float]:
        try:
            signed = SignedPrincipal.FromString(token)
            self._keys[signed.key_id].verify(signed.signature, CONTEXT + signed.principal)
            principal = Principal.FromString(signed.principal)
            caller = to_caller(principal)
        except (DecodeError, KeyError, InvalidSignature, ValueError):
            raise Unauthenticated from None
        if principal.realm != self._realm or is_early(principal, self._clock.now()):
            raise Unauthenticated
        longest = principal.issue_time.ToMicroseconds() / 1e6 + LIFETIME_SECONDS
        return caller, min(principal.expire_time.ToMicroseconds() / 1e6, longest)


def is_early(principal: Principal, now: datetime) -> bool:
    return principal.issue_time.ToMicroseconds() / 1e6 > now.timestamp() + CLOCK_SKEW_SECONDS


def to_caller(principal: Principal) -> Caller:
    return Caller(
        workspace_id=UUID(principal.workspace_id),
        actor_kind=principal.actor_kind,
        actor_id=principal.subject_id,
        permissions=frozenset(principal.permissions),
        hidden_fields=frozenset(principal.hidden_fields),
        session_id=principal.session_id,
        on_behalf_of=principal.on_behalf_of,
        read_only_fields=frozenset(principal.read_only_fields),
        owner_ids=None if principal.all_records else frozenset(UUID(bytes=each) for each in principal.owner_ids),
        features=frozenset(principal.features),
        step_up_time=principal.step_up_time.ToMicroseconds() / 1e6,
        must_enrol=principal.mfa_enrolment_required,
        break_glass_grant_id=principal.break_glass_grant_id,
        contact_limit=principal.contact_limit if principal.HasField("contact_limit") else None,
    )
