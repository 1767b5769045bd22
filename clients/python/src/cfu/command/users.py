"""cfu users list."""

from argparse import Namespace

from cfu.command import arguments
from cfu.command.output import document, first, table


def add(parsers: arguments.Parsers) -> None:
    parsers.noun("users", "See who works in the workspace.")
    parser = parsers.command("users list", "List the people of the workspace.", "cfu users list", _list)
    arguments.add_json(parser)
    arguments.add_limit(parser)


def _list(options: Namespace) -> int:
    with arguments.client(options) as client:
        users = first(client.users.list(), options.limit)
    if options.json:
        document([user.to_json() for user in users])
        return 0
    table(
        ("id", "email", "name", "role", "state", "last sign-in"),
        [
            (
                user.user_id,
                user.email,
                user.display_name,
                user.role,
                user.state.lower(),
                user.last_sign_in_time,
            )
            for user in users
        ],
    )
    return 0
