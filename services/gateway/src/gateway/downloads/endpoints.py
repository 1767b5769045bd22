"""`GET /api/v1/audit/export`, and the rejected rows of an import as a file to correct and send again."""

from collections.abc import Awaitable

from contactfollowup.audit.v1.entries_pb2 import ExportEntriesRequest
from contactfollowup.crm.v1.imports_pb2 import DownloadRejectedRowsRequest
from gateway.clients import STREAM_SECONDS, Peer
from gateway.exchange import Answer, Endpoint, Exchange
from gateway.sessions.authentication import Authentication
from gateway.transcoding.descriptors import descriptor_of
from gateway.transcoding.query import query_fields, query_reader
from kit.client import Metadata

from .stream import attachment

EXPORT_ENTRIES = "contactfollowup.audit.v1.AuditService/ExportEntries"
REJECTED_ROWS = "contactfollowup.crm.v1.ContactImportService/DownloadRejectedRows"
CSV = "text/csv; charset=utf-8"
MEDIA_TYPES = {"csv": CSV, "json": "application/json"}

_read_export_query = query_reader(query_fields(descriptor_of(ExportEntriesRequest), ()), None)


class AuditExport:
    """Streams the entries of a range of time as CSV or JSON."""

    def __init__(self, audit: Peer, authentication: Authentication) -> None:
        self._audit = audit
        self._authentication = authentication

    async def __call__(self, exchange: Exchange) -> Answer:
        metadata = await self._authentication.signed_in(exchange)
        request = ExportEntriesRequest(**_read_export_query(exchange.scope["query_string"]))
        # A format that is none is refused by the service, before its first piece.
        form = request.format if request.format in MEDIA_TYPES else "csv"
        guard = self._authentication.guard(exchange)

        def begun(metadata: Metadata) -> Awaitable[Answer]:
            replies = self._audit.download(EXPORT_ENTRIES, request, metadata, timeout=STREAM_SECONDS)
            return attachment(replies, MEDIA_TYPES[form], f"audit-export.{form}", guard)

        return await self._authentication.acting(exchange, metadata, begun)


class ImportErrors:
    """The contract's answer in JSON; with `Accept: text/csv`, the rejected rows themselves as a file."""

    def __init__(self, in_json: Endpoint, crm: Peer, authentication: Authentication) -> None:
        self._in_json = in_json
        self._crm = crm
        self._authentication = authentication

    async def __call__(self, exchange: Exchange) -> Answer:
        if not wants_csv(exchange.header(b"accept")):
            return await self._in_json(exchange)
        metadata = await self._authentication.signed_in(exchange)
        request = DownloadRejectedRowsRequest(import_id=exchange.scope["path_params"]["import_id"])
        guard = self._authentication.guard(exchange)

        def begun(metadata: Metadata) -> Awaitable[Answer]:
            replies = self._crm.download(REJECTED_ROWS, request, metadata, timeout=STREAM_SECONDS)
            return attachment(replies, CSV, "rejected-rows.csv", guard)

        return await self._authentication.acting(exchange, metadata, begun)


def wants_csv(accept: str) -> bool:
    return any(each.partition(";")[0].strip().lower() == "text/csv" for each in accept.split(","))
