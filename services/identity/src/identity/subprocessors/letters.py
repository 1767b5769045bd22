"""What is written to administrators of accounts before the list of subprocessors changes."""

from identity.subprocessors.model import Subprocessor

SUBJECT = "A new subprocessor of ContactFollowUp from {day}"
TEXT = """\
From {day} on, {name} will process data for the service that you use.

Purpose: {purpose}
Region:  {region}
PHI:     {phi}
BAA:     {baa}

The list is at {public_url}/app/subprocessors. If you object, tell the operator before that day.
"""


def announcement(new: Subprocessor, public_url: str) -> tuple[str, str]:
    """Subject and text."""
    day = f"{new.effective_time:%Y-%m-%d}" if new.effective_time else "now"
    phi = "may come to process it" if new.touches_phi else "none"
    baa = "signed" if new.baa else "not signed; it gets no PHI until it is"
    text = TEXT.format(
        day=day, name=new.name, purpose=new.purpose, region=new.region, phi=phi, baa=baa, public_url=public_url
    )
    return SUBJECT.format(day=day), text
