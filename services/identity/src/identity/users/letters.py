"""What those who watch over a workspace learn when a person is disabled who made tokens for its machines."""

from collections.abc import Iterable

SUBJECT = "Tokens of someone who was disabled"
TEXT = """\
The account of {name} was disabled. {name} had made tokens, and seen their secrets, for these service accounts:

{machines}

{now} See them at {public_url}/app/settings/service-accounts
"""
ENDED = "Those tokens have ended. Make others for the machines that are to go on."
KEPT = "Those tokens go on, as asked by who disabled the account. Rotate them as soon as you can."


def tokens_left(name: str, machines: Iterable[str], public_url: str, *, kept: bool) -> tuple[str, str]:
    """Subject and text."""
    listed = "\n".join(f"  {machine}" for machine in machines)
    return SUBJECT, TEXT.format(name=name, machines=listed, now=KEPT if kept else ENDED, public_url=public_url)
