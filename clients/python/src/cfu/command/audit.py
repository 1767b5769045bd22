"""cfu audit list, export, verify."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cfu.client import Client
from cfu.command import arguments
from cfu.command.files import written
from cfu.command.output import NOT_VERIFIED, document, first, note, printable, table
from cfu.errors import ProblemError
from cfu.jar import FileJar
from cfu.verify import verify_file


def add(parsers: arguments.Parsers) -> None:
    parsers.noun("audit", "Read, export and verify the audit log.")
    _add_list(parsers)
    export = parsers.command(
        "audit export",
        "Export entries as a file that proves itself.",
        "cfu audit export --from 2026-10-01 --to 2026-11-01 -o october.json",
        _export,
    )
    export.add_argument("--format", choices=("json", "csv"), default="json")
    _add_range(export)
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="else standard output")
    verify = parsers.command(
        "audit verify",
        "Verify an export, offline. Exits with 3 when it does not hold.",
        "cfu audit verify october.json",
        _verify,
    )
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--key", metavar="VKEY", help="the log's key; else the one kept for the server")
    verify.add_argument("--witness-key", metavar="VKEY", help="the witness's key; else the one kept, if any")


def _add_list(parsers: arguments.Parsers) -> None:
    parser = parsers.command(
        "audit list",
        "List entries, newest first.",
        "cfu audit list --record 0199c0de-7a11-7000-8000-000000000001 --from 2026-11-01",
        _list,
    )
    parser.add_argument("--record", default="", metavar="ID", help="only what was done to this record")
    parser.add_argument("--actor", default="", metavar="ID", help="only what this actor did")
    parser.add_argument("--action", default="", help="only this action, for instance contact.read")
    _add_range(parser)
    arguments.add_json(parser)
    arguments.add_limit(parser)


def _add_range(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="from_time", type=arguments.moment, metavar="TIME", help="from then on (UTC)")
    parser.add_argument("--to", dest="to_time", type=arguments.moment, metavar="TIME", help="before then (UTC)")


def _list(options: Namespace) -> int:
    with arguments.client(options) as client:
        entries = client.audit.entries(
            record_id=options.record,
            actor_id=options.actor,
            action=options.action,
            from_time=options.from_time,
            to_time=options.to_time,
        )
        shown = first(entries, options.limit)
    if options.json:
        document([entry.to_json() for entry in shown])
        return 0
    table(
        ("time", "actor", "action", "records", "fields", "outcome"),
        [
            (
                entry.event_time,
                f"{entry.actor_kind} {entry.actor_id}",
                entry.action,
                entry.record_ids,
                entry.fields,
                entry.outcome,
            )
            for entry in shown
        ],
    )
    return 0


def _export(options: Namespace) -> int:
    span = {"from_time": options.from_time, "to_time": options.to_time}
    with arguments.client(options) as client:
        _trust_first_key(client)
        if options.output is None:
            client.audit.export(sys.stdout.buffer, file_format=options.format, **span)
            return 0
        with written(options.output) as file:
            client.audit.export(file, file_format=options.format, **span)
    note(f"Exported to {options.output}. Verify it: cfu audit verify {options.output}")
    return 0


def _trust_first_key(client: Client) -> None:
    try:
        client.audit.checkpoint()
    except ProblemError as problem:
        note(f"The audit log's key is not kept yet: {problem}")


def _verify(options: Namespace) -> int:
    server = arguments.url(options)
    site = FileJar().site(server)
    key = options.key or site.log_key
    witness_key = options.witness_key or site.witness_key
    if not key:
        note(
            f"No key is kept for {server} and none was given by --key: the file is held against the key "
            "inside it, which shows that it is whole, not who signed it."
        )
    report = verify_file(options.file, key=key or None, witness_key=witness_key or None)
    for line in report.text.splitlines():
        print(printable(line))
    return 0 if report.ok else NOT_VERIFIED
