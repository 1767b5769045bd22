"""Every error the edge itself gives; those of the services behind it pass through with their own reasons."""

from collections.abc import Iterable

from kit.errors import Forbidden, InvalidInput, NotFound, TooMany, Unauthenticated


class InvalidField(InvalidInput):
    """A field or parameter has another type or name than the contract says; `path` is as the caller wrote it."""

    def __init__(self, path: str, rule: str, expected: str) -> None:
        super().__init__(f"{path}: {expected}.", field=path, violations=((path, rule),))


class MalformedRequest(InvalidInput):
    reason = "MALFORMED_REQUEST"
    message = "The body is not well-formed JSON. Correct it and send again."


class NotSignedIn(Unauthenticated):
    reason = "NOT_SIGNED_IN"
    message = "Sign in and send again."


class InvalidToken(Unauthenticated):
    reason = "INVALID_TOKEN"
    message = "The token does not work: it is unknown, has ended or was revoked. Use another token."


class CrossOrigin(Forbidden):
    reason = "CROSS_ORIGIN"
    message = "A write came from a page of another origin. Call from the product's own pages."


class RouteNotFound(NotFound):
    message = "There is nothing at this address. /api/openapi.json lists what there is."


class MethodNotAllowed(InvalidInput):
    reason = "METHOD_NOT_ALLOWED"
    message = "The address takes other methods. Allow names them."

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__(metadata={"allow": ", ".join(sorted(allowed))})


class BodyTooLarge(InvalidInput):
    reason = "BODY_TOO_LARGE"
    message = "The body is larger than this address takes. Send less."

    def __init__(self, limit: int) -> None:
        super().__init__(metadata={"limitBytes": str(limit)})


class UnsupportedMediaType(InvalidInput):
    reason = "UNSUPPORTED_MEDIA_TYPE"
    message = "The body is of a type this address does not take. Send the type named."

    def __init__(self, expected: str) -> None:
        super().__init__(metadata={"expected": expected})


class RateLimited(TooMany):
    """`policy` and `state` are the values of the headers RateLimit-Policy and RateLimit."""

    def __init__(self, retry_after: float, policy: str, state: str) -> None:
        super().__init__(retry_after=retry_after)
        self.policy = policy
        self.state = state


class DisconnectedError(Exception):
    """The client went away before it had sent everything: there is nobody left to answer."""
