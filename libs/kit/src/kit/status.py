"""Errors to google.rpc.Status and back, in one place, so that NotFound stays NotFound across a hop."""

from google.protobuf.any_pb2 import Any
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo
from google.rpc.status_pb2 import Status
from grpc import StatusCode
from grpc.aio import AioRpcError

from kit.errors import KINDS, Error, TooMany, Unavailable

DETAILS_KEY = "grpc-status-details-bin"


def to_trailers(error: Error, domain: str) -> tuple[tuple[str, bytes], ...]:
    """The trailing metadata that carries `error`: one ErrorInfo, and the fields at fault when there are any."""
    metadata = {**error.metadata, **({"field": error.field} if error.field else {})}
    status = Status(code=status_code(error).value[0], message=error.message)
    status.details.append(packed(ErrorInfo(reason=error.reason, domain=domain, metadata=metadata)))
    if error.violations:
        violations = [BadRequest.FieldViolation(field=f, description=rule) for f, rule in error.violations]
        status.details.append(packed(BadRequest(field_violations=violations)))
    return ((DETAILS_KEY, status.SerializeToString()),)


def status_code(error: Error) -> StatusCode:
    """The gRPC status an error travels as."""
    return StatusCode[error.code]


def from_rpc_error(failure: AioRpcError) -> Error:
    """The error a peer raised; one without our details, for instance a broken connection, by its code alone."""
    info, violations = ErrorInfo(), BadRequest()
    for key, value in failure.trailing_metadata() or ():
        if key == DETAILS_KEY:
            for detail in Status.FromString(value if isinstance(value, bytes) else value.encode()).details:
                detail.Unpack(info) or detail.Unpack(violations)
    if not info.reason:
        return without_details(failure.code())
    return with_details(failure, info, violations)


def with_details(failure: AioRpcError, info: ErrorInfo, violations: BadRequest) -> Error:
    metadata = dict(info.metadata)
    if failure.code().name == TooMany.code:
        retry_after = float(metadata.get("retryAfterSeconds", "1"))
        return TooMany(failure.details() or "", retry_after=retry_after, reason=info.reason)
    return KINDS.get(failure.code().name, Error)(
        failure.details() or "",
        reason=info.reason,
        field=metadata.pop("field", ""),
        metadata=metadata,
        violations=tuple((v.field, v.description) for v in violations.field_violations),
    )


def without_details(code: StatusCode) -> Error:
    if code is StatusCode.RESOURCE_EXHAUSTED:
        return TooMany()
    if code is StatusCode.CANCELLED:
        return Unavailable()
    return KINDS.get(code.name, Error)()


def packed(message: ErrorInfo | BadRequest) -> Any:
    detail = Any()
    detail.Pack(message)
    return detail
