"""cfu contacts import: send the file, watch it being worked off, fetch what was rejected."""

from argparse import Namespace
from pathlib import Path

from cfu.client import Client
from cfu.command import arguments, imports
from cfu.command.files import free_name
from cfu.command.output import FAILED, note
from cfu.command.progress import progress
from cfu.imports import ContactImport, ContactImportState


def run(options: Namespace) -> int:
    with arguments.client(options) as client:
        taken = _upload(client, options.file, options.dry_run)
        if not options.wait:
            note(f"Import {taken.import_id} goes on by itself. See: cfu imports show {taken.import_id}")
            return 0
        ended = _watch(client, taken)
        imports.summary(ended)
        if ended.rejected_count:
            imports.fetch_rejected(
                client, ended.import_id, options.rejected or free_name(f"{options.file.stem}.rejected")
            )
    return FAILED if ended.state is ContactImportState.FAILED else 0


def _upload(client: Client, path: Path, dry_run: bool) -> ContactImport:
    # A session that has ended is better told before a long upload than after it.
    client.sessions.current()
    with path.open("rb") as file, progress("Uploading", path.stat().st_size or None) as report:
        return client.imports.upload(file, dry_run=dry_run, on_sent=report)


def _watch(client: Client, taken: ContactImport) -> ContactImport:
    seen = taken
    with progress("Importing", taken.size_bytes or None) as report:
        for seen in client.imports.watch(taken.import_id):
            report(seen.processed_bytes)
    return seen
