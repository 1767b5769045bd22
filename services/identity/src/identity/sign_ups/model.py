"""A practice on its way in: asked for, not confirmed yet. And the two letters that can follow.

Confirming takes the link and the password chosen when it was asked for. Either alone may be a stranger's: the password
of whoever typed this address, the link of whoever reads its letters.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from identity.mail.model import Letter

LIFETIME = timedelta(hours=24)
MOST_ATTEMPTS = 5

CONFIRM = """\
Welcome to ContactFollowUp.

Confirm your address to open your practice and begin its trial of fourteen days:

{public_url}/app/confirm#token={token}

It asks for the password you chose when you signed up. The link works once, for 24 hours. If you did not ask for this,
leave it alone: without your confirmation nothing happens, and nobody else can confirm.
"""
KNOWN = """\
Someone, perhaps you, asked for a new practice with this address.

You have an account already. Sign in at {public_url}/app, or set a new password there if you forgot yours. If it was
not you, there is nothing to do.
"""


@dataclass(frozen=True, slots=True)
class SignUp:
    sign_up_id: UUID
    email: str = field(repr=False)
    password_hash: str = field(repr=False)


def confirm_letter(email: str, public_url: str, token: str) -> Letter:
    return Letter(email, "Confirm your address", CONFIRM.format(public_url=public_url, token=token))


def known_letter(email: str, public_url: str) -> Letter:
    return Letter(email, "You have an account already", KNOWN.format(public_url=public_url))
