"""Policies of use: which version is in force, who agreed to which."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """What people agree to: its version, and where its two parts can be read."""

    version: str
    terms_url: str = ""
    privacy_url: str = ""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That someone agreed; `source` is the address and program it came from."""

    version: str
    accept_time: datetime
    source: str


@dataclass(frozen=True, slots=True)
class PolicyStatus:
    current_version: str
    accepted: Acceptance | None
