"""How the PHI of a contact is sealed and indexed: the only code that sees both plaintext and stored form.

Sealed columns hold text under the data key of the contact, bound to workspace, table, column and contact. The address
and the sealed properties are JSON objects of what is not empty. Blind indexes are of the canonical spelling.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from functools import lru_cache, partial
from operator import attrgetter
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import orjson

from crm.contacts.identity import identity
from crm.contacts.model import ADDRESS_FIELDS, NO_ADDRESS, Address, Details, parse_date
from phi_crypto import (
    Binding,
    BlindIndex,
    DataKey,
    MasterKeys,
    name_words,
    normalise_date_of_birth,
    normalise_email,
    prefix_tokens,
    query_tokens,
)

_address_parts = attrgetter(*ADDRESS_FIELDS)

TABLE = "contacts"
WORDS_KEPT = 10_000
MASKS_KEPT = 256
PROPERTIES = frozenset(("properties",))


class Row(Protocol):
    """A row of contacts joined to its wrapped key."""

    def __getitem__(self, column: str, /) -> Any:
        """The value of a column."""


class Sealed(NamedTuple):
    """The PHI columns of a contact, in the order of the table."""

    first_name_enc: str | None
    last_name_enc: str | None
    email_enc: str | None
    phone_enc: str | None
    date_of_birth_enc: str | None
    address_enc: str | None
    properties_enc: str | None
    email_bidx: bytes | None
    phone_bidx: bytes | None
    date_of_birth_bidx: bytes | None
    match_bidx: bytes


class Sealing:
    """Seals, opens and indexes the contacts of one workspace."""

    def __init__(self, keys: MasterKeys, index_key: bytes, workspace_id: UUID) -> None:
        workspace = str(workspace_id)
        self._keys = keys
        self._owner = workspace + "/"
        self._bind = {column: Binding(workspace, TABLE, column) for column in Sealed._fields[:7]}
        self._email = BlindIndex(index_key, "contact.email", workspace)
        self._phone = BlindIndex(index_key, "contact.phone", workspace)
        self._date_of_birth = BlindIndex(index_key, "contact.date_of_birth", workspace)
        self._match = BlindIndex(index_key, "contact.match", workspace)
        self._name = BlindIndex(index_key, "contact.name", workspace)
        self._request = BlindIndex(index_key, "contact.request", workspace)
        # Names repeat: in a file of a hundred thousand people most words have been met before.
        self._tokens_of_word = lru_cache(WORDS_KEPT)(partial(prefix_tokens, self._name))
        self._sealed = lru_cache(MASKS_KEPT)(self._sealed_of)

    def _sealed_of(self, fields: frozenset[str]) -> list[tuple[str, str, Callable[[str], bytes]]]:
        """The sealed ones of `fields`: name, column, and what binds a value to its row."""
        found = [(column.removesuffix("_enc"), column, binding.row) for column, binding in self._bind.items()]
        return [each for each in found if each[0] in fields]

    def fingerprint(self, details: Details) -> bytes:
        """The same for the same details, and nothing to anyone without the key."""
        return self._request.of(orjson.dumps(asdict(details), default=str).decode())

    def new_key(self, contact_id: str) -> tuple[DataKey, str]:
        """A data key of its own for a new contact, and its wrapped form to store."""
        return self._keys.new_data_key(self._owner + contact_id)

    def key(self, row: Row) -> DataKey:
        """The data key of the contact in `row`."""
        return self._keys.unwrap(row["wrapped_key"], self._owner + str(row["contact_id"]))

    def seal(self, key: DataKey, row_id: str, details: Details, phi: Mapping[str, str], match: bytes) -> Sealed:
        """The PHI columns of `details`; `phi` holds those of its properties that are sealed."""
        bind, seal = self._bind, key.seal
        email, phone = details.email, details.phone
        born = details.date_of_birth and normalise_date_of_birth(details.date_of_birth)
        first, last, address = details.first_name, details.last_name, details.address
        return Sealed(
            seal(first, bind["first_name_enc"].row(row_id)) if first else None,
            seal(last, bind["last_name_enc"].row(row_id)) if last else None,
            seal(email, bind["email_enc"].row(row_id)) if email else None,
            seal(phone, bind["phone_enc"].row(row_id)) if phone else None,
            seal(born, bind["date_of_birth_enc"].row(row_id)) if born else None,
            seal(_address_text(address), bind["address_enc"].row(row_id)) if address != NO_ADDRESS else None,
            seal(orjson.dumps(phi).decode(), bind["properties_enc"].row(row_id)) if phi else None,
            self._email.of(normalise_email(email)) if email else None,
            self._phone.of(phone) if phone else None,
            self._date_of_birth.of(born) if born else None,
            match,
        )

    def open(self, row: Row, key: DataKey, fields: frozenset[str]) -> Details:
        """The details in `row` as far as `fields` names them; nothing else is opened."""
        found: dict[str, Any] = self.open_texts(row, key, fields)
        if "address" in found:
            found["address"] = Address(**orjson.loads(found["address"]))
        if "date_of_birth" in found:
            found["date_of_birth"] = parse_date(found["date_of_birth"])
        if "properties" in fields:
            found["properties"] = {**row["properties"], **orjson.loads(found.get("properties", "{}"))}
        return Details(lifecycle=row["lifecycle"], owner_id=row["owner_id"], tags=tuple(row["tags"]), **found)

    def open_texts(self, row: Row, key: DataKey, fields: frozenset[str]) -> dict[str, str]:
        """The sealed columns of `fields` in the clear, by field; one that is NULL is left out."""
        row_id = str(row["contact_id"])
        return {
            name: key.open(sealed, bind(row_id))
            for name, column, bind in self._sealed(fields)
            if (sealed := row[column])
        }

    def open_properties(self, row: Row, key: DataKey) -> dict[str, str]:
        sealed = self.open_texts(row, key, PROPERTIES).get("properties", "{}")
        return {**row["properties"], **orjson.loads(sealed)}

    def seal_properties(self, row: Row, key: DataKey, phi: Mapping[str, str]) -> str | None:
        row_id = str(row["contact_id"])
        return key.seal(orjson.dumps(phi).decode(), self._bind["properties_enc"].row(row_id)) if phi else None

    def match(self, details: Details) -> bytes:
        """Equal for two sets of details that an import takes for the same person."""
        return self._match.of(identity(details))

    def tokens(self, details: Details) -> list[bytes]:
        """The tokens by which a name is found as it is typed."""
        words = {*name_words(details.first_name), *name_words(details.last_name)}
        return sorted({token for word in words for token in self._tokens_of_word(word)})

    def query(self, text: str) -> list[bytes]:
        """One token a word of a query, the most selective first."""
        words = sorted(set(name_words(text)), key=len, reverse=True)
        return list(dict.fromkeys(token for word in words for token in query_tokens(self._name, word)))

    def email_index(self, email: str) -> bytes:
        return self._email.of(normalise_email(email))

    def phone_index(self, phone: str) -> bytes:
        return self._phone.of(phone)

    def date_of_birth_index(self, born: str) -> bytes:
        return self._date_of_birth.of(born)


class Sealings:
    """The Sealing of each workspace, kept while the process runs."""

    def __init__(self, keys: MasterKeys, index_key: bytes) -> None:
        self.of = lru_cache(maxsize=256)(lambda workspace_id: Sealing(keys, index_key, workspace_id))


def _address_text(address: Address) -> str:
    parts = zip(ADDRESS_FIELDS, _address_parts(address), strict=True)
    return orjson.dumps({part: value for part, value in parts if value}).decode()
