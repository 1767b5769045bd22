"""Errors that cross a service boundary: each has a kind, a stable reason, and a sentence for the caller.

A service derives its own from the kinds here, on one page, and raises them; `kit.status` carries them over the wire
and back. A message never holds PHI or a value the caller sent; it says what to do.
"""

from collections.abc import Mapping
from typing import ClassVar


class Error(Exception):
    """The root. `code` names the gRPC status it travels as; `field` is a proto path such as `contact.phone`.

    `metadata` holds ids, limits and codes only. `violations` pairs each field at fault with the rule it breaks.
    """

    code: ClassVar[str] = "INTERNAL"
    reason: str = "INTERNAL"
    message: str = "This is a fault of ours. Give the request id to support."

    def __init__(
        self,
        message: str = "",
        *,
        reason: str = "",
        field: str = "",
        metadata: Mapping[str, str] | None = None,
        violations: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.reason = reason or self.reason
        self.message = message or self.message
        self.field = field
        self.metadata = dict(metadata or {})
        self.violations = violations or (((field, self.reason),) if field else ())
        super().__init__(self.message)


class InvalidInput(Error):
    """The request breaks a rule. `violations` pairs each field at fault with the rule it breaks."""

    code = "INVALID_ARGUMENT"
    reason = "INVALID_FIELD"
    message = "A field breaks a rule of the contract. Correct it and send again."


class Unauthenticated(Error):
    """No valid principal came with the call."""

    code = "UNAUTHENTICATED"
    reason = "NOT_SIGNED_IN"
    message = "Sign in and send again."


class Forbidden(Error):
    """The caller is known and may not do this."""

    code = "PERMISSION_DENIED"
    reason = "PERMISSION_MISSING"
    message = "You lack the permission for this. An administrator can grant it."


class StepUpRequired(Forbidden):
    """The act asks for a fresh proof of who the caller is."""

    reason = "STEP_UP_REQUIRED"
    message = "Prove again who you are at /api/v1/me/step-up, then repeat this."


class EnrolmentRequired(Forbidden):
    """The workspace asks for a second factor, and the time to enrol one is over."""

    reason = "MFA_ENROLMENT_REQUIRED"
    message = "Your workspace asks for a second factor. Enrol one at /api/v1/me/mfa, then repeat this."


class FeatureUnavailable(Forbidden):
    """The workspace is not entitled to this; metadata names the `feature`."""

    reason = "FEATURE_UNAVAILABLE"
    message = "This workspace is not entitled to this. An administrator can see why at /api/v1/subscription."


class WorkspaceReadOnly(Forbidden):
    """An invoice of the workspace was not paid within its grace."""

    reason = "WORKSPACE_READ_ONLY"
    message = (
        "This workspace is read-only until its invoices are paid. Reading, exporting and erasing go on. "
        "An administrator sees what is due, and pays, at /api/v1/subscription."
    )


class FieldForbidden(Forbidden):
    """The caller's role may not see, or not change, a field that the request names."""

    reason = "FIELD_FORBIDDEN"
    message = "Your role may not see or change a field that you name. Leave it out."


class NotFound(Error):
    """Nothing by this id is visible to the caller."""

    code = "NOT_FOUND"
    reason = "NOT_FOUND"
    message = "Nothing by this id is visible to you. Check the id."


class AlreadyExists(Error):
    """What was to be created exists."""

    code = "ALREADY_EXISTS"
    reason = "ALREADY_EXISTS"
    message = "This exists already."


class RuleBroken(Error):
    """The request is well formed, and the state of the record forbids it."""

    code = "FAILED_PRECONDITION"
    reason = "RULE_BROKEN"
    message = "The state of the record forbids this."


class Stale(Error):
    """The record changed since it was read."""

    code = "ABORTED"
    reason = "STALE_ETAG"
    message = "The record changed since you read it. Read it again and repeat the change."


class TooMany(Error):
    """More was asked for than is allowed for now; `retry_after` is in seconds."""

    code = "RESOURCE_EXHAUSTED"
    reason = "TOO_MANY_REQUESTS"
    message = "Too many requests. Wait as long as Retry-After says."

    def __init__(self, message: str = "", *, retry_after: float = 1.0, reason: str = "") -> None:
        seconds = str(max(1, round(retry_after)))
        super().__init__(message, reason=reason, metadata={"retryAfterSeconds": seconds})


class Unavailable(Error):
    """A part this call depends on is not reachable."""

    code = "UNAVAILABLE"
    reason = "UNAVAILABLE"
    message = "A part of the service is not reachable for the moment. Retry with a pause."


class DeadlineExceeded(Error):
    """The time allowed for the call ran out."""

    code = "DEADLINE_EXCEEDED"
    reason = "DEADLINE_EXCEEDED"
    message = "The time allowed ran out. Retry, with less asked for."


KINDS: Mapping[str, type[Error]] = {
    kind.code: kind
    for kind in (
        InvalidInput,
        Unauthenticated,
        Forbidden,
        NotFound,
        AlreadyExists,
        RuleBroken,
        Stale,
        Unavailable,
        DeadlineExceeded,
    )
}
