"""A key in a mounted file, as Kubernetes and Docker secrets are: base64 text, a final newline allowed.

Refused: a file that its group or others may write, since they could swap the key. Read access is not
checked: secret mounts are symbolic links to files of mode 0444 or 0644 inside a container, and who may see
the mount is decided by the platform.
"""

import os
import stat
from pathlib import Path

from phi_crypto.errors import KeySourceError

_LARGEST = 4096


def read(variable: str, location: str) -> str:
    """The text of the file at the absolute path `location`. Raises KeySourceError."""
    path = Path(location)
    if not path.is_absolute():
        raise KeySourceError(variable, "the path after file: must be absolute")
    try:
        # Not blocking, so that a pipe is refused below instead of waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            _check(variable, os.fstat(descriptor).st_mode)
            return file.read(_LARGEST).decode("ascii")
    except OSError as error:
        raise KeySourceError(variable, f"the file cannot be read: {os.strerror(error.errno or 0)}") from None
    except ValueError:
        raise KeySourceError(variable, "the file does not hold base64 text") from None


def _check(variable: str, mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise KeySourceError(variable, "the path is not a regular file")
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise KeySourceError(variable, "its group or others may write the file: chmod go-w it")
