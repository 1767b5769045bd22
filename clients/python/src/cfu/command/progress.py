"""How far a long piece of work is: a bar on a terminal, a line for every tenth elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

Report = Callable[[int], None]


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Report]:
    """Yields a function to be told how many bytes of the total, if known, are done."""
    if not sys.stderr.isatty():
        yield _lines(label, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)


def _lines(label: str, total: int | None) -> Report:
    printed = -1

    def report(done: int) -> None:
        nonlocal printed
        tenth = min(done * 10 // total, 10) if total else 0
        if tenth > printed:
            printed = tenth
            print(f"{label}: {tenth * 10} %" if total else f"{label} ...", file=sys.stderr)

    return report
