"""Times on the wire: protobuf timestamps from aware datetimes, several times faster than FromDatetime, and back."""

from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from kit.errors import InvalidInput

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def to_timestamp(moment: datetime) -> Timestamp:
    """The timestamp of an aware datetime, to the microsecond."""
    microseconds = (moment - EPOCH) // MICROSECOND
    return Timestamp(seconds=microseconds // 1_000_000, nanos=microseconds % 1_000_000 * 1000)


def to_datetime(timestamp: Timestamp, field: str) -> datetime:
    """The aware datetime of what a caller sent, which may be no time at all. Raises InvalidInput."""
    try:
        return timestamp.ToDatetime(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput("A time from year 1 to year 9999 is expected.", field=field) from None
