"""The routes of `endpoints.py` in the OpenAPI document."""

from gateway.openapi.handwritten import Handwritten

_TIME = {"type": "string", "format": "date-time"}
_FILE = {"Content-Disposition": {"description": "The file's name.", "schema": {"type": "string"}}}

# What a contract route answers beside JSON, by its path.
CSV_OF_REJECTED_ROWS = {
    "/api/v1/contact-imports/{import_id}/errors": {
        "text/csv": {
            "schema": {"type": "string"},
            "example": "line,column,reason,Name,Email\n7,Email,INVALID_EMAIL,Ana Silva,ana(at)example.com\n",
        }
    }
}

DOWNLOADS = (
    Handwritten(
        method="GET",
        path="/api/v1/audit/export",
        operation_id="exportEntries",
        tag="Audit",
        description="Streams the audit entries of a range of time as a file that proves itself.",
        access="audit.export",
        parameters=(
            {
                "name": "format",
                "in": "query",
                "required": True,
                "description": "How the file is written.",
                "schema": {"type": "string", "enum": ["csv", "json"]},
            },
            {"name": "fromTime", "in": "query", "description": "From this time on.", "schema": _TIME},
            {"name": "toTime", "in": "query", "description": "Before this time.", "schema": _TIME},
        ),
        responses={
            "200": {
                "description": "The file.",
                "headers": _FILE,
                "content": {"text/csv": {"schema": {"type": "string"}}, "application/json": {"schema": {}}},
            }
        },
        errors=(400, 401, 403, 404, 409, 429, 500, 503, 504),
    ),
)
