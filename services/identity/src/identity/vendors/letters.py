"""What is written before, and when, the BAA with a vendor expires."""

from datetime import date

from identity.vendors.model import LAPSED

SOON = "The BAA with {name} expires {when}"
OVER = "The BAA with {name} has expired"
TEXT = """\
{what} The last day it is in force is {day}.

{effect}

Renew it, then record the new dates: {public_url}/app/settings/vendors
"""


def reminder(name: str, expire_date: date, today: date, days: int, public_url: str) -> tuple[str, str]:
    """Subject and text."""
    if days == LAPSED:
        subject, effect = OVER.format(name=name), "No PHI flows to this vendor any more."
    else:
        left = (expire_date - today).days
        when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
        subject, effect = SOON.format(name=name, when=when), "After that day no PHI flows to this vendor."
    text = TEXT.format(what=f"{subject}.", day=expire_date.isoformat(), effect=effect, public_url=public_url)
    return subject, text
