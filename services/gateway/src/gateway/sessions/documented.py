"""The routes of `endpoints.py` in the OpenAPI document."""

from gateway.openapi.handwritten import SET_COOKIE, Handwritten

SESSIONS = (
    Handwritten(
        method="DELETE",
        path="/api/v1/session",
        operation_id="deleteSession",
        tag="Session",
        description="Signs out: ends the session everywhere within five seconds, and clears its cookie.",
        access="signed_in",
        responses={"204": {"description": "The session is ended.", "headers": SET_COOKIE}},
        errors=(401, 403, 429, 500, 503, 504),
        machines=False,
    ),
)
