"""What a token looks like, and what a machine may be given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.errors import PermissionEscalationError, ScopeNotGrantedError, TokenLifetimeError
from identity.service_accounts.model import (
    check_person,
    check_scopes,
    checked_expire_time,
    checked_name,
)
from identity.service_accounts.token_format import TOKEN, new_token, token_id_of
from kit.errors import InvalidInput
from kit.testing.callers import make_caller

NOW = datetime(2026, 1, 31, tzinfo=UTC)
ANA, BEN = uuid4(), uuid4()


@given(st.uuids())
def test_a_token_names_its_id_and_nothing_else_is_one(token_id: UUID) -> None:
    token = new_token(token_id)
    assert TOKEN.fullmatch(token)
    assert token_id_of(token) == token_id
    assert new_token(token_id) != token
    flipped = token[:40] + ("a" if token[40] != "a" else "b") + token[41:]
    assert token_id_of(flipped) is None


@pytest.mark.parametrize(
    "text", ["", "cfu_", "cfu_" + "0" * 72, "x" * 76, "cfu_" + "z" * 22 + "_" + "0" * 49, "é" * 76]
)
def test_what_is_no_token(text: str) -> None:
    assert token_id_of(text) is None


def test_a_token_lives_366_days_at_most() -> None:
    assert checked_expire_time(NOW + timedelta(days=366), NOW)
    for wrong in (NOW, NOW - timedelta(seconds=1), NOW + timedelta(days=366, seconds=1)):
        with pytest.raises(TokenLifetimeError):
            checked_expire_time(wrong, NOW)


@pytest.mark.parametrize("name", ["", "  ", "a" * 101, "a\nb"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(InvalidInput):
        checked_name(name)


def test_scopes_are_of_the_role() -> None:
    check_scopes(frozenset({"a.read"}), frozenset({"a.read", "b.read"}))
    with pytest.raises(ScopeNotGrantedError):
        check_scopes(frozenset({"a.read", "c.read"}), frozenset({"a.read", "b.read"}))


CALLER = make_caller(owner_ids=frozenset({ANA}))


def test_a_machine_of_a_person_is_made_by_who_sees_their_records() -> None:
    check_person(CALLER, ANA)
    check_person(CALLER, UUID(CALLER.actor_id))
    check_person(CALLER, None)
    check_person(replace(CALLER, owner_ids=None), BEN)
    with pytest.raises(PermissionEscalationError):
        check_person(CALLER, BEN)
