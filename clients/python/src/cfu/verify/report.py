"""What was found, in words for the person who asked."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome for one file. Problems make it fail; notes say what it does not prove."""

    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    workspace_id: str = ""
    entries: int = 0
    from_seq: int = 0
    to_seq: int = 0
    tree_size: int = 0
    root: str = ""
    signed_by: str = ""
    cosigned_by: str = ""

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def text(self) -> str:
        lines = [self._verdict(), *(f"  problem: {problem}" for problem in self.problems)]
        return "\n".join([*lines, *(f"  note: {note}" for note in self.notes)])

    def __str__(self) -> str:
        return self.text

    def _verdict(self) -> str:
        if self.problems:
            return f"NOT verified: {len(self.problems)} problem{'s' * (len(self.problems) > 1)} found"
        span = f"seq {self.from_seq}..{self.to_seq - 1}" if self.entries else "nothing to verify in this range"
        parts = [
            f"verified {self.entries} entries",
            span,
            f"tree size {self.tree_size}",
            f"root {self.root}",
            f"signed by {self.signed_by}",
        ]
        return ", ".join([*parts, f"cosigned by {self.cosigned_by}"] if self.cosigned_by else parts)
