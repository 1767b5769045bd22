"""Files that hold PHI or evidence: private to their owner, and there only once they are whole."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path
from typing import IO


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """Yields a file that takes the path's place when the block ends well, and vanishes otherwise."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def free_name(stem: str) -> Path:
    """Returns a CSV file in this folder that is not there: an earlier one may be half corrected by now."""
    names = (Path(f"{stem}{mark}.csv") for mark in chain([""], (f"-{number}" for number in count(2))))
    return next(name for name in names if not name.exists())
