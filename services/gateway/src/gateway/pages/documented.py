"""The probe of `health.py`, and the document itself, in the OpenAPI document."""

from gateway.openapi.handwritten import Handwritten, json_content

_HEALTH = {
    "type": "object",
    "required": ["status"],
    "properties": {
        "status": {"type": "string", "enum": ["ok", "unavailable"]},
        "missing": {"type": "array", "items": {"type": "string"}, "description": "The services out of reach."},
    },
}

PAGES = (
    Handwritten(
        method="GET",
        path="/api/openapi.json",
        operation_id="getDocument",
        tag="Edge",
        description="Returns this document.",
        access="public",
        responses={
            "200": {"description": "OpenAPI 3.1.", "content": json_content({"type": "object"}, {"openapi": "3.1.0"})}
        },
        errors=(429, 500, 503),
    ),
    Handwritten(
        method="GET",
        path="/healthz",
        operation_id="getHealth",
        tag="Edge",
        description="Says whether the services behind the edge were reachable within the last seconds.",
        access="public",
        responses={
            "200": {"description": "All of them.", "content": json_content(_HEALTH, {"status": "ok"})},
            "503": {
                "description": "Not all of them.",
                "content": json_content(_HEALTH, {"status": "unavailable", "missing": ["crm"]}),
            },
        },
    ),
)
