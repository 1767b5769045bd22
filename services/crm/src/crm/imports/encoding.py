"""The text of an upload: UTF-16 becomes UTF-8, byte order marks go, all else is kept as it came."""

import codecs

UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Transcoder:
    """Takes the bytes of one file in pieces of any size."""

    def __init__(self) -> None:
        self._beginning = b""
        self._begun = False
        self._utf_16: codecs.IncrementalDecoder | None = None

    def feed(self, piece: bytes, *, last: bool = False) -> bytes:
        """The text so far decided on."""
        if not self._begun:
            self._beginning += piece
            if len(self._beginning) < 3 and not last:
                return b""
            piece = self._begin()
        return self._utf_16.decode(piece, last).encode() if self._utf_16 else piece

    def _begin(self) -> bytes:
        self._begun = True
        if self._beginning.startswith(UTF_16_MARKS):
            self._utf_16 = codecs.getincrementaldecoder("utf-16")("replace")
            return self._beginning
        return self._beginning.removeprefix(codecs.BOM_UTF8)
