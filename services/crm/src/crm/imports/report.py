"""The rejected rows as a CSV file: what is wrong in front, then the row as the file had it."""

import csv
import io
from collections.abc import Sequence

from crm.imports.headers import REPORT_COLUMNS
from crm.imports.model import RejectedRow

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def report_header(headers: Sequence[str], delimiter: str) -> bytes:
    """The header of the file, behind our three columns; importing the report again passes over these."""
    own = REPORT_COLUMNS if tuple(headers[:3]) != REPORT_COLUMNS else ()
    return (_cells([*own, *headers], delimiter) + "\r\n").encode()


def report_row(row: RejectedRow, delimiter: str) -> bytes:
    """A rejected row. A header that a spreadsheet takes for a formula is disarmed; the row's own cells are left."""
    column = f"'{row.column}" if row.column.startswith(FORMULA_STARTS) else row.column
    own = _cells([str(row.line), column, row.reason], delimiter)
    return f"{own}{delimiter}{row.text.rstrip()}\r\n".encode()


def _cells(cells: Sequence[str], delimiter: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(cells)
    return line.getvalue()
