"""cfu imports show."""

from argparse import Namespace
from pathlib import Path

from cfu.client import Client
from cfu.command import arguments
from cfu.command.files import written
from cfu.command.output import document, first, note, pairs, table
from cfu.imports import ContactImport


def add(parsers: arguments.Parsers) -> None:
    parsers.noun("imports", "See how far imports are.")
    show = parsers.command(
        "imports show",
        "Show how far an import is, and which rows it rejected.",
        "cfu imports show 0199c0de-7a11-7000-8000-000000000002",
        _show,
    )
    show.add_argument("import_id", metavar="ID")
    show.add_argument("--rejected", type=Path, metavar="FILE", help="write the rejected rows there, as CSV")
    arguments.add_json(show)
    arguments.add_limit(show)


def _show(options: Namespace) -> int:
    with arguments.client(options) as client:
        seen = client.imports.get(options.import_id)
        rejected = first(client.imports.rejected_rows(options.import_id), options.limit)
        if options.rejected:
            fetch_rejected(client, options.import_id, options.rejected)
    if options.json:
        document({**seen.to_json(), "errors": [row.to_json() for row in rejected]})
        return 0
    summary(seen)
    if rejected:
        table(
            ("line", "column", "reason", "what to do"),
            [(row.line, row.column, row.reason, row.message) for row in rejected],
        )
    return 0


def fetch_rejected(client: Client, import_id: str, path: Path) -> None:
    """Writes the rejected rows to a file and says where."""
    with written(path) as file:
        client.imports.download_rejected_rows(import_id, file)
    note(f"Rejected rows are in {path}: correct them there and import that file.")


def summary(seen: ContactImport) -> None:
    """Prints what came of the rows."""
    pairs(
        [
            ("import", seen.import_id),
            ("state", seen.state.lower()),
            ("failed because", seen.failure_reason),
            ("for the column", seen.failure_column),
            ("dry run", "nothing was written" if seen.dry_run else ""),
            ("created", seen.created_count),
            ("updated", seen.updated_count - seen.unchanged_count),
            ("unchanged", seen.unchanged_count),
            ("rejected", seen.rejected_count),
        ]
    )
