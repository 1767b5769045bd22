"""Domains of a workspace, and what proves that one is its own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MOST_DOMAINS = 50
RECORD_PREFIX = "contactfollowup-domain-verification="


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain that a workspace claims, and has proved to be its own once `verify_time` is set."""

    domain_id: UUID
    workspace_id: UUID
    name: str
    challenge: str
    create_time: datetime
    verify_time: datetime | None = None

    @property
    def record_value(self) -> str:
        return RECORD_PREFIX + self.challenge
