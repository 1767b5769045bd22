"""cfu sign-in, sign-out, whoami."""

from argparse import Namespace

from cfu.client import Client
from cfu.command import arguments
from cfu.command.output import document, note, pairs
from cfu.command.prompts import ask, secret
from cfu.errors import MfaRequiredError, ProblemError
from cfu.jar import FileJar
from cfu.sessions import Session


def add(parsers: arguments.Parsers) -> None:
    sign_in = parsers.command(
        "sign-in",
        "Sign in; the session is kept in ~/.config/cfu/session.json.",
        "cfu sign-in --url https://crm.example.org --email ana@example.org",
        _sign_in,
    )
    sign_in.add_argument("--email", help="your address; asked for if not given")
    sign_in.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    sign_in.add_argument("--code", help="a code of your authenticator app, or a recovery code; asked for if needed")
    sign_out = parsers.command("sign-out", "End the session, here and on the server.", "cfu sign-out", _sign_out)
    sign_out.add_argument("--forget", action="store_true", help="drop the device and audit keys kept, too")
    whoami = parsers.command("whoami", "Show who is signed in, where, and until when.", "cfu whoami", _whoami)
    arguments.add_json(whoami)


def _sign_in(options: Namespace) -> int:
    with arguments.client(options) as client:
        email = options.email or ask("E-mail: ", "--email")
        session = _opened(client, email, secret(options.password_stdin), options.code)
        note(f"Signed in to {_place(session)} at {client.url} as {session.user.display_name or email}.")
        _trust_audit_log(client, session)
    return 0


def _opened(client: Client, email: str, password: str, code: str | None) -> Session:
    try:
        return client.sessions.sign_in(email, password)
    except MfaRequiredError as required:
        return client.sessions.answer(required.challenge_id, code or ask("Code: ", "--code"))


def _trust_audit_log(client: Client, session: Session) -> None:
    # As early as possible: the first key seen is the one every later export is held against.
    if "audit.read" not in session.permissions:
        return
    try:
        client.audit.checkpoint()
    except ProblemError as problem:
        note(f"The audit log's key is not kept yet: {problem}")


def _sign_out(options: Namespace) -> int:
    with arguments.client(options) as client:
        client.sessions.sign_out()
        if options.forget:
            FileJar().forget(client.url)
        note(f"Signed out of {client.url}.")
    return 0


def _whoami(options: Namespace) -> int:
    with arguments.client(options) as client:
        session = client.sessions.current()
    if options.json:
        document(session.to_json())
        return 0
    pairs(
        [
            ("name", session.user.display_name),
            ("email", session.user.email),
            ("role", session.user.role),
            ("workspace", _place(session)),
            ("server", client.url),
            ("permissions", session.permissions),
            ("ends", session.expire_time),
            ("ends if idle", session.idle_expire_time),
        ]
    )
    return 0


def _place(session: Session) -> str:
    return f"{session.workspace.display_name} ({session.workspace.kind.lower()})"
