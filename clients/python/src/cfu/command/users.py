"""cfu users list, invite, disable, enable."""

from argparse import Namespace

from cfu.command import arguments
from cfu.command.output import document, first, note, table


def add(parsers: arguments.Parsers) -> None:
    parsers.noun("users", "Who works in the workspace.")
    parser = parsers.command("users list", "List the people of the workspace.", "cfu users list", _list)
    arguments.add_json(parser)
    arguments.add_limit(parser)
    invite = parsers.command("users invite", "Send someone an invitation.", "cfu users invite ana@example.org", _invite)
    invite.add_argument("email")
    invite.add_argument("--role", default="STAFF", help="the role to give, STAFF if not said")
    for verb, run, description in (
        ("disable", _disable, "End someone's sessions and seat at once."),
        ("enable", _enable, "Let someone sign in again."),
    ):
        parsers.command(f"users {verb}", description, f"cfu users {verb} ID", run).add_argument("user_id", metavar="ID")


def _invite(options: Namespace) -> int:
    with arguments.client(options) as client:
        client.users.invite(options.email, options.role)
    note("The invitation is on its way, and good for a week.")
    return 0


def _disable(options: Namespace) -> int:
    with arguments.client(options) as client:
        client.users.disable(options.user_id)
    note("Disabled: every session has ended.")
    return 0


def _enable(options: Namespace) -> int:
    with arguments.client(options) as client:
        client.users.enable(options.user_id)
    note("Enabled: the person may sign in again.")
    return 0


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
