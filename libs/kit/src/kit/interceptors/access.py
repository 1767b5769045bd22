"""Access: exactly what the contract declares for the method, nothing else."""

from google.protobuf.message import Message

from kit.contract import ContractError, Method
from kit.errors import EnrolmentRequired, Forbidden
from kit.interceptors.call import Call, Parts, Step

STAFF = frozenset({"user", "agent"})


def step(method: Method, parts: Parts) -> Step | None:
    allowed = declared(method, parts)
    if allowed is None or method.while_enrolling:
        return allowed
    return enrolled(allowed)


def enrolled(then: Step) -> Step:
    """Someone who has to enrol a second factor first is told so before anything else."""

    def check(call: Call, request: Message | None) -> None:
        if call.caller is not None and call.caller.must_enrol:
            raise EnrolmentRequired
        then(call, request)

    return check


def declared(method: Method, _: Parts) -> Step | None:
    rule = method.access.WhichOneof("rule")
    match rule:
        case "public":
            return None
        case "signed_in":
            return kinds(STAFF)
        case "patient":
            return kinds(frozenset({"patient"}))
        case "permission":
            return permission(method.access.permission)
        case "service":
            return services(frozenset(method.access.service.names))
    raise ContractError(f"{method.path} has an access rule this server does not know: {rule}")


def kinds(allowed: frozenset[str]) -> Step:
    def check(call: Call, _: Message | None) -> None:
        if call.caller is None or call.caller.actor_kind not in allowed:
            raise Forbidden

    return check


def permission(needed: str) -> Step:
    def check(call: Call, _: Message | None) -> None:
        if call.caller is None or needed not in call.caller.permissions or call.caller.actor_kind not in STAFF:
            raise Forbidden(metadata={"permission": needed})

    return check


def services(allowed: frozenset[str]) -> Step:
    def check(call: Call, _: Message | None) -> None:
        if call.caller is None or call.caller.actor_id not in allowed:
            raise Forbidden

    return check
