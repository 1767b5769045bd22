"""What is asked of whoever sits at the terminal; without one, an option has to say it."""

import getpass
import sys

from cfu.errors import CfuError


def secret(from_stdin: bool) -> str:
    """A password, not shown."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CfuError("There is no terminal to ask for the password on. Pass it with --password-stdin.")
    return getpass.getpass("Password: ")


def ask(prompt: str, option: str) -> str:
    """A line of text. `option` is what gives it instead."""
    if not sys.stdin.isatty():
        raise CfuError(f"There is no terminal to ask on. {f'Give {option}.' if option else ''}".rstrip())
    return input(prompt).strip()
