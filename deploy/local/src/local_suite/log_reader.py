"""Print what the processes of the suite wrote."""

import sys
import time
from pathlib import Path
from typing import TextIO

from local_suite.paths import Paths
from local_suite.processes import last_lines

SHOWN_LINES = 200
FOLLOW_SECONDS = 0.2


def show(paths: Paths, service: str | None, *, follow: bool) -> int:
    """The last lines of one log or of all, then, when following, every line that is added until Ctrl-C."""
    found = {file.stem: file for file in sorted(paths.logs.glob("*.log"))}
    if service and service not in found:
        print(f"There is no log of {service!r}; there are: {', '.join(found) or 'none yet'}", file=sys.stderr)
        return 1
    chosen = {service: found[service]} if service else found
    ends = {name: file.stat().st_size for name, file in chosen.items()}
    for name, file in chosen.items():
        _print(name, last_lines(file, SHOWN_LINES).splitlines(), labelled=len(chosen) > 1)
    if follow:
        _follow(chosen, ends)
    return 0


def _follow(files: dict[str, Path], ends: dict[str, int]) -> None:
    opened: dict[str, TextIO] = {name: file.open() for name, file in files.items()}
    try:
        for name, stream in opened.items():
            stream.seek(ends[name])
        while True:
            for name, stream in opened.items():
                _print(name, stream.read().splitlines(), labelled=len(opened) > 1)
            time.sleep(FOLLOW_SECONDS)
    except KeyboardInterrupt:
        return
    finally:
        for stream in opened.values():
            stream.close()


def _print(name: str, lines: list[str], *, labelled: bool) -> None:
    for line in lines:
        print(f"{name:<9} {line}" if labelled else line, flush=True)
