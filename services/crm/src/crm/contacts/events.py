"""What is told to the rest of the suite about contacts: ids and field names, never values."""

from collections.abc import Sequence
from uuid import UUID

from google.protobuf.message import Message

from contactfollowup.crm.v1 import events_pb2
from crm.contacts.model import Contact

Event = tuple[str, Message, str]


def created(contact: Contact) -> Event:
    return _event("created", events_pb2.ContactCreated(contact_id=str(contact.contact_id)), contact.contact_id)


def updated(contact: Contact, fields: Sequence[str]) -> Event:
    message = events_pb2.ContactUpdated(contact_id=str(contact.contact_id), fields=fields)
    return _event("updated", message, contact.contact_id)


def archived(contact: Contact) -> Event:
    return _event("archived", events_pb2.ContactArchived(contact_id=str(contact.contact_id)), contact.contact_id)


def restored(contact: Contact) -> Event:
    return _event("restored", events_pb2.ContactRestored(contact_id=str(contact.contact_id)), contact.contact_id)


def erased(contact: Contact) -> Event:
    return _event("erased", events_pb2.ContactErased(contact_id=str(contact.contact_id)), contact.contact_id)


def _event(verb: str, message: Message, contact_id: UUID) -> Event:
    return f"cfu.crm.v1.contact.{verb}", message, str(contact_id)
