"""SignInHistoryService over gRPC, and how devices and locations are shown."""

from collections.abc import Iterable
from uuid import UUID

from contactfollowup.identity.v1 import sign_ins_pb2 as pb
from identity.sign_in_history.devices import Device
from identity.sign_in_history.locations import NOWHERE, Location
from identity.sign_in_history.model import Attempt
from identity.sign_in_history.service import SignInHistory
from kit.caller import Caller

SIGN_IN_HISTORY_SERVICE = pb.DESCRIPTOR.services_by_name["SignInHistoryService"]


class SignInHistoryServicer:
    def __init__(self, history: SignInHistory) -> None:
        self._history = history

    async def ListOwnSignIns(self, request: pb.ListOwnSignInsRequest, caller: Caller) -> pb.ListOwnSignInsResponse:
        found, token = await self._history.list_own(caller, request.page_size, request.page_token)
        return pb.ListOwnSignInsResponse(sign_ins=messages(found), next_page_token=token)

    async def ListUserSignIns(self, request: pb.ListUserSignInsRequest, caller: Caller) -> pb.ListUserSignInsResponse:
        user_id = UUID(request.user_id)
        found, token = await self._history.list_of(caller, user_id, request.page_size, request.page_token)
        return pb.ListUserSignInsResponse(sign_ins=messages(found), next_page_token=token)


def messages(attempts: Iterable[Attempt]) -> list[pb.SignIn]:
    return [to_message(attempt) for attempt in attempts]


def to_message(attempt: Attempt) -> pb.SignIn:
    return pb.SignIn(
        sign_in_id=str(attempt.attempt_id),
        create_time=attempt.time,
        opened=not attempt.refusal,
        refusal_reason=attempt.refusal,
        method=f"SIGN_IN_METHOD_{attempt.method}",
        second_factor=f"SIGN_IN_SECOND_FACTOR_{attempt.second_factor}",
        source_address=attempt.place.source_address,
        user_agent=attempt.place.user_agent,
        device=device_message(attempt.place.device),
        location=location_message(attempt.place.location),
        new_device=not attempt.refusal and not attempt.familiar,
        further_refusal_count=attempt.further_refusals,
    )


def device_message(device: Device) -> pb.Device:
    kind = f"DEVICE_KIND_{device.kind}"
    return pb.Device(browser=device.browser, operating_system=device.operating_system, kind=kind)


def location_message(location: Location) -> pb.Location | None:
    """Absent where nothing is known."""
    if location == NOWHERE:
        return None
    return pb.Location(city=location.city, region=location.region, country=location.country)
