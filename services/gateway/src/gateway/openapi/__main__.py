"""`python -m gateway.openapi`: prints the document of the edge, for what is built from it."""

import json
import sys

from .document import openapi_document

json.dump(json.loads(openapi_document()), sys.stdout, indent=1, ensure_ascii=False)
print()  # noqa: T201
