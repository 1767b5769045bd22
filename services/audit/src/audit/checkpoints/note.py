"""C2SP signed notes, checkpoints and cosignatures: text in, text out, Ed25519 only.

A note is its text, an empty line, then lines "— <key name> base64(key id, signature)". A checkpoint's text
is three lines: origin, decimal tree size, base64 root. A cosignature also signs a POSIX time.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
COSIGNATURE = 0x04
DASH = "\u2014"
MAX_SIGNATURES = 32


class NoteError(ValueError):
    """The text is not a note, checkpoint or key of this form."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One state of one log."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note; body is the signature without the key id."""

    name: str
    key_id: bytes
    body: bytes

    def line(self) -> str:
        return f"{DASH} {self.name} {b64encode(self.key_id + self.body).decode()}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Whose signature to look for."""

    name: str
    public_key: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        material = self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public_key
        return sha256(material).digest()[:4]

    def text(self) -> str:
        material = b64encode(bytes([self.algorithm]) + self.public_key).decode()
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def renamed(self, name: str) -> "VerifierKey":
        return VerifierKey(name, self.public_key, self.algorithm)

    def verifies(self, text: str, signatures: Sequence[Signature]) -> bool:
        """Whether one signature is ours and right; a wrong one under our name and id spoils the note."""
        ours = [s for s in signatures if (s.name, s.key_id) == (self.name, self.key_id)]
        return bool(ours) and all(self._verify(text, signature.body) for signature in ours)

    def _verify(self, text: str, body: bytes) -> bool:
        message = text.encode()
        if self.algorithm == COSIGNATURE:
            if len(body) != 72:
                return False
            message = cosigned_message(text, int.from_bytes(body[:8], "big"))
            body = body[8:]
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(body, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A named Ed25519 key; the seed stays out of every repr."""

    name: str
    seed: bytes = field(repr=False)
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise NoteError("a signing key is 32 bytes")

    @property
    def verifier(self) -> VerifierKey:
        public_key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(self.name, public_key, self.algorithm)

    def sign(self, text: str) -> Signature:
        body = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
        return Signature(self.name, self.verifier.key_id, body)

    def cosign(self, text: str, posix_time: int) -> Signature:
        signed = Ed25519PrivateKey.from_private_bytes(self.seed).sign(cosigned_message(text, posix_time))
        return Signature(self.name, self.verifier.key_id, posix_time.to_bytes(8, "big") + signed)


def cosigned_message(text: str, posix_time: int) -> bytes:
    return f"cosignature/v1\ntime {posix_time}\n{text}".encode()


def join(text: str, signatures: Sequence[Signature]) -> str:
    return text + "\n" + "".join(signature.line() for signature in signatures)


def split(note: str) -> tuple[str, list[Signature]]:
    """The signed text and its signatures."""
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n") or any(ord(c) < 0x20 and c != "\n" for c in note):
        raise NoteError("not a signed note")
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError("too many signatures")
    return text + "\n", [parse_signature(line) for line in lines]


def parse_signature(line: str) -> Signature:
    parts = line.removesuffix("\n").split(" ")
    if len(parts) != 3 or parts[0] != DASH or not parts[1] or "+" in parts[1]:
        raise NoteError("not a signature line")
    blob = _decode(parts[2])
    if len(blob) <= 4:
        raise NoteError("not a signature line")
    return Signature(parts[1], blob[:4], blob[4:])


def parse_checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not lines[0]:
        raise NoteError("not a checkpoint")
    root = _decode(lines[2])
    if len(root) != 32:
        raise NoteError("a checkpoint root is 32 bytes")
    return Checkpoint(lines[0], parse_size(lines[1]), root)


def parse_size(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or (len(text) > 1 and text[0] == "0") or len(text) > 19:
        raise NoteError("a tree size is a plain decimal number")
    return int(text)


def parse_key(text: str, name: str, algorithm: int = ED25519) -> VerifierKey:
    """A verifier key "name+hash+base64", or the bare base64 of a public key that then gets this name."""
    if len(text) == 44:
        return VerifierKey(name, _decode(text), algorithm)
    parts = text.split("+", 2)
    if len(parts) != 3 or not parts[0]:
        raise NoteError("not a verifier key")
    material = _decode(parts[2])
    key = VerifierKey(parts[0], material[1:], algorithm)
    if len(material) != 33 or material[0] != algorithm or key.key_id.hex() != parts[1]:
        raise NoteError("not a verifier key of this kind")
    return key


def _decode(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise NoteError("not base64") from error
