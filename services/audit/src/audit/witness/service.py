"""Does this checkpoint continue the log the witness remembers? Answers follow C2SP tlog-witness.

An origin "contactfollowup/audit/<workspace id>" is accepted on first sight when a log key we know signed it:
trust on first use, since workspaces come and go and the keys are what the operator vouches for.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from audit.checkpoints import note
from audit.log import merkle
from audit.witness.store import WitnessStore

ORIGIN = re.compile(r"contactfollowup/audit/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MAX_PROOF = 63


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP status and its text."""

    status: HTTPStatus
    text: str
    content_type: str = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Submission:
    """An add-checkpoint request, parsed."""

    old_size: int
    proof: list[bytes]
    text: str
    signatures: list[note.Signature]
    checkpoint: note.Checkpoint


def parse_submission(body: str) -> Submission:
    head, gap, signed = body.partition("\n\n")
    old, *lines = head.split("\n")
    if not gap or not old.startswith("old ") or len(lines) > MAX_PROOF:
        raise note.NoteError("the request is: old size line, proof lines, empty line, checkpoint")
    text, signatures = note.split(signed)
    return Submission(
        old_size=note.parse_size(old.removeprefix("old ")),
        proof=[_parse_hash(line) for line in lines],
        text=text,
        signatures=signatures,
        checkpoint=note.parse_checkpoint(text),
    )


def _parse_hash(line: str) -> bytes:
    try:
        value = b64decode(line, validate=True)
    except Base64Error:
        raise note.NoteError("a proof line is base64") from None
    if len(value) != merkle.HASH_SIZE:
        raise note.NoteError("a proof line is 32 bytes")
    return value


class Witness:
    """Remembers the latest checkpoint of each log and cosigns only what continues it."""

    def __init__(
        self,
        store: WitnessStore,
        log_keys: tuple[note.VerifierKey, ...],
        signer: note.Signer,
        now: Callable[[], float],
    ) -> None:
        self._store = store
        self._log_keys = log_keys
        self._signer = signer
        self._now = now

    def latest(self, origin: str) -> str | None:
        return self._store.read(origin)

    def add_checkpoint(self, body: bytes) -> Answer:
        try:
            submission = parse_submission(body.decode())
        except ValueError:
            return Answer(HTTPStatus.BAD_REQUEST, "not an add-checkpoint request\n")
        checkpoint = submission.checkpoint
        if not ORIGIN.fullmatch(checkpoint.origin):
            return Answer(HTTPStatus.NOT_FOUND, "unknown origin\n")
        if not self._signed_by_known_key(submission):
            return Answer(HTTPStatus.FORBIDDEN, "not signed by a known log key\n")
        if submission.old_size > checkpoint.size:
            return Answer(HTTPStatus.BAD_REQUEST, "the old size is above the new\n")
        with self._store.exclusive():
            return self._check_and_store(submission)

    def _signed_by_known_key(self, submission: Submission) -> bool:
        origin = submission.checkpoint.origin
        return any(key.renamed(origin).verifies(submission.text, submission.signatures) for key in self._log_keys)

    def _check_and_store(self, submission: Submission) -> Answer:
        new = submission.checkpoint
        old = self._remembered(new.origin)
        if submission.old_size != old.size or (new.size == old.size and new.root != old.root):
            return Answer(HTTPStatus.CONFLICT, f"{old.size}\n", "text/x.tlog.size")
        if not merkle.consistent(old.size, new.size, old.root, new.root, submission.proof):
            return Answer(HTTPStatus.UNPROCESSABLE_ENTITY, "the consistency proof does not hold\n")
        signature = self._signer.cosign(submission.text, int(self._now()))
        self._store.remember(new.origin, note.join(submission.text, [*submission.signatures, signature]))
        return Answer(HTTPStatus.OK, signature.line())

    def _remembered(self, origin: str) -> note.Checkpoint:
        remembered = self._store.latest(origin)
        if remembered is None:
            return note.Checkpoint(origin, 0, merkle.EMPTY_ROOT)
        return note.parse_checkpoint(note.split(remembered)[0])
