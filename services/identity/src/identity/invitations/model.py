"""Invitations: how long one is good, where it stands, and the two letters that can follow."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from identity.errors import PermissionEscalationError
from identity.mail.model import Letter
from identity.roles.model import Grants, Rights, check_within

LIFETIME = timedelta(days=7)
INVITING = "users.write"

INVITE = """\
You are invited to work in {practice} on ContactFollowUp.

Accept the invitation here:

{public_url}/app/invitation#token={token}

The link works once, for seven days.
"""
KNOWN = """\
You are invited to work in {practice} on ContactFollowUp, and have an account with this address already.

An address belongs to one practice. To accept, ask for an invitation to another address of yours, or ask your
administrator.
"""


class InvitationState(Enum):
    PENDING = 1
    EXPIRED = 2
    ACCEPTED = 3
    CANCELLED = 4


@dataclass(frozen=True, slots=True)
class Invitation:
    invitation_id: UUID
    workspace_id: UUID
    email: str = field(repr=False)
    role: str
    inviter_id: str
    create_time: datetime
    expire_time: datetime
    accept_time: datetime | None = None
    cancel_time: datetime | None = None

    def state(self, now: datetime) -> InvitationState:
        if self.accept_time:
            return InvitationState.ACCEPTED
        if self.cancel_time:
            return InvitationState.CANCELLED
        return InvitationState.PENDING if now < self.expire_time else InvitationState.EXPIRED

    @property
    def closed(self) -> bool:
        return self.accept_time is not None or self.cancel_time is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What someone says who accepts."""

    full_name: str = field(repr=False)
    password: str = field(repr=False)
    policy_version: str


def may_invite(sender: Grants, rights: Rights) -> bool:
    """Whether somebody of these grants may invite to a role of these rights."""
    try:
        check_within(rights, sender)
    except PermissionEscalationError:
        return False
    return INVITING in sender.permissions


def invite_letter(email: str, practice: str, public_url: str, token: str) -> Letter:
    text = INVITE.format(practice=practice, public_url=public_url, token=token)
    return Letter(email, "You are invited to ContactFollowUp", text)


def known_letter(email: str, practice: str) -> Letter:
    return Letter(email, "You are invited to ContactFollowUp", KNOWN.format(practice=practice))
