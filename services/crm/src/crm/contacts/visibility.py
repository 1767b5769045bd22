"""Whose contacts a caller sees, and whose a contact may become by the caller's hand.

Who sees only the contacts of some owners can neither create, give away nor release one so that it would then be out
of their own sight.
"""

from uuid import UUID

from crm.errors import OwnerForbiddenError
from kit.caller import Caller


def sees(caller: Caller, owner_id: UUID | None) -> bool:
    """Whether the contacts of this owner are visible to the caller; only who sees all sees those of nobody."""
    return caller.owner_ids is None or owner_id in caller.owner_ids


def check_owner(caller: Caller, owner_id: UUID | None) -> None:
    """Raises OwnerForbiddenError when a contact of this owner would be out of the caller's sight."""
    if not sees(caller, owner_id):
        raise OwnerForbiddenError(field="contact.owner_id")


def default_owner(caller: Caller) -> UUID | None:
    """Whose a contact becomes when its creator names nobody: nobody's, or their own when they do not see all."""
    if caller.owner_ids is None:
        return None
    creator = caller.on_behalf_of or caller.actor_id
    own = next((owner_id for owner_id in caller.owner_ids if str(owner_id) == creator), None)
    check_owner(caller, own)
    return own
