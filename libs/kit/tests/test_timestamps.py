from datetime import UTC, datetime

import pytest
from google.protobuf.timestamp_pb2 import Timestamp
from hypothesis import given
from hypothesis import strategies as st

from kit.errors import InvalidInput
from kit.timestamps import to_datetime, to_timestamp


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_timestamp_is_that_of_protobuf(moment: datetime) -> None:
    expected = Timestamp()
    expected.FromDatetime(moment)
    assert to_timestamp(moment) == expected
    assert to_datetime(expected, "time") == moment


@pytest.mark.parametrize(
    ("seconds", "nanos"), [(253402300800, 0), (-62135596801, 0), (2**63 - 1, 0), (0, -1), (0, 10**9)]
)
def test_what_is_no_time_is_refused(seconds: int, nanos: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        to_datetime(Timestamp(seconds=seconds, nanos=nanos), "time")
    assert refused.value.field == "time"
