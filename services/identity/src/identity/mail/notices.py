"""Notices of what happened to someone's account: told by mail, so that a thief of a session cannot hide it."""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum
from uuid import UUID

from identity.mail.model import Letter
from identity.mail.service import Letters
from kit.clock import Clock
from kit.db import Transaction

TEXT = """\
{what}

When: {when} UTC{details}

If this was you, there is nothing to do. If it was not, set a new password at {public_url} at once and tell your
administrator.
"""


class Notice(Enum):
    """What happened, as the letter says it."""

    PASSWORD_CHANGED = "The password of your account was changed. Other sessions were ended."  # noqa: S105
    PASSWORD_RESET = "The password of your account was set anew by a link from a letter. All sessions were ended."  # noqa: S105
    SECOND_FACTOR_ADDED = "A second factor was added to your account."
    SECOND_FACTOR_REMOVED = "A second factor was removed from your account."
    SECOND_FACTORS_RESET = "An administrator removed the second factors of your account."
    RECOVERY_CODES_MADE = "New recovery codes were made for your account. The old ones no longer work."
    RECOVERY_CODE_USED = "A recovery code was used to sign in to your account."
    PASSKEY_ADDED = "A passkey was added to your account."
    PASSKEY_REMOVED = "A passkey was removed from your account."
    SINGLE_SIGN_ON_LINKED = "Your account can now be signed in to through single sign-on."
    ACCOUNT_DISABLED = "Your account was disabled by an administrator. All sessions were ended."
    ACCOUNT_ENABLED = "Your account was enabled again by an administrator."
    NEW_DEVICE = "Someone signed in to your account on a device, and from a network, that you had not used lately."
    EMAIL_CHANGE_ASKED = (
        "Someone asked to give your account another address. It changes once a letter to that address is answered, "
        "within an hour; a new password prevents it."
    )
    ROLE_CHANGED = "An administrator gave your account another role."


class SecurityNotices:
    def __init__(self, letters: Letters, public_url: str, clock: Clock) -> None:
        self._letters = letters
        self._public_url = public_url
        self._clock = clock

    async def post(
        self, tx: Transaction, workspace_id: UUID, to: str, notice: Notice, details: Iterable[tuple[str, str]] = ()
    ) -> None:
        """Queues the notice to this address in the transaction of what it tells of. Empty details are left out."""
        lines = "".join(f"\n{name}: {value}" for name, value in details if value)
        when = moment(self._clock.now())
        text = TEXT.format(what=notice.value, when=when, details=lines, public_url=self._public_url)
        await self._letters.post(tx, workspace_id, Letter(to, "A change to your ContactFollowUp account", text))


def moment(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M}"
