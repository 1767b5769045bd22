"""The command `cfu`: what is one call of the API is derived (`surface.py`), what is more has a file for its noun."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from cfu.command import audit, contacts, factors, imports, sessions, surface, tokens
from cfu.command.arguments import Parsers
from cfu.command.output import FAILED, INTERRUPTED, NOT_PROVED, NOT_VERIFIED, fail
from cfu.errors import CfuError, KeyChangedError, ProblemError
from cfu.transport import STEP_UP_REQUIRED


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status."""
    options = parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read our output has gone; what is still buffered must not be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyChangedError as error:
        return fail(error, NOT_VERIFIED)
    except ProblemError as error:
        return fail(_sentence(error), NOT_PROVED if error.reason == STEP_UP_REQUIRED else FAILED)
    except (CfuError, OSError) as error:
        return fail(_sentence(error), FAILED)
    except KeyboardInterrupt:
        return fail("Interrupted.", INTERRUPTED)


def parser() -> ArgumentParser:
    """Knows every command."""
    parsers = Parsers()
    for noun in (sessions, factors, contacts, imports, audit, surface, tokens):
        noun.add(parsers)
    return parsers.root


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename or 'The file'}: {error.strerror or 'cannot be used'}."
    if isinstance(error, ProblemError) and error.reason in ("NOT_SIGNED_IN", "SESSION_ENDED"):
        return f"{error} Run: cfu sign-in"
    if isinstance(error, ProblemError) and error.reason == STEP_UP_REQUIRED:
        return f"{error} Run: cfu step-up"
    return str(error)
