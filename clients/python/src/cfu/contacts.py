"""The people a practice follows up."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from cfu.paging import pages
from cfu.transport import API, Transport, segment
from cfu.wire import WireMessage, camel, encode


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Address(WireMessage):
    """A postal address. All of it is PHI, so none of it is in its repr."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""

    def __repr__(self) -> str:
        return "Address(...)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(WireMessage):
    """A person the practice follows up. Its repr shows no PHI."""

    contact_id: str = ""
    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    date_of_birth: str = field(default="", repr=False)
    address: Address | None = field(default=None, repr=False)
    lifecycle: str = ""
    owner_id: str = ""
    tags: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict, repr=False)
    legal_hold: bool = False
    etag: str = ""
    create_time: datetime | None = None
    update_time: datetime | None = None
    archive_time: datetime | None = None
    possible_duplicate_ids: tuple[str, ...] = ()


class Contacts:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def create(self, contact: Contact, *, idempotency_key: str = "") -> Contact:
        """Creates a contact. Sent again with the same key, it answers with the contact already made."""
        headers = {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}
        body = {name: value for name, value in contact.to_json().items() if value}
        answer = self._transport.call("POST", f"{API}/contacts", body=body, headers=headers, repeatable=True)
        return Contact.from_json(answer)

    def get(self, contact_id: str) -> Contact:
        return Contact.from_json(self._transport.call("GET", _path(contact_id)))

    def list(
        self, *, lifecycle: str = "", owner_id: str = "", tag: str = "", archived: bool = False
    ) -> Iterator[Contact]:
        """Yields contacts, newest first."""
        query = {
            "lifecycle": lifecycle,
            "ownerId": owner_id,
            "tag": tag,
            "archived": "true" if archived else "",
        }
        return pages(
            lambda token: self._transport.call("GET", f"{API}/contacts", query={**query, "pageToken": token}),
            "contacts",
            Contact,
        )

    def search(
        self, query: str = "", *, email: str = "", phone: str = "", date_of_birth: str = ""
    ) -> Iterator[Contact]:
        """Yields contacts for which every criterion holds. What is searched for travels in the body only."""
        criteria = {"query": query, "email": email, "phone": phone, "dateOfBirth": date_of_birth}
        given = {name: value for name, value in criteria.items() if value}

        def fetch(token: str) -> dict[str, Any]:
            body = {**given, "pageToken": token} if token else given
            return self._transport.call("POST", f"{API}/contacts:search", body=body, repeatable=True)

        return pages(fetch, "contacts", Contact)

    def update(self, contact: Contact, **changes: object) -> Contact:
        """Changes fields of a contact as it was read; STALE_ETAG when it changed since.

        `properties` holds only those to change, an empty value removes one; an address is replaced whole.
        Not sent again by itself: had the first one arrived, the second would be refused as stale.
        """
        changed = replace(contact, **changes)  # type: ignore[arg-type]
        body = {camel(name): encode(getattr(changed, name)) for name in changes}
        headers = {"If-Match": f'"{contact.etag}"'} if contact.etag else {}
        return Contact.from_json(self._transport.call("PATCH", _path(contact.contact_id), body=body, headers=headers))

    def archive(self, contact_id: str) -> Contact:
        """Puts a contact away."""
        return Contact.from_json(self._transport.call("DELETE", _path(contact_id)))


def _path(contact_id: str) -> str:
    return f"{API}/contacts/{segment(contact_id)}"
