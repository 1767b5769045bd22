"""An import: a file of contacts, and how far the work on it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from crm.imports.headers import Column
from crm.imports.reading import Position


class State(StrEnum):
    """Where an import stands. UPLOADING is never shown: the file is not complete yet."""

    UPLOADING = "uploading"
    PENDING = "pending"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Counts:
    """What came of the rows so far. `unchanged` are among the `updated`."""

    processed: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0

    def plus(self, other: "Counts") -> "Counts":
        return Counts(
            self.processed + other.processed,
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True)
class Import:
    """An import as it stands. `text_bytes` is the size of what is kept: UTF-16 shrinks on the way in.

    It can do what its uploader could when it came in: meet the contacts of `owner_ids` (None for everyone's), create
    contacts of `owner_id`, fill no field of `closed_fields`.
    """

    import_id: UUID
    workspace_id: UUID
    actor_id: str
    state: State
    dry_run: bool
    wrapped_key: str
    size_bytes: int
    text_bytes: int
    delimiter: str
    columns: tuple[Column, ...]
    position: Position
    counts: Counts
    failure_reason: str
    create_time: datetime
    finish_time: datetime | None
    owner_id: UUID | None = None
    owner_ids: frozenset[UUID] | None = None
    closed_fields: frozenset[str] = frozenset()
    failure_column: str = ""

    @property
    def processed_bytes(self) -> int:
        return self.size_bytes * self.position.offset // self.text_bytes if self.text_bytes else 0


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an import failed as a whole, and the header of the column it failed for; empty for one that did not."""

    reason: str = ""
    column: str = ""


NONE = Failure()


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that did not go in: where it begins, what is wrong, and its text as in the file."""

    line: int
    column: str
    reason: str
    text: str = ""
