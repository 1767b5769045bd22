"""contactfollowup.crm.v1.ContactImportService."""

from collections.abc import AsyncIterator
from uuid import UUID

from contactfollowup.crm.v1 import imports_pb2 as pb
from crm.errors import ROW_ERRORS, DescriptionMissingError, UploadCutOffError
from crm.imports.model import Import, RejectedRow, State
from crm.imports.service import ImportService
from kit import paging
from kit.caller import Caller

STATES = {
    State.PENDING: pb.CONTACT_IMPORT_STATE_PENDING,
    State.RUNNING: pb.CONTACT_IMPORT_STATE_RUNNING,
    State.SUCCEEDED: pb.CONTACT_IMPORT_STATE_SUCCEEDED,
    State.FAILED: pb.CONTACT_IMPORT_STATE_FAILED,
}


class ContactImportServicer:
    """Parses, calls, converts."""

    def __init__(self, service: ImportService) -> None:
        self._service = service

    async def UploadContactImport(
        self, requests: AsyncIterator[pb.UploadContactImportRequest], caller: Caller
    ) -> pb.UploadContactImportResponse:
        first = await anext(requests, None)
        if first is None or not first.HasField("description"):
            raise DescriptionMissingError
        description = first.description
        found = await self._service.upload(caller, description.request_id, Contents(requests))
        return pb.UploadContactImportResponse(contact_import=to_message(found))

    async def GetContactImport(
        self, request: pb.GetContactImportRequest, caller: Caller
    ) -> pb.GetContactImportResponse:
        found = await self._service.get(caller, UUID(request.import_id))
        return pb.GetContactImportResponse(contact_import=to_message(found))

    async def ListContactImports(
        self, request: pb.ListContactImportsRequest, caller: Caller
    ) -> pb.ListContactImportsResponse:
        page = await self._service.list(caller, paging.size(request.page_size), request.page_token)
        messages = [to_message(found) for found in page.imports]
        return pb.ListContactImportsResponse(contact_imports=messages, next_page_token=page.next_page_token)

    async def ListContactImportErrors(
        self, request: pb.ListContactImportErrorsRequest, caller: Caller
    ) -> pb.ListContactImportErrorsResponse:
        import_id, size = UUID(request.import_id), paging.size(request.page_size)
        page = await self._service.rejections(caller, import_id, size, request.page_token)
        errors = [_error(row) for row in page.rows]
        return pb.ListContactImportErrorsResponse(errors=errors, next_page_token=page.next_page_token)

    async def DownloadRejectedRows(
        self, request: pb.DownloadRejectedRowsRequest, caller: Caller
    ) -> AsyncIterator[pb.DownloadRejectedRowsResponse]:
        async for content in self._service.report(caller, UUID(request.import_id)):
            yield pb.DownloadRejectedRowsResponse(content=content)


def to_message(found: Import) -> pb.ContactImport:
    return pb.ContactImport(
        import_id=str(found.import_id),
        state=STATES[found.state],
        dry_run=found.dry_run,
        processed_count=found.counts.processed,
        created_count=found.counts.created,
        updated_count=found.counts.updated,
        unchanged_count=found.counts.unchanged,
        rejected_count=found.counts.rejected,
        columns=[pb.ColumnMapping(column=column.header, field=column.field) for column in found.columns],
        size_bytes=found.size_bytes,
        processed_bytes=found.processed_bytes,
        failure_reason=found.failure_reason,
        create_time=found.create_time,
        finish_time=found.finish_time,
        failure_column=found.failure_column,
    )


def _error(row: RejectedRow) -> pb.ContactImportError:
    message = ROW_ERRORS[row.reason].message if row.reason in ROW_ERRORS else ""
    return pb.ContactImportError(line=row.line, column=row.column, reason=row.reason, message=message)


class Contents:
    """The bytes of a file as they come; `dry_run` is known at their end."""

    def __init__(self, requests: AsyncIterator[pb.UploadContactImportRequest]) -> None:
        self._requests = requests
        self.dry_run = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Raises UploadCutOffError for a stream without its end: one that was cut off looks complete otherwise."""
        async for request in self._requests:
            match request.WhichOneof("piece"):
                case "content":
                    yield request.content
                case "end":
                    self.dry_run = request.end.dry_run
                    return
                case _:
                    raise DescriptionMissingError
        raise UploadCutOffError
