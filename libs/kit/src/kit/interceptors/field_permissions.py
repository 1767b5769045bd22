"""Field permissions on the way in: nobody changes, or asks by, a field that the role keeps from them."""

from google.protobuf.message import Message

from kit import field_permissions
from kit.contract import Method
from kit.interceptors.call import Call, Parts, Step


def step(method: Method, _: Parts) -> Step | None:
    if method.client_streaming:
        return None
    check = field_permissions.request_check(method.request)

    def refuse(call: Call, request: Message | None) -> None:
        caller = call.caller
        if caller is not None and request is not None and (caller.hidden_fields or caller.read_only_fields):
            check(request, caller.hidden_fields, caller.read_only_fields)

    return refuse
