"""The practice's BAA with the operator, and when a workspace may hold PHI."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from identity.workspaces.model import WorkspaceKind


class BaaState(StrEnum):
    UNSIGNED = "UNSIGNED"
    IN_FORCE = "IN_FORCE"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class Document:
    """One version of the text. `end_date` is the last day it binds those who signed it; None while it has no end."""

    version: str
    title: str
    text: str = field(repr=False)
    sha256: str
    end_date: date | None = None


@dataclass(frozen=True, slots=True)
class NewSignature:
    """What someone says who signs."""

    name: str = field(repr=False)
    title: str = field(repr=False)
    document_version: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Signature:
    signature_id: UUID
    workspace_id: UUID
    document_version: str
    document_sha256: str
    signer_name: str = field(repr=False)
    signer_title: str = field(repr=False)
    user_id: UUID
    source: str
    sign_time: datetime


@dataclass(frozen=True, slots=True)
class Agreements:
    """Where a practice stands. `signatures` are the newest first."""

    baa_state: BaaState
    offered: Document
    signatures: tuple[Signature, ...]
    phi_mode: bool
    phi_allowed: bool


def baa_state(signed: Document | None, today: date) -> BaaState:
    """Where a BAA stands of which `signed` is the version signed last."""
    if signed is None:
        return BaaState.UNSIGNED
    ended = signed.end_date is not None and signed.end_date < today
    return BaaState.ENDED if ended else BaaState.IN_FORCE


def phi_allowed(kind: WorkspaceKind, state: BaaState, *, phi_mode: bool) -> bool:
    """Real patients only under a BAA in force, when the practice wants them; a sandbox holds synthetic ones."""
    return kind is WorkspaceKind.SANDBOX or (state is BaaState.IN_FORCE and phi_mode)
