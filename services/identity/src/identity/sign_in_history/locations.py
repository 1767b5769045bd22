"""Roughly where an address is: read from a file of the operator's choice, never asked of anyone."""

from dataclasses import dataclass
from typing import Any, Protocol

import maxminddb

from identity.sign_in_history.networks import address_of


@dataclass(frozen=True, slots=True)
class Location:
    """A guess, good enough to be surprised by. `country` is its ISO code; empty is not known."""

    city: str = ""
    region: str = ""
    country: str = ""

    def __str__(self) -> str:
        return ", ".join(name for name in (self.city, self.region, self.country) if name)


NOWHERE = Location()


class Locations(Protocol):
    def of(self, source_address: str) -> Location:
        """Where the address is; nowhere when that is not known. Never raises."""


class NoLocations:
    """Without a file nothing is known."""

    def of(self, _: str) -> Location:
        return NOWHERE


class LocationFile:
    """A database in MaxMind's MMDB format with `city`, `subdivisions` and `country`. Another file takes a restart."""

    def __init__(self, path: str) -> None:
        """Raises ValueError for what is no such file."""
        try:
            self._reader = maxminddb.open_database(path)
        except (OSError, maxminddb.InvalidDatabaseError) as failure:
            raise ValueError("must be the path of a file in MaxMind's MMDB format") from failure

    def of(self, source_address: str) -> Location:
        address = address_of(source_address)
        try:
            record = self._reader.get(address) if address else None
        # An IPv6 address in a file of IPv4, or a broken file: neither keeps anybody from signing in.
        except (ValueError, maxminddb.InvalidDatabaseError):
            return NOWHERE
        if not isinstance(record, dict):
            return NOWHERE
        regions = record.get("subdivisions")
        region = regions[0] if isinstance(regions, list) and regions else None
        return Location(_name(record.get("city")), _name(region), _text(record.get("country"), "iso_code"))


def _name(place: Any) -> str:
    return _text(place.get("names"), "en") if isinstance(place, dict) else ""


def _text(record: Any, key: str) -> str:
    found = record.get(key) if isinstance(record, dict) else None
    return found if isinstance(found, str) and found.isprintable() else ""
