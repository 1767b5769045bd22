"""`POST /api/v1/contacts:import`: a file goes from the client's socket into crm's stream, a piece at a time.

A piece is read from the client only when crm has room for it, so memory stays the same whatever the size. Whatever
goes wrong on the way cancels the stream, and crm keeps nothing of it.
"""

import asyncio
from collections.abc import AsyncIterator

import orjson

from contactfollowup.crm.v1.imports_pb2 import ContactImport, UploadContactImportRequest, UploadDescription, UploadEnd
from gateway.body import chunks, declared_length
from gateway.clients import STREAM_SECONDS, Peer
from gateway.errors import BodyTooLarge, DisconnectedError, InvalidField
from gateway.exchange import JSON, Answer, Exchange
from gateway.sessions.authentication import Authentication
from gateway.transcoding.decoder import read_bool, unknown_field
from gateway.transcoding.descriptors import descriptor_of
from gateway.transcoding.encoder import encoder
from gateway.transcoding.query import pairs
from kit.errors import Error, InvalidInput

from .form import Event, Field, FileBegun, FileBytes, Form

UPLOAD = "contactfollowup.crm.v1.ContactImportService/UploadContactImport"
PIECE_BYTES = 256 * 1024
# What boundaries and headers of the form may add to the file.
FORM_BYTES = 64 * 1024

# What the caller knows a field of the stream by.
_TOLD = {"description.request_id": "Idempotency-Key", "content": "file"}
_WORDS = {"true": True, "false": False}
_encode = encoder(descriptor_of(ContactImport))


class ImportUpload:
    """Answers 202 with the import made, which is worked off in the background."""

    def __init__(self, crm: Peer, authentication: Authentication, limit: int) -> None:
        self._crm = crm
        self._authentication = authentication
        self._limit = limit

    async def __call__(self, exchange: Exchange) -> Answer:
        # The file comes once, so the upload cannot be tried again when a proof made the principal outdated.
        metadata = await self._authentication.signed_in_anew(exchange)
        form = Form(exchange.headers.get(b"content-type", b""))
        if declared_length(exchange) > self._limit + FORM_BYTES:
            raise BodyTooLarge(self._limit)
        upload = Upload(exchange, form, self._limit)
        try:
            uploading = self._crm.upload(UPLOAD, upload.messages(), metadata, timeout=STREAM_SECONDS)
            response = await self._authentication.while_signed_in(exchange, uploading)
        except asyncio.CancelledError:
            # The stream's own failure ends the call as a cancellation; so does whoever cancels this request.
            if upload.failure is None:
                raise
            raise upload.failure from None
        except InvalidInput as error:
            error.violations = tuple((_TOLD.get(path, path), rule) for path, rule in error.violations)
            raise
        location = f"/api/v1/contact-imports/{response.contact_import.import_id}".encode("ascii")
        headers = [(b"content-type", JSON), (b"location", location)]
        return Answer(202, headers, orjson.dumps(_encode(response.contact_import)))


class Upload:
    """One upload on its way. `failure` is what ended it, when it was this side that did."""

    def __init__(self, exchange: Exchange, form: Form, limit: int) -> None:
        self._exchange = exchange
        self._form = form
        self._limit = limit
        self._dry_run = asked_dry_run(exchange)
        self._begun = False
        self._size = 0
        self._piece = bytearray()
        self.failure: Error | DisconnectedError | None = None

    async def messages(self) -> AsyncIterator[UploadContactImportRequest]:
        """The description when the file begins, then its bytes in pieces, then the end, which nothing cut off has."""
        try:
            async for chunk in chunks(self._exchange):
                for event in self._form.feed(chunk):
                    for message in self._take(event):
                        yield message
            self._form.finish()
            if not self._begun:
                raise InvalidField("file", "required", "a part named file, with a filename, is expected")
            if self._piece:
                yield UploadContactImportRequest(content=bytes(self._piece))
            yield UploadContactImportRequest(end=UploadEnd(dry_run=self._dry_run))
        except (Error, DisconnectedError) as failure:
            self.failure = failure
            raise

    def _take(self, event: Event) -> list[UploadContactImportRequest]:
        if isinstance(event, FileBytes):
            return self._take_bytes(event.content)
        if isinstance(event, Field):
            self._take_field(event)
            return []
        self._begin(event)
        described = UploadDescription(request_id=self._exchange.header(b"idempotency-key"))
        return [UploadContactImportRequest(description=described)]

    def _begin(self, event: FileBegun) -> None:
        if event.name != "file":
            raise unknown_field("", event.name)
        if self._begun:
            raise InvalidField("file", "repeated", "one file at a time is expected")
        self._begun = True

    def _take_field(self, event: Field) -> None:
        if event.name != "dryRun":
            raise unknown_field("", event.name)
        self._dry_run = read_word(event.value)

    def _take_bytes(self, content: bytes) -> list[UploadContactImportRequest]:
        self._size += len(content)
        if self._size > self._limit:
            raise BodyTooLarge(self._limit)
        self._piece += content
        pieces = []
        while len(self._piece) >= PIECE_BYTES:
            pieces.append(UploadContactImportRequest(content=bytes(self._piece[:PIECE_BYTES])))
            del self._piece[:PIECE_BYTES]
        return pieces


def asked_dry_run(exchange: Exchange) -> bool:
    """What the query says. Raises InvalidField."""
    asked = False
    for key, text in pairs(exchange.scope["query_string"]):
        if key != "dryRun":
            raise unknown_field("", key)
        asked = read_word(text)
    return asked


def read_word(text: str) -> bool:
    return read_bool(_WORDS.get(text, text), "dryRun")
