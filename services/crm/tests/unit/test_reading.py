"""CSV as it really comes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.imports import reading
from crm.imports.encoding import Transcoder
from crm.imports.reading import Header, Position, Row, RowReader, read_header

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
TABLES = st.integers(1, 5).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=12))
DELIMITER = st.sampled_from(",;\t|")


def written(table: list[list[str]], delimiter: str, newline: str) -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(table)
    return file.getvalue().encode()


def read(content: bytes, delimiter: str = ",", width: int = 0, piece: int = 1 << 20) -> list[Row]:
    reader, rows = RowReader(delimiter, width), list[Row]()
    for start in range(0, len(content), piece):
        rows += reader.feed(content[start : start + piece], last=start + piece >= len(content))
    return rows


@given(TABLES, DELIMITER, st.sampled_from(["\n", "\r\n", "\r"]), st.integers(1, 40))
def test_what_was_written_is_read_whatever_the_pieces(
    table: list[list[str]], delimiter: str, newline: str, piece: int
) -> None:
    rows = read(written(table, delimiter, newline), delimiter, piece=piece)
    assert [row.cells for row in rows] == [cells for cells in table if any(cells)]
    assert all(not row.reason for row in rows)


@given(TABLES, st.integers(0, 100))
def test_reading_goes_on_from_any_row(table: list[list[str]], chosen: int) -> None:
    content = written(table, ",", "\r\n")
    rows = read(content)
    for number, row in enumerate(rows):
        if number == chosen % len(rows):
            rest = RowReader(",", 0, row.end).feed(content[row.end.offset :], last=True)
            assert rest == rows[number + 1 :]


@given(TABLES)
def test_lines_are_counted_as_an_editor_does(table: list[list[str]]) -> None:
    content = written(table, ",", "\n")
    lines = content.splitlines(keepends=True)
    for row in read(content):
        assert b"".join(lines[row.line - 1 : row.end.line - 1]) == row.raw


@given(st.binary(max_size=400), st.integers(1, 50))
def test_any_bytes_give_rows_that_cover_the_file_in_order(content: bytes, piece: int) -> None:
    position = Position()
    for row in read(content, width=3, piece=piece):
        assert row.end.offset >= position.offset + len(row.raw)
        assert content[row.end.offset - len(row.raw) : row.end.offset] == row.raw
        position = row.end


def faults(content: str, width: int) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in read(content.encode(), width=width)]


def test_a_quote_that_is_never_closed_costs_its_line_only() -> None:
    assert faults('a,b\n"c,d\ne,f\ng,h\n', 2) == [(1, ""), (2, "QUOTE_NOT_CLOSED"), (3, ""), (4, "")]


def test_a_quote_closed_by_a_later_row_costs_its_line_only() -> None:
    assert faults('"a,b\nc,d\ne,f\n"g",h\n', 2) == [(1, "QUOTE_NOT_CLOSED"), (2, ""), (3, ""), (4, "")]


def test_a_stray_quote_inside_a_cell_is_part_of_it() -> None:
    rows = read(b'"Ann "Bo" Lee",b\nc,d"e\n', width=2)
    assert [(row.cells[1], row.reason) for row in rows] == [("b", ""), ('d"e', "")]
    assert "Bo" in rows[0].cells[0]


def test_a_runaway_quote_is_given_up_before_memory_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_ROW", 1000)
    content = b'"a,b\n' + b"c,d\n" * 5000
    reader = RowReader(",", 2)
    first = [row for start in range(0, 4000, 500) for row in reader.feed(content[start : start + 500], last=False)]
    assert (first[0].line, first[0].reason) == (1, "QUOTE_NOT_CLOSED")
    assert len(first) > 500


def test_a_cell_without_end_is_rejected_and_the_next_row_is_read() -> None:
    rows = read(b"a," + b"x" * 3_000_000 + b"\nc,d\n", width=2, piece=100_000)
    assert {row.reason for row in rows[:-1]} <= {"CELL_TOO_LONG", "CELL_COUNT"}
    assert rows[-1].cells == ["c", "d"]


def test_cells_too_few_and_too_many_but_empty_ones_may_trail() -> None:
    assert faults("a,b\na\na,b,,\na,b,c\n,\n\n", 2) == [(1, ""), (2, "CELL_COUNT"), (3, ""), (4, "CELL_COUNT")]


def test_a_line_is_utf_8_or_else_windows_1252() -> None:
    rows = read("José,Ñ\n".encode() + "José,Ñ\n".encode("cp1252") + b"\x81,b\n" + b"a\0,b\n" + b"c,d\n", width=2)
    assert [row.cells for row in rows[:2]] == [["José", "Ñ"]] * 2
    assert [row.reason for row in rows[2:]] == ["CELL_NOT_TEXT", "CELL_NOT_TEXT", ""]


@pytest.mark.parametrize(
    ("content", "delimiter", "line"),
    [
        ("First;Last;E-mail, private\n", ";", 2),
        ("\n\nFirst\tLast\n", "\t", 4),
        ("sep=|\r\nFirst|Last\r\n", "|", 3),
        ("Name\n", ",", 2),
        ('"First\nname",Last\n', ",", 3),
    ],
)
def test_the_header_tells_the_delimiter(content: str, delimiter: str, line: int) -> None:
    header = read_header(content.encode(), whole=True)
    assert isinstance(header, Header)
    assert (header.delimiter, header.end) == (delimiter, Position(len(content.encode()), line))


@given(st.text(max_size=50), st.sampled_from(["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]), st.integers(1, 9))
def test_byte_order_marks_go_and_utf_16_becomes_utf_8(text: str, encoding: str, piece: int) -> None:
    text = text.encode("utf-8", "replace").decode().removeprefix("\ufeff")
    content = (("\ufeff" + text) if encoding.endswith("e") else text).encode(encoding)
    transcoder = Transcoder()
    result = b"".join(transcoder.feed(content[start : start + piece]) for start in range(0, len(content), piece))
    assert (result + transcoder.feed(b"", last=True)).decode() == text
