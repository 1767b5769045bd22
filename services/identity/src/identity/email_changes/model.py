"""Another address for an account: asked for with a fresh proof, in force once a letter to it is answered.

The link works for the person who asked only, signed in: an address typed wrong is a stranger's, whose click must not
make the account theirs.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from identity.mail.model import Letter

LIFETIME = timedelta(hours=1)

CONFIRM = """\
You asked to sign in to ContactFollowUp with this address from now on.

Confirm it here, signed in to your account as before:

{public_url}/app/email#token={token}

The link works once, for one hour, and for your account only. If you did not ask for this, leave it alone.
"""
KNOWN = """\
Someone, perhaps you, asked to use this address for a ContactFollowUp account.

You have an account with this address already, and nothing about it has changed. If it was not you, there is nothing to
do.
"""
CHANGED = """\
Your ContactFollowUp account has another address from now on. This one no longer signs in. Other sessions were ended.

If you changed it, there is nothing to do. If you did not, tell the administrator of your practice at once: they can end
every session of the account and take its access away. A letter asking for a new password helps no longer, as it would
go to the other address.
"""
SUBJECT = "The address of your ContactFollowUp account"


@dataclass(frozen=True, slots=True)
class EmailChange:
    change_id: UUID
    workspace_id: UUID
    user_id: UUID
    email: str = field(repr=False)


def confirm_letter(email: str, public_url: str, token: str) -> Letter:
    return Letter(email, SUBJECT, CONFIRM.format(public_url=public_url, token=token))


def known_letter(email: str) -> Letter:
    return Letter(email, SUBJECT, KNOWN)


def changed_letter(old_email: str) -> Letter:
    return Letter(old_email, SUBJECT, CHANGED)
