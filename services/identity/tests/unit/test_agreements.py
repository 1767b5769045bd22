from datetime import date
from hashlib import sha256

import pytest

from identity.agreements.documents import DOCUMENTS, OFFERED
from identity.agreements.model import BaaState, Document, NewSignature, baa_state, phi_allowed
from identity.agreements.service import check_signature
from identity.errors import BaaNotAcceptedError, BaaVersionNotOfferedError
from identity.workspaces.model import WorkspaceKind
from kit.errors import InvalidInput

TODAY = date(2026, 11, 22)


def document(end_date: date | None = None) -> Document:
    return Document("1", "BAA", "text", "hash", end_date)


@pytest.mark.parametrize(
    ("signed", "state"),
    [
        (None, BaaState.UNSIGNED),
        (document(), BaaState.IN_FORCE),
        (document(date(2026, 11, 22)), BaaState.IN_FORCE),
        (document(date(2026, 11, 21)), BaaState.ENDED),
    ],
)
def test_a_baa_is_in_force_from_signing_through_its_last_day(signed: Document | None, state: BaaState) -> None:
    assert baa_state(signed, TODAY) is state


@pytest.mark.parametrize("state", BaaState)
@pytest.mark.parametrize("phi_mode", [True, False])
def test_real_phi_needs_both_and_a_sandbox_neither(state: BaaState, *, phi_mode: bool) -> None:
    assert phi_allowed(WorkspaceKind.SANDBOX, state, phi_mode=phi_mode)
    wanted = state is BaaState.IN_FORCE and phi_mode
    assert phi_allowed(WorkspaceKind.PRODUCTION, state, phi_mode=phi_mode) is wanted


def test_the_text_offered_is_a_template_and_says_that_it_goes_first() -> None:
    assert OFFERED is DOCUMENTS[OFFERED.version]
    assert OFFERED.sha256 == sha256(OFFERED.text.encode()).hexdigest()
    assert f"Version {OFFERED.version}" in OFFERED.text
    assert "replaced by a text of" in OFFERED.text
    assert "goes before the privacy policy" in OFFERED.text


def test_a_text_that_was_offered_is_never_changed() -> None:
    """Signatures name these hashes: a new text is a new version."""
    assert {version: each.sha256 for version, each in DOCUMENTS.items()} == {
        "2026-11": "764cab98cc217b62c1e46a8792b7d810b392020b9975bacbc268479f4ac22b0b",
    }


def signature(name: str = "Ada Lovelace", title: str = "Owner", version: str = OFFERED.version) -> NewSignature:
    return NewSignature(name, title, version, accepted=True)


def test_a_signature_is_of_the_version_offered_accepted_and_named() -> None:
    check_signature(signature())
    with pytest.raises(BaaNotAcceptedError):
        check_signature(NewSignature("Ada Lovelace", "Owner", OFFERED.version, accepted=False))
    with pytest.raises(BaaVersionNotOfferedError):
        check_signature(signature(version="2020-01"))
    for blank in (signature(name="  "), signature(title="\t")):
        with pytest.raises(InvalidInput):
            check_signature(blank)
