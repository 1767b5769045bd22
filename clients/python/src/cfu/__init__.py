"""A thin typed REST client and the cfu command."""

from cfu.audit import AuditEntry, Checkpoint
from cfu.client import Client
from cfu.contacts import Address, Contact
from cfu.errors import (
    CfuError,
    JarError,
    KeyChangedError,
    MfaRequiredError,
    ProblemError,
    UnreachableError,
    UnsafeAddressError,
)
from cfu.factors import TotpEnrolment
from cfu.imports import ContactImport, ContactImportState, RejectedRow
from cfu.jar import FileJar, MemoryJar
from cfu.operations import Argument, Operation
from cfu.service_accounts import (
    IssuedToken,
    ServiceAccount,
    ServiceAccountState,
    ServiceAccountToken,
    ServiceAccountTokenState,
)
from cfu.sessions import Session, Workspace, WorkspaceKind
from cfu.users import User, UserState

__all__ = [
    "Address",
    "Argument",
    "AuditEntry",
    "CfuError",
    "Checkpoint",
    "Client",
    "Contact",
    "ContactImport",
    "ContactImportState",
    "FileJar",
    "IssuedToken",
    "JarError",
    "KeyChangedError",
    "MemoryJar",
    "MfaRequiredError",
    "Operation",
    "ProblemError",
    "RejectedRow",
    "ServiceAccount",
    "ServiceAccountState",
    "ServiceAccountToken",
    "ServiceAccountTokenState",
    "Session",
    "TotpEnrolment",
    "UnreachableError",
    "UnsafeAddressError",
    "User",
    "UserState",
    "Workspace",
    "WorkspaceKind",
]
