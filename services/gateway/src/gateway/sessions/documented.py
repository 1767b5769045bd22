"""The routes of `endpoints.py` in the OpenAPI document."""

from contactfollowup.identity.v1.sessions_pb2 import Session
from gateway.openapi.examples import answered_example
from gateway.openapi.handwritten import Handwritten, json_content
from gateway.transcoding.descriptors import descriptor_of

_CREDENTIALS = {
    "type": "object",
    "additionalProperties": False,
    "required": ["email", "password"],
    "properties": {
        "email": {"type": "string", "minLength": 3, "maxLength": 254, "description": "The address to sign in with."},
        "password": {"type": "string", "minLength": 1, "maxLength": 1024, "description": "Exactly as typed."},
    },
}
_EXAMPLE = {"email": "grace.okafor@example.com", "password": "a long sentence of my own"}
_SET_COOKIE = {"Set-Cookie": {"description": "The cookie `hn_session`.", "schema": {"type": "string"}}}

SESSIONS = (
    Handwritten(
        method="POST",
        path="/api/v1/session",
        operation_id="createSession",
        tag="Session",
        description="Signs in. The cookie `hn_session` is set; the body is the session, without its secret.",
        access="public",
        request=json_content(_CREDENTIALS, _EXAMPLE),
        responses={
            "200": {
                "description": "The session that was opened.",
                "headers": _SET_COOKIE,
                "content": json_content(
                    {"$ref": "#/components/schemas/Session"}, answered_example(descriptor_of(Session))
                ),
            }
        },
        errors=(400, 401, 403, 413, 415, 429, 500, 503, 504),
    ),
    Handwritten(
        method="DELETE",
        path="/api/v1/session",
        operation_id="deleteSession",
        tag="Session",
        description="Signs out: ends the session everywhere within five seconds, and clears its cookie.",
        access="signed_in",
        responses={"204": {"description": "The session is ended.", "headers": _SET_COOKIE}},
        errors=(401, 403, 429, 500, 503, 504),
    ),
)
