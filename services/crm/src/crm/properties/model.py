"""A custom property of contacts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Property:
    """A property by name; its values are sealed while `phi` holds, which it does until an administrator says not."""

    property_id: UUID
    name: str
    phi: bool
    create_time: datetime
