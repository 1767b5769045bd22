"""What is told to the rest of the suite about imports: ids only."""

from collections.abc import Sequence
from uuid import UUID

from google.protobuf.message import Message

from contactfollowup.crm.v1 import events_pb2


def contacts_imported(
    import_id: UUID, created_ids: Sequence[str], updated_ids: Sequence[str]
) -> tuple[str, Message, str]:
    message = events_pb2.ContactsImported(
        import_id=str(import_id), created_contact_ids=created_ids, updated_contact_ids=updated_ids
    )
    return "cfu.crm.v1.contact.imported", message, str(import_id)
