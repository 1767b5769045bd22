"""multipart/form-data as a stream of events, parsed as it arrives: nothing is kept but the short fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from gateway.errors import InvalidField, MalformedRequest, UnsupportedMediaType

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MEDIA_TYPE = "multipart/form-data"
LONGEST_FIELD = 1024
MOST_PARTS = 16


@dataclass(frozen=True, slots=True)
class Field:
    """A short field, whole."""

    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FileBegun:
    """A file's part has begun; its bytes follow."""

    name: str


@dataclass(frozen=True, slots=True)
class FileBytes:
    """Some bytes of the file begun last."""

    content: bytes = field(repr=False)


Event = Field | FileBegun | FileBytes


class Form:
    """Push bytes in, take events out. Raises MalformedRequest, and InvalidField for what no form of ours holds."""

    def __init__(self, content_type: bytes) -> None:
        media, options = parse_options_header(content_type)
        if media.decode("latin-1").lower() != MEDIA_TYPE:
            raise UnsupportedMediaType(MEDIA_TYPE)
        self._events: list[Event] = []
        self._ended = False
        self._parts = 0
        self._start_part()
        try:
            self._parser = MultipartParser(options.get(b"boundary", b""), self._callbacks())
        except FormParserError:
            raise _malformed() from None
        if not options.get(b"boundary"):
            raise _malformed()

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that the chunk completes."""
        try:
            self._parser.write(chunk)
        except FormParserError:
            raise _malformed() from None
        events, self._events = self._events, []
        return iter(events)

    def finish(self) -> None:
        """Raises MalformedRequest when the closing boundary never came."""
        if not self._ended:
            raise _malformed()

    def _callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._start_part,
            "on_part_data": self._part_data,
            "on_part_end": self._end_part,
            "on_header_field": self._header_name_part,
            "on_header_value": self._header_value_part,
            "on_header_end": self._end_header,
            "on_headers_finished": self._headers_finished,
            "on_end": self._end,
        }

    def _start_part(self) -> None:
        self._name = ""
        self._is_file = False
        self._value = bytearray()
        self._header_name = bytearray()
        self._header_value = bytearray()
        self._disposition = b""

    def _header_name_part(self, chunk: bytes, start: int, end: int) -> None:
        self._header_name += chunk[start:end]

    def _header_value_part(self, chunk: bytes, start: int, end: int) -> None:
        self._header_value += chunk[start:end]

    def _end_header(self) -> None:
        if bytes(self._header_name).lower() == b"content-disposition":
            self._disposition = bytes(self._header_value)
        self._header_name, self._header_value = bytearray(), bytearray()

    def _headers_finished(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise _malformed()
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = b"filename" in options
        if self._is_file:
            self._events.append(FileBegun(self._name))

    def _part_data(self, chunk: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._events.append(FileBytes(chunk[start:end]))
            return
        self._value += chunk[start:end]
        if len(self._value) > LONGEST_FIELD:
            raise InvalidField("body", "string.max_len", "a shorter form field is expected; a file needs a filename")

    def _end_part(self) -> None:
        if not self._is_file:
            self._events.append(Field(self._name, self._value.decode("utf-8", "replace")))

    def _end(self) -> None:
        self._ended = True


def _malformed() -> MalformedRequest:
    return MalformedRequest("The body is not well-formed multipart/form-data. Send it again, whole.")
