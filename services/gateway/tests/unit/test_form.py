"""Forms, however the network cuts them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import InvalidField, MalformedRequest, UnsupportedMediaType
from gateway.uploads.form import Field, FileBegun, FileBytes, Form

CONTENT = b"Email\r\n--y is no boundary\r\n\r\n--\r\nana@example.com\r\n"
BODY = (
    b'--x\r\nContent-Disposition: form-data; name="dryRun"\r\n\r\ntrue\r\n'
    b'--x\r\nContent-Type: text/csv\r\nContent-Disposition: form-data; name="file"; filename="c.csv"\r\n\r\n'
    + CONTENT
    + b"\r\n--x--\r\n"
)
TYPE = b"multipart/form-data; boundary=x"


def parts(chunks: list[bytes]) -> tuple[list[object], bytes]:
    form = Form(TYPE)
    events = [event for chunk in chunks for event in form.feed(chunk)]
    form.finish()
    content = b"".join(event.content for event in events if isinstance(event, FileBytes))
    return [event for event in events if not isinstance(event, FileBytes)], content


@given(st.sets(st.integers(0, len(BODY))))
def test_a_form_is_the_same_however_it_is_cut(cuts: set[int]) -> None:
    places = [0, *sorted(cuts), len(BODY)]
    chunks = [BODY[start:end] for start, end in pairwise(places) if end > start]
    assert parts(chunks) == ([Field("dryRun", "true"), FileBegun("file")], CONTENT)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_form_or_refused(body: bytes) -> None:
    form = Form(TYPE)
    with pytest.raises((MalformedRequest, InvalidField)):
        list(form.feed(body))
        form.finish()


def test_a_field_is_short() -> None:
    form = Form(TYPE)
    with pytest.raises(InvalidField):
        form.feed(b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + b"a" * 2000)


def test_parts_are_few() -> None:
    form = Form(TYPE)
    with pytest.raises(MalformedRequest):
        list(form.feed(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 17))


@pytest.mark.parametrize("content_type", [b"multipart/form-data", b"multipart/form-data; boundary=" + b"x" * 5000])
def test_a_form_needs_a_boundary(content_type: bytes) -> None:
    with pytest.raises(MalformedRequest):
        Form(content_type)


@pytest.mark.parametrize("content_type", [b"", b"application/json", b"multipart/mixed; boundary=x"])
def test_other_types_are_refused(content_type: bytes) -> None:
    with pytest.raises(UnsupportedMediaType):
        Form(content_type)
