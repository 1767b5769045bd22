"""Between the names of the API and those of a command line: `breakGlassUserIds`, `--break-glass-user-id`."""

import re
from collections.abc import Iterable

from cfu.operations import Argument, prefixes

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def spaced(name: str) -> str:
    """`clientSecret` is `client secret`."""
    return _CAPITAL.sub(" ", name).replace("_", " ").lower()


def option(argument: Argument) -> str:
    """One value of a list at a time: `permissions` is `--permission`."""
    name = argument.name.removesuffix("s") if argument.many else argument.name
    return "--" + spaced(name).replace(" ", "-")


def word(name: str) -> str:
    """`team_id` is `team`."""
    return spaced(name).removesuffix(" id").replace(" ", "-")


def known_as(value: str) -> str:
    """`VENDOR_CATEGORY_EHR` is `ehr`; what is no value of an enum stays."""
    for prefix in prefixes():
        if value.startswith(prefix) and value == value.upper():
            return value.removeprefix(prefix).lower().replace("_", "-")
    return value


def value_of(values: Iterable[str], text: str) -> str:
    """The value of an enum that a text names. Raises KeyError when there is none."""
    return {known_as(value).lower(): value for value in values}[text.lower()]
