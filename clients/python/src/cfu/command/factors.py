"""cfu mfa enrol, step-up."""

from argparse import Namespace

from cfu.command import arguments
from cfu.command.output import note, pairs
from cfu.command.prompts import ask, secret


def add(parsers: arguments.Parsers) -> None:
    parsers.noun("mfa", "Second factors of your own account.")
    parsers.command("mfa enrol", "Add an authenticator app to your account.", "cfu mfa enrol", _enrol)
    step_up = parsers.command(
        "step-up", "Prove again who you are, for acts that ask for it; holds ten minutes.", "cfu step-up", _step_up
    )
    step_up.add_argument("--code", help="a code of your authenticator app, where you have one")
    step_up.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def _enrol(options: Namespace) -> int:
    with arguments.client(options) as client:
        begun = client.factors.begin_totp()
        pairs([("secret", begun.secret), ("for the app", begun.otpauth_uri)])
        codes = client.factors.confirm_totp(ask("Code of the app: ", ""))
    note("The app is in force. Keep these recovery codes; each works once and none is shown again:")
    for code in codes:
        print(code)
    return 0


def _step_up(options: Namespace) -> int:
    with arguments.client(options) as client:
        password = "" if options.code else secret(options.password_stdin)
        client.sessions.step_up(password=password, code=options.code or "")
        note("Proved; it holds for ten minutes.")
    return 0
