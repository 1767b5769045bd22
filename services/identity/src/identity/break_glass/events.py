"""What identity tells the suite about emergencies: ids."""

from contactfollowup.identity.v1.events_pb2 import BreakGlassOpened
from identity.break_glass.model import Grant

BREAK_GLASS_OPENED = "cfu.identity.v1.break_glass.opened"


def break_glass_opened(grant: Grant) -> BreakGlassOpened:
    return BreakGlassOpened(grant_id=str(grant.grant_id), user_id=str(grant.user_id))
