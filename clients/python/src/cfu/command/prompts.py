"""What is asked of whoever sits at the terminal; without one, an option has to say it."""

import getpass
import sys

from cfu.client import Client
from cfu.command.output import note
from cfu.errors import CfuError


def secret(from_stdin: bool, prompt: str = "Password: ", option: str = "--password-stdin") -> str:
    """A password, not shown."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise CfuError(f"There is no terminal to ask for the password on. Pass it with {option}.")
    return getpass.getpass(prompt)


def hidden(name: str) -> str:
    """A secret that no option takes: asked for on a terminal, else a line of standard input."""
    return secret(not sys.stdin.isatty(), f"{name.capitalize()}: ")


def ask(prompt: str, option: str) -> str:
    """A line of text. `option` is what gives it instead."""
    if not sys.stdin.isatty():
        raise CfuError(f"There is no terminal to ask on. {f'Give {option}.' if option else ''}".rstrip())
    # Standard output is for the answer alone: a script may be reading it.
    print(prompt, end="", file=sys.stderr, flush=True)
    return input().strip()


def prove(client: Client) -> bool:
    """Asks for the proof that an act wants, and sends it. False without a terminal to ask on."""
    if not sys.stdin.isatty():
        return False
    note("This asks for a fresh proof of who you are, which then holds for ten minutes.")
    if client.factors.enrolled():
        client.sessions.step_up(code=getpass.getpass("Code of your app, or a recovery code: "))
    else:
        client.sessions.step_up(password=secret(from_stdin=False))
    return True
