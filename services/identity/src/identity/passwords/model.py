"""A link to set a new password: how long it is good, and the two letters that can follow."""

from datetime import timedelta

from identity.mail.model import Letter

LIFETIME = timedelta(hours=1)

RESET = """\
Someone, perhaps you, asked to set a new password for your ContactFollowUp account.

Set it here:

{public_url}/app/password#token={token}

The link works once, for one hour. It ends all your sessions and signs nobody in. If it was not you, leave it alone:
your password stays as it is.
"""
NOBODY = """\
Someone, perhaps you, asked to set a new password for a ContactFollowUp account with this address. There is none that
may sign in.

Perhaps it has another address of yours. Otherwise ask the administrator of your practice.
"""
SUBJECT = "Your ContactFollowUp password"


def reset_letter(email: str, public_url: str, token: str) -> Letter:
    return Letter(email, SUBJECT, RESET.format(public_url=public_url, token=token))


def nobody_letter(email: str) -> Letter:
    return Letter(email, SUBJECT, NOBODY)
