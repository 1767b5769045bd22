"""cfu contacts import, search, show, update."""

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path

from cfu.command import arguments, import_file
from cfu.command.output import document, first, note, pairs, table
from cfu.contacts import Address, Contact
from cfu.errors import CfuError
from cfu.wire import camel

_FIELDS = ("first_name", "last_name", "email", "phone", "date_of_birth", "lifecycle", "owner_id", "tags")
SETTABLE = {camel(name): name for name in _FIELDS}
ADDRESS = {f"address.{camel(field.name)}": field.name for field in fields(Address)}
_PROPERTY = "properties."


def add(parsers: arguments.Parsers) -> None:
    parsers.noun("contacts", "Import, find, read and change contacts.")
    _add_import(parsers)
    _add_search(parsers)
    show = parsers.command(
        "contacts show", "Show one contact.", "cfu contacts show 0199c0de-7a11-7000-8000-000000000001", _show
    )
    show.add_argument("contact_id", metavar="ID")
    arguments.add_json(show)
    update = parsers.command(
        "contacts update",
        "Change fields of a contact; refused if someone else changed it meanwhile.",
        "cfu contacts update 0199c0de-7a11-7000-8000-000000000001 --set phone=+12025550123",
        _update,
    )
    update.add_argument("contact_id", metavar="ID")
    update.add_argument(
        "--set",
        action="append",
        required=True,
        type=_assignment,
        metavar="NAME=VALUE",
        help=f"{', '.join([*SETTABLE, *ADDRESS])} or properties.NAME; an empty VALUE clears",
    )


def _add_import(parsers: arguments.Parsers) -> None:
    parser = parsers.command(
        "contacts import",
        "Import a CSV file of contacts, of any size; the first row names the columns.",
        "cfu contacts import patients.csv --dry-run",
        import_file.run,
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only show what would happen")
    parser.add_argument(
        "--wait",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="stay until all rows are worked off (the default)",
    )
    parser.add_argument(
        "--rejected",
        type=Path,
        metavar="FILE",
        help="where rejected rows go; else FILE.rejected.csv in this folder",
    )


def _add_search(parsers: arguments.Parsers) -> None:
    parser = parsers.command(
        "contacts search",
        "Find contacts by the beginning of their names, or by exact e-mail, phone or date of birth.",
        "cfu contacts search 'ana lop' --date-of-birth 1984-03-09",
        _search,
    )
    parser.add_argument("query", nargs="?", default="", metavar="QUERY")
    parser.add_argument("--email", default="")
    parser.add_argument("--phone", default="")
    parser.add_argument("--date-of-birth", default="", metavar="YYYY-MM-DD")
    parser.add_argument("--id", action="store_true", help="print the id of the one contact that fits, for a script")
    arguments.add_json(parser)
    arguments.add_limit(parser)


def _search(options: argparse.Namespace) -> int:
    criteria = {name: getattr(options, name) for name in ("query", "email", "phone", "date_of_birth")}
    if not any(criteria.values()):
        raise CfuError("Give a QUERY, --email, --phone or --date-of-birth to search for.")
    with arguments.client(options) as client:
        found = first(client.contacts.search(**criteria), options.limit)
    if options.id:
        return _print_id(found)
    if options.json:
        document([contact.to_json() for contact in found])
    else:
        _list(found)
    return 0


def _print_id(found: list[Contact]) -> int:
    if len(found) != 1:
        raise CfuError(f"{len(found)} contacts fit, and --id asks for exactly one. Narrow the search.")
    print(found[0].contact_id)
    return 0


def _list(found: list[Contact]) -> None:
    if not found:
        note("No contact fits.")
        return
    table(
        ("id", "name", "email", "phone", "born", "lifecycle"),
        [
            (
                contact.contact_id,
                f"{contact.first_name} {contact.last_name}".strip(),
                contact.email,
                contact.phone,
                contact.date_of_birth,
                contact.lifecycle,
            )
            for contact in found
        ],
    )


def _show(options: argparse.Namespace) -> int:
    with arguments.client(options) as client:
        contact = client.contacts.get(options.contact_id)
    if options.json:
        document(contact.to_json())
    else:
        pairs(_flat(contact.to_json()))
    return 0


def _flat(document: Mapping[str, object]) -> Iterable[tuple[str, object]]:
    for name, value in document.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", text) for inner, text in value.items())
        else:
            yield name, ", ".join(map(str, value)) if isinstance(value, list) else value


def _update(options: argparse.Namespace) -> int:
    with arguments.client(options) as client:
        contact = client.contacts.get(options.contact_id)
        client.contacts.update(contact, **changes(contact, options.set))
    note(f"Contact {contact.contact_id} is updated: {', '.join(name for name, _ in options.set)}.")
    return 0


def changes(contact: Contact, assignments: Iterable[tuple[str, str]]) -> dict[str, object]:
    """Returns the fields that change. An address changes as a whole, so it starts from the one read."""
    changed: dict[str, object] = {}
    address, properties = contact.address or Address(), dict[str, str]()
    for name, value in assignments:
        if name in ADDRESS:
            address = replace(address, **{ADDRESS[name]: value})
            changed["address"] = address
        elif name.startswith(_PROPERTY):
            properties[name.removeprefix(_PROPERTY)] = value
            changed["properties"] = properties
        elif name == "tags":
            changed["tags"] = tuple(tag.strip() for tag in value.split(",") if tag.strip())
        else:
            changed[SETTABLE[name]] = value
    return changed


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    known = name in SETTABLE or name in ADDRESS or (name.startswith(_PROPERTY) and name != _PROPERTY)
    if not equals or not known:
        # The text may hold PHI: it is not repeated.
        raise argparse.ArgumentTypeError("write NAME=VALUE; --help lists the names")
    return name, value
