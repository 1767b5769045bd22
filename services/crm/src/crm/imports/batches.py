"""Rows made ready to be written: understood, mapped, and sealed ahead."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crm.contacts.loading import Draft
from crm.contacts.model import Details
from crm.imports.mapping import Mapper, Rejection
from crm.imports.model import RejectedRow
from crm.imports.reading import Position, Row, text_of

# A millisecond's work: calls that come in meanwhile wait no longer.
ROWS_AT_A_TIME = 20


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one transaction: where they begin and end, what goes in, what does not."""

    start: Position
    end: Position
    drafts: list[Draft]
    rejected: list[RejectedRow]
    rows: list[Row]
    """The row of each draft."""

    def refused(self, reasons: Mapping[int, str]) -> list[RejectedRow]:
        """The rows of the drafts in these places as rejected, each for its reason."""
        found = ((self.rows[place], reason) for place, reason in reasons.items())
        return [RejectedRow(row.line, "", reason, text_of(row.raw)) for row, reason in found]


class BatchMaker:
    """Makes batches of one file; lets others have the event loop every few rows."""

    def __init__(self, mapper: Mapper, draft: Callable[[Details], Draft]) -> None:
        self._mapper = mapper
        self._draft = draft

    async def make(self, start: Position, rows: Sequence[Row]) -> Batch:
        batch = Batch(start, rows[-1].end, [], [], [])
        for first in range(0, len(rows), ROWS_AT_A_TIME):
            for row in rows[first : first + ROWS_AT_A_TIME]:
                self._take(row, batch)
            await asyncio.sleep(0)
        return batch

    def _take(self, row: Row, batch: Batch) -> None:
        result = Rejection("", row.reason) if row.reason else self._mapper.details(row.cells)
        if isinstance(result, Rejection):
            batch.rejected.append(RejectedRow(row.line, result.column, result.reason, text_of(row.raw)))
        else:
            batch.drafts.append(self._draft(result))
            batch.rows.append(row)
