"""cfu tokens: lengths in days, and secrets that are printed once."""

from argparse import Namespace
from datetime import UTC, datetime, timedelta

from cfu.command import arguments
from cfu.command.output import document, first, note, table
from cfu.service_accounts import IssuedToken


def add(parsers: arguments.Parsers) -> None:
    parsers.noun("tokens", "Look after the tokens of a service account.")
    listing = parsers.command("tokens list", "List its tokens.", "cfu tokens list --account ACCOUNT", _tokens)
    arguments.add_json(listing)
    arguments.add_limit(listing)
    create = parsers.command(
        "tokens create",
        "Make a token and print it, this once.",
        "cfu tokens create --account ACCOUNT 'report server' --scope contacts.read --days 90",
        _create_token,
    )
    create.add_argument("name", help="where it will be used")
    create.add_argument("--scope", action="append", required=True, help="a permission; may be given several times")
    create.add_argument("--days", type=int, default=90, help="how long it works, 90 if not said, 366 at most")
    rotate = parsers.command(
        "tokens rotate",
        "Make a token to follow another and print it.",
        "cfu tokens rotate TOKEN --account ACCOUNT --overlap-hours 24",
        _rotate,
    )
    revoke = parsers.command(
        "tokens revoke", "End a token everywhere.", "cfu tokens revoke TOKEN --account ACCOUNT", _revoke
    )
    for parser in (rotate, revoke):
        parser.add_argument("token", help="the token's id, which is not its secret")
    rotate.add_argument("--overlap-hours", type=int, default=24, help="how long the old one goes on working")
    for parser in (listing, create, rotate, revoke):
        parser.add_argument("--account", required=True, help="the service account's id")


def _tokens(options: Namespace) -> int:
    with arguments.client(options) as client:
        found = first(client.service_accounts.tokens(options.account), options.limit)
    if options.json:
        document([token.to_json() for token in found])
        return 0
    table(
        ("id", "name", "scopes", "state", "ends", "last used", "from"),
        [
            (
                token.token_id,
                token.name,
                token.scopes,
                token.state.lower(),
                token.expire_time,
                token.last_use_time,
                token.last_use_source,
            )
            for token in found
        ],
    )
    return 0


def _create_token(options: Namespace) -> int:
    expire_time = datetime.now(UTC) + timedelta(days=options.days)
    with arguments.client(options) as client:
        return _tell(client.service_accounts.create_token(options.account, options.name, options.scope, expire_time))


def _rotate(options: Namespace) -> int:
    with arguments.client(options) as client:
        return _tell(client.service_accounts.rotate_token(options.account, options.token, options.overlap_hours))


def _tell(issued: IssuedToken) -> int:
    note(f"Token {issued.service_account_token.token_id}. It is shown this once: keep it where secrets are kept.")
    print(issued.token)
    return 0


def _revoke(options: Namespace) -> int:
    with arguments.client(options) as client:
        client.service_accounts.revoke_token(options.account, options.token)
    note("The token is revoked.")
    return 0
