"""How single values of the proto types are written in JSON (proto3 JSON), shared by bodies and query strings."""

import base64
import binascii
import math
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

# The integers a JSON number carries exactly in every client; larger ones are written as strings.
EXACT = 2**53 - 1

_INT32 = (-(2**31), 2**31 - 1)
_UINT32 = (0, 2**32 - 1)
_INT64 = (-(2**63), 2**63 - 1)
_UINT64 = (0, 2**64 - 1)
INTEGER_RANGES: dict[int, tuple[int, int]] = {
    FieldDescriptor.TYPE_INT32: _INT32,
    FieldDescriptor.TYPE_SINT32: _INT32,
    FieldDescriptor.TYPE_SFIXED32: _INT32,
    FieldDescriptor.TYPE_UINT32: _UINT32,
    FieldDescriptor.TYPE_FIXED32: _UINT32,
    FieldDescriptor.TYPE_INT64: _INT64,
    FieldDescriptor.TYPE_SINT64: _INT64,
    FieldDescriptor.TYPE_SFIXED64: _INT64,
    FieldDescriptor.TYPE_UINT64: _UINT64,
    FieldDescriptor.TYPE_FIXED64: _UINT64,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_FIRST_SECOND = -62135596800
_LAST_SECOND = 253402300799


def integer_to_json(value: int) -> int | str:
    return value if -EXACT <= value <= EXACT else str(value)


def float_to_json(value: float) -> float | str:
    if math.isfinite(value):
        return value
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"


def bytes_to_json(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")


def bytes_from_json(text: str) -> bytes:
    """Standard or URL-safe base64, padded or not. Raises ValueError."""
    plain = text.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def timestamp_to_json(value: Timestamp) -> str:
    """RFC 3339 in UTC, with 0, 3, 6 or 9 digits of the second."""
    day, second = divmod(value.seconds, 86_400)
    minute, second = divmod(second, 60)
    text = f"{_date(day)}T{minute // 60:02d}:{minute % 60:02d}:{second:02d}"
    nanos = value.nanos
    if not nanos:
        return text + "Z"
    if nanos % 1_000_000 == 0:
        return f"{text}.{nanos // 1_000_000:03d}Z"
    if nanos % 1_000 == 0:
        return f"{text}.{nanos // 1_000:06d}Z"
    return f"{text}.{nanos:09d}Z"


@lru_cache(maxsize=4096)
def _date(day: int) -> str:
    """Dates of one list are few, and cost more to work out than all else of a time."""
    return (_EPOCH + timedelta(days=day)).date().isoformat()


def timestamp_from_json(text: str) -> Timestamp:
    """Any RFC 3339 time with an offset. Raises ValueError."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("not an RFC 3339 time")
    clock, fraction, offset = match.groups()
    moment = datetime.fromisoformat(clock.upper() + ("+00:00" if offset in "Zz" else offset))
    seconds = (moment - _EPOCH) // timedelta(seconds=1)
    if not _FIRST_SECOND <= seconds <= _LAST_SECOND:
        raise ValueError("not a time of the years 1 to 9999")
    return Timestamp(seconds=seconds, nanos=int((fraction or "").ljust(9, "0")))
