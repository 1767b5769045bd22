"""Fill the sandbox once, through the front door: a sign-in and a CSV import over the public API."""

import io
import time

from cfu import CfuError, Client, ContactImport, ContactImportState
from local_suite.demo import as_csv, patients
from local_suite.keys import SIGN_IN_EMAIL
from local_suite.paths import read_json, write_json
from local_suite.preparation import create_sign_in
from local_suite.services import Site

PATIENCE_SECONDS = 60.0


class SeedingError(RuntimeError):
    """The sandbox is not filled, though the suite runs; the text says why."""


def seed(site: Site) -> int:
    """How many patients were added; none when that was done at an earlier start."""
    record = read_json(site.paths.prepared)
    if not record.get("signIn"):
        create_sign_in(site)
        record["signIn"] = True
        write_json(site.paths.prepared, record)
    finished = _import(site)
    if finished.state is not ContactImportState.SUCCEEDED or finished.rejected_count:
        state = f"{finished.state.value.lower()} {finished.failure_reason}".strip()
        raise SeedingError(f"its import is {state}: {finished.created_count} in, {finished.rejected_count} rejected")
    write_json(site.paths.prepared, {**record, "seeded": True})
    return finished.created_count + finished.updated_count


def _import(site: Site) -> ContactImport:
    file = io.BytesIO(as_csv(patients()).encode())
    try:
        with Client(site.base_url) as client:
            client.sessions.sign_in(SIGN_IN_EMAIL, site.keys["SIGN_IN_PASSWORD"])
            begun = client.imports.upload(file)
            seen = _watch(client, begun)
            client.sessions.sign_out()
            return seen
    except CfuError as error:
        raise SeedingError(str(error)) from error


def _watch(client: Client, begun: ContactImport) -> ContactImport:
    """The import when it has finished, or as it is when that takes too long."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    watched = client.imports.watch(begun.import_id)
    while not (seen := next(watched)).finished and time.monotonic() < deadline:
        pass
    return seen
