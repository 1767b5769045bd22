"""What the mailbox took: read from its files, newest last."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from local_suite.paths import Paths

SHOWN = 5
RULE = "-" * 72


def received(folder: Path, to: str = "") -> list[EmailMessage]:
    """The letters to this address, or all."""
    read = (email.message_from_bytes(path.read_bytes(), policy=default) for path in sorted(folder.glob("*.eml")))
    return [letter for letter in read if to.casefold() in {"", addressee(letter).casefold()}]


def addressee(letter: EmailMessage) -> str:
    return str(letter["To"].addresses[0].addr_spec)


def text(letter: EmailMessage) -> str:
    """The text as people read it: on the wire its lines end otherwise."""
    return str(letter.get_content()).replace("\r\n", "\n")


def show(paths: Paths, to: str) -> int:
    """Prints the newest letters, the newest last."""
    found = received(paths.mail, to)[-SHOWN:]
    for letter in found:
        print(
            f"{RULE}\nTo: {addressee(letter)}\nDate: {letter['Date']}\nSubject: {letter['Subject']}\n\n{text(letter)}"
        )
    if not found:
        print("No letter yet.")
    return 0
