"""The route of `endpoint.py` in the OpenAPI document."""

from contactfollowup.crm.v1.imports_pb2 import ContactImport
from gateway.openapi.examples import answered_example
from gateway.openapi.handwritten import Handwritten, json_content
from gateway.transcoding.descriptors import descriptor_of

_DRY_RUN = {
    "type": "boolean",
    "description": "True to write nothing and only show what would happen. Before the file.",
}
_FORM = {
    "type": "object",
    "additionalProperties": False,
    "required": ["file"],
    "properties": {
        "dryRun": _DRY_RUN,
        "file": {"type": "string", "format": "binary", "description": "A CSV file with a header row."},
    },
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A key of the caller's choice: sent again, it answers with the import already made.",
    "schema": {"type": "string", "maxLength": 255},
}
_ANSWER = {
    "description": "The import, which is worked off in the background.",
    "headers": {"Location": {"description": "Where to ask how far it is.", "schema": {"type": "string"}}},
    "content": json_content(
        {"$ref": "#/components/schemas/ContactImport"}, answered_example(descriptor_of(ContactImport))
    ),
}

UPLOADS = (
    Handwritten(
        method="POST",
        path="/api/v1/contacts:import",
        operation_id="uploadContactImport",
        tag="ContactImport",
        description="Takes a CSV file of contacts of any size. It is kept, sealed, before the answer.",
        access="contacts.import",
        parameters=(
            {"name": "dryRun", "in": "query", "description": "As the form's field.", "schema": {"type": "boolean"}},
            _KEY,
        ),
        request={"multipart/form-data": {"schema": _FORM}},
        responses={"202": _ANSWER},
        errors=(400, 401, 403, 409, 413, 415, 422, 429, 500, 503, 504),
    ),
)
