"""Signed checkpoints: who signed the note, who cosigned it, and what it says."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LOG = 1
WITNESS = 4
WITNESS_NAME = "contactfollowup/witness"


@dataclass(frozen=True, slots=True)
class Key:
    """A named Ed25519 public key of one kind (LOG or WITNESS)."""

    name: str
    public: bytes
    kind: int

    @property
    def key_id(self) -> bytes:
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as published: its text, what it says, and its signatures (name, key id, signature)."""

    text: str
    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]


def decoded(text: str) -> bytes:
    """The bytes of a base64 text. Its last character can have spare bits: only one spelling is taken."""
    value = b64decode(text, validate=True)
    if b64encode(value).decode() != text:
        raise ValueError("not canonical base64")
    return value


def read_key(text: str, name: str, kind: int) -> Key:
    """A verifier key "name+id+base64", or the bare base64 of the public key, which then goes by this name."""
    if len(text) == 44:
        return Key(name, decoded(text), kind)
    given, key_id, material = text.split("+", 2)
    blob = decoded(material)
    key = Key(given, blob[1:], kind)
    if len(blob) != 33 or blob[0] != kind or key.key_id.hex() != key_id:
        raise ValueError("not a verifier key of this kind")
    return key


def read_note(note: str) -> Note:
    text, gap, tail = note.rpartition("\n\n")
    origin, size, root = text.split("\n")[:3]
    digest = decoded(root)
    if not gap or len(digest) != 32 or not size.isdigit():
        raise ValueError("not a signed checkpoint")
    lines = tail.removesuffix("\n").split("\n")
    return Note(text + "\n", origin, int(size), digest, tuple(_read_line(line) for line in lines))


def _read_line(line: str) -> tuple[str, bytes, bytes]:
    dash, name, signature = line.split(" ")
    if dash != "\u2014":
        raise ValueError("not a signature line")
    blob = decoded(signature)
    return name, blob[:4], blob[4:]


def is_signed(note: Note, key: Key) -> bool:
    """Whether this key signed; all signatures under its name and id must hold."""
    ours = [body for name, key_id, body in note.signatures if (name, key_id) == (key.name, key.key_id)]
    return bool(ours) and all(_holds(note.text, key, body) for body in ours)


def _holds(text: str, key: Key, body: bytes) -> bool:
    message = text
    if key.kind == WITNESS:
        message = f"cosignature/v1\ntime {int.from_bytes(body[:8], 'big')}\n{text}"
        body = body[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(body, message.encode())
    except InvalidSignature:
        return False
    return True
