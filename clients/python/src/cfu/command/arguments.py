"""The parser, and what all commands share: an example in the help, the server's address, the output's form."""

import argparse
import os
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version

from cfu.addresses import DEFAULT_URL, origin
from cfu.client import Client
from cfu.command.prompts import prove
from cfu.jar import FileJar

Run = Callable[[argparse.Namespace], int]
# For the parser's own type; argparse keeps it private.
Nouns = dict[str, "argparse._SubParsersAction[argparse.ArgumentParser]"]


class Parsers:
    """Adds commands of one word (`sign-in`), two (`contacts search`) or three (`sso policy show`)."""

    def __init__(self) -> None:
        self.root = argparse.ArgumentParser(
            prog="cfu", description="ContactFollowUp from the command line.", epilog="example: cfu sign-in"
        )
        self.root.add_argument("--version", action="version", version=f"cfu {version('cfu-client')}")
        self._commands = self.root.add_subparsers(metavar="COMMAND", required=True)
        self._nouns: Nouns = {}

    def noun(self, name: str, description: str) -> None:
        outer, _, word = name.rpartition(" ")
        place = self._nouns[outer] if outer else self._commands
        parser = place.add_parser(word, help=description, description=description)
        self._nouns[name] = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(self, words: str, description: str, example: str, run: Run) -> argparse.ArgumentParser:
        noun, _, verb = words.rpartition(" ")
        place = self._nouns[noun] if noun else self._commands
        parser = place.add_parser(
            verb,
            help=description,
            description=description,
            epilog=f"example:\n  {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        parser.add_argument(
            "--url", help=f"the server; else CFU_URL, else where you signed in last, else {DEFAULT_URL}"
        )
        parser.set_defaults(run=run)
        return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON, with the names of the API")


def add_limit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=count, default=50, metavar="N", help="at most N, 50 if not said")


def url(options: argparse.Namespace) -> str:
    """Returns the server a command is meant for."""
    return origin(options.url or os.environ.get("CFU_URL") or FileJar().current or DEFAULT_URL)


def client(options: argparse.Namespace) -> Client:
    """Returns a client that carries the token in CFU_TOKEN, else the session kept for the command's server."""
    return Client(url(options), jar=FileJar(), token=os.environ.get("CFU_TOKEN", ""), prove=prove)


def count(text: str) -> int:
    """Reads a whole number from 1 on."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("write a number from 1 on")
    return int(text)


def moment(text: str) -> datetime:
    """Reads a day (its beginning in UTC) or a time with its offset."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        parsed = None
    if parsed is None or (parsed.tzinfo is None and len(text) > len("2026-11-01")):
        raise argparse.ArgumentTypeError("write a day, 2026-11-01, or a time with offset, 2026-11-01T09:00:00Z")
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
