"""The routes of `endpoints.py` in the OpenAPI document; that of linking is told by its contract."""

from typing import Any

from gateway.openapi.handwritten import SET_COOKIE, Handwritten

_ATTEMPT: dict[str, Any] = {
    "Set-Cookie": {"description": "The cookie `hn_sso`, for ten minutes.", "schema": {"type": "string"}}
}
_LOCATION: dict[str, Any] = {"Location": {"description": "Where the browser goes.", "schema": {"type": "string"}}}


def _query(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}


SSO = (
    Handwritten(
        method="GET",
        path="/api/v1/sso/{provider_id}/start",
        operation_id="startSso",
        tag="Sso",
        description="Begins to sign in: sends the browser to the identity provider. Failures are pages for browsers.",
        access="public",
        parameters=(
            {
                "name": "provider_id",
                "in": "path",
                "required": True,
                "description": "The provider's id.",
                "schema": {"type": "string", "format": "uuid"},
            },
            _query("returnTo", "Where the browser ends up: a path of this deployment; `/` unless given."),
            _query("fresh", "`true` asks for a fresh proof of who the person is, for acts that ask for one."),
        ),
        responses={"303": {"description": "To the identity provider.", "headers": _LOCATION | _ATTEMPT}},
        errors=(400, 403, 404, 429, 500, 503, 504),
    ),
    Handwritten(
        method="GET",
        path="/api/v1/sso/callback",
        operation_id="finishSso",
        tag="Sso",
        description="Where the identity provider sends the browser back to. Opens the session, links the identity, or "
        "takes the fresh proof. Where the account's own second factor is still to be given, the browser goes to "
        "`/app/sign-in#challenge=...&kinds=...&returnTo=...`; the page answers at `POST /api/v1/session/mfa`.",
        access="public",
        parameters=(
            _query("state", "What was handed over on the way there."),
            _query("code", "The authorization code."),
            _query("error", "Why the provider refused."),
            _query("iss", "Who the provider says it is."),
        ),
        responses={"303": {"description": "To where the browser was going.", "headers": _LOCATION | SET_COOKIE}},
        errors=(400, 401, 403, 404, 409, 429, 500, 503, 504),
    ),
    Handwritten(
        method="POST",
        path="/api/v1/sso/backchannel-logout",
        operation_id="endSsoSessions",
        tag="Sso",
        description="OpenID Connect back-channel logout: ends the sessions that the provider's `logout_token` names.",
        access="public",
        request={
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "required": ["logout_token"],
                    "properties": {"logout_token": {"type": "string", "description": "As the provider signed it."}},
                },
                "example": {"logout_token": "eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl"},
            }
        },
        responses={"200": {"description": "The sessions are ended."}},
        errors=(400, 403, 413, 415, 429, 500, 503, 504),
    ),
)
