"""The texts of the BAA, one resource per version. A text that was ever offered is never changed: add a version."""

from datetime import date
from hashlib import sha256
from importlib.resources import files

from identity.agreements.model import Document


def load(version: str, *, end_date: date | None = None) -> Document:
    """The version whose text is `documents/baa-VERSION.md`, in force until `end_date` for those who signed it."""
    text = files("identity.agreements").joinpath("documents", f"baa-{version}.md").read_text("utf-8")
    return Document(
        version=version,
        title="Business Associate Agreement",
        text=text,
        sha256=sha256(text.encode()).hexdigest(),
        end_date=end_date,
    )


# Oldest first; the last one is offered for signing.
DOCUMENTS = {document.version: document for document in (load("2026-11"),)}
OFFERED = list(DOCUMENTS.values())[-1]
