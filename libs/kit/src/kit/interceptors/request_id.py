"""The request id: taken over from the edge, made here for calls that did not pass it."""

import re

from google.protobuf.message import Message

from kit.contract import Method
from kit.ids import new_id
from kit.interceptors.call import Call, Parts, Step

METADATA_KEY = "cfu-request-id"
ACCEPTED = re.compile(r"[A-Za-z0-9_.-]{8,64}")


def step(_: Method, __: Parts) -> Step:
    def take(call: Call, _: Message | None) -> None:
        given = call.metadata.get(METADATA_KEY, "")
        call.request_id = given if ACCEPTED.fullmatch(given) else str(new_id())

    return take
