"""`POST /api/v1/contacts:import`: a file goes from the client's socket into crm's stream, a piece at a time.

A piece is read from the client only when crm has room for it, so memory stays the same whatever the size. Whatever
goes wrong on the way cancels the stream, and crm keeps nothing of it.
"""

import asyncio
from collections.abc import AsyncIterator

import orjson

from contactfollowup.crm.v1.imports_pb2 import ContactImport, UploadContactImportRequest, UploadDescription
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
        metadata = await self._authentication.signed_in(exchange)
        form = Form(exchange.headers.get(b"content-type", b""))
        if declared_length(exchange) > self._limit + FORM_BYTES:
            raise BodyTooLarge(self._limit)
        upload = Upload(exchange, form, self._limit, description(exchange))
        try:
            response = await self._crm.upload(UPLOAD, upload.messages(), metadata, timeout=STREAM_SECONDS)
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

    def __init__(self, exchange: Exchange, form: Form, limit: int, described: UploadDescription) -> None:
        self._exchange = exchange
        self._form = form
        self._limit = limit
        self._description = described
        self._begun = False
        self._size = 0
        self._piece = bytearray()
        self.failure: Error | DisconnectedError | None = None

    async def messages(self) -> AsyncIterator[UploadContactImportRequest]:
        """The description when the file begins, then its bytes in pieces."""
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
            # To crm, a cancelled stream ends just like one that is complete: only this piece says that it is.
            yield UploadContactImportRequest(content=b"")
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
        return [UploadContactImportRequest(description=self._description)]

    def _begin(self, event: FileBegun) -> None:
        if event.name != "file":
            raise unknown_field("", event.name)
        if self._begun:
            raise InvalidField("file", "repeated", "one file at a time is expected")
        self._begun = True

    def _take_field(self, event: Field) -> None:
        if event.name != "dryRun":
            raise unknown_field("", event.name)
        if self._begun:
            raise InvalidField("dryRun", "order", "dryRun is expected before the file, or as ?dryRun=true")
        self._description.dry_run = read_word(event.value)

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


def description(exchange: Exchange) -> UploadDescription:
    """What query and headers say of the file. Raises InvalidField."""
    described = UploadDescription(request_id=exchange.header(b"idempotency-key"))
    for key, text in pairs(exchange.scope["query_string"]):
        if key != "dryRun":
            raise unknown_field("", key)
        described.dry_run = read_word(text)
    return described


def read_word(text: str) -> bool:
    return read_bool(_WORDS.get(text, text), "dryRun")
