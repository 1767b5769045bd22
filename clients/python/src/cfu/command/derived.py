"""Commands that are one operation of the API: arguments, help and example all come from its contract."""

import json
import re
import shlex
from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction, Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from textwrap import fill
from typing import Any

from cfu.client import Client
from cfu.command import answers, arguments
from cfu.command.output import document, first
from cfu.command.prompts import hidden
from cfu.command.spelling import known_as, option, spaced, value_of, word
from cfu.errors import CfuError
from cfu.operations import Argument, Operation, operations

_WIDTH = 79
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ON_OFF = {"on": True, "off": False}


@dataclass(frozen=True, slots=True)
class Derived:
    """A command's words, its operation, the fields given by place, and, unless all, the fields that are options."""

    words: str
    operation: str
    by_place: tuple[str, ...] = ()
    options: tuple[str, ...] | None = None

    @property
    def placed(self) -> list[Argument]:
        takes = operations()[self.operation].arguments
        named = {argument.name: argument for argument in takes}
        return [argument for argument in takes if argument.place == "path"] + [named[name] for name in self.by_place]

    @property
    def optional(self) -> list[Argument]:
        rest = [argument for argument in operations()[self.operation].arguments if argument not in self.placed]
        return [argument for argument in rest if self.options is None or argument.name in self.options]


def add(parsers: arguments.Parsers, command: Derived) -> None:
    operation = operations()[command.operation]
    parser = parsers.command(command.words, _does(operation), " ".join(_example(command)), partial(_run, command))
    about = f"{_does(operation)} {operation.description.partition('. ')[2]}"
    parser.description = fill(about.replace("`", ""), _WIDTH)
    for argument in command.placed:
        shown = word(argument.name).upper()
        parser.add_argument(argument.name, type=_reader(argument), metavar=shown, help=_help(argument))
    for argument in command.optional:
        _add_option(parser, argument)
    if operation.answers:
        arguments.add_json(parser)
    if operation.listed:
        arguments.add_limit(parser)


def _does(operation: Operation) -> str:
    # What a mask is concerns those who write programs.
    return "Changes what is given, and nothing else." if "mask" in operation.summary else f"{operation.summary}."


def _help(argument: Argument) -> str:
    choices = f" One of: {', '.join(map(known_as, argument.choices))}." if argument.choices else ""
    several = " May be given several times; '' for none." if argument.many else ""
    return f"{argument.help}{choices}{several}".replace("%", "%%").replace("`", "")


def _add_option(parser: ArgumentParser, argument: Argument) -> None:
    flag, text = option(argument), _help(argument)
    if argument.secret and argument.required:
        return
    if argument.secret:
        parser.add_argument(
            flag, dest=argument.name, action="store_true", help=f"Ask for it, or take a line of standard input. {text}"
        )
    elif argument.kind == "boolean":
        parser.add_argument(flag, dest=argument.name, action=BooleanOptionalAction, default=None, help=text)
    else:
        parser.add_argument(
            flag,
            dest=argument.name,
            type=_reader(argument),
            action="append" if argument.many else "store",
            required=argument.required,
            metavar="=".join(argument.parts).upper() or flag.removeprefix("--").removesuffix("-id").upper(),
            help=text,
        )


def _reader(argument: Argument) -> Callable[[str], Any]:
    """Reads one value. What it cannot read it does not repeat: it may be PHI."""

    def read(text: str) -> Any:
        if argument.many and not text:
            return None
        try:
            return _READERS[argument.kind](argument, text)
        except (KeyError, ValueError) as error:
            raise ArgumentTypeError(f"write {_form(argument)}") from error

    return read


def _pair(argument: Argument, text: str) -> dict[str, str]:
    left, equals, right = text.rpartition("=")
    if not (left and equals and right):
        raise ValueError
    return dict(zip(argument.parts, (left, right), strict=True))


_READERS: dict[str, Callable[[Argument, str], Any]] = {
    "string": lambda _, text: text,
    "integer": lambda _, text: int(text),
    "boolean": lambda _, text: _ON_OFF[text],
    "choice": lambda argument, text: value_of(argument.choices, text),
    "object": lambda _, text: json.loads(text),
    "pair": _pair,
}


def _form(argument: Argument) -> str:
    forms = {
        "integer": "a whole number",
        "boolean": "on or off",
        "choice": f"one of {', '.join(map(known_as, argument.choices))}",
        "pair": "=".join(argument.parts).upper(),
    }
    return forms.get(argument.kind, "a JSON object")


def _example(command: Derived) -> Iterator[str]:
    yield f"cfu {command.words}"
    for argument in command.placed:
        yield from list(_shown(argument))[:1] or [word(argument.name).upper()]
    needed = [each for each in command.optional if each.required or each.many or each.examples == ("true",)]
    for argument in needed or command.optional[:1]:
        if argument.kind == "boolean" or (argument.secret and not argument.required):
            yield option(argument)
        elif not argument.secret:
            yield from (f"{option(argument)} {text}" for text in _shown(argument))


def _shown(argument: Argument) -> Iterator[str]:
    for example in argument.examples:
        if argument.place == "path" or _ID.fullmatch(example):
            yield word(option(argument).removeprefix("--")).removesuffix("-id").upper()
        else:
            yield "on" if argument.kind == "boolean" else shlex.quote(known_as(example))


def _run(command: Derived, options: Namespace) -> int:
    operation = operations()[command.operation]
    values = dict(_values(command, options))
    changes = [argument for argument in operation.arguments if argument.place == "body" and argument.name in values]
    if operation.method == "PATCH" and not changes:
        raise CfuError(f"Nothing to change is given. See: cfu {command.words} --help")
    with arguments.client(options) as client:
        if operation.listed:
            return _list(client, command.operation, values, options)
        answer = client.operations.call(command.operation, values)
    if getattr(options, "json", False):
        document(answer)
    else:
        answers.show(command.operation, answer)
    return 0


def _list(client: Client, name: str, values: dict[str, object], options: Namespace) -> int:
    items = first(client.operations.list(name, values), options.limit)
    if options.json:
        document(items)
    else:
        answers.table_of(operations()[name].columns, items)
    return 0


def _values(command: Derived, options: Namespace) -> Iterator[tuple[str, object]]:
    for argument in (*command.placed, *command.optional):
        value = getattr(options, argument.name, None)
        if argument.secret and (value or argument.required):
            yield argument.name, hidden(spaced(argument.name))
        elif argument.many and value is not None:
            yield argument.name, [item for item in value if item is not None]
        elif value is not None and not argument.secret:
            yield argument.name, value
