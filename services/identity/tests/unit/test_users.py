"""What is said of a person to be added."""

from email.headerregistry import Address

import pytest

from identity.roles.model import Role
from identity.users.model import NewUser, check_new_user
from kit.errors import InvalidInput


def person(email: str = "ada@practice.example", name: str = "Ada") -> NewUser:
    return NewUser(email, name, Role.STAFF, "quartz-lamp-7")


def test_address_and_password_do_not_show() -> None:
    assert repr(person()) == "NewUser(role=<Role.STAFF: 'STAFF'>)"


def test_accepted() -> None:
    check_new_user(person())


@pytest.mark.parametrize("email", ["o'hara+crm@practice.example", "a/b_c@xn--bcher-kva.example", "root@localhost"])
def test_a_letter_can_be_written_to_every_address_taken(email: str) -> None:
    check_new_user(person(email=email))
    assert Address(addr_spec=email).addr_spec == email


NO_ADDRESSES = (
    *("", "nobody", "a b@example.com", " a@example.com", "a@b@c", "x" * 250 + "@example.com"),
    *("é@example.com", "a@bücher.example", "a..b@example.com", ".a@example.com", "a@example..com", "a@example.com."),
    *("=?utf-8?q?a?=@example.com", "a@example.com\n", "(a)@example.com"),
)


@pytest.mark.parametrize("email", NO_ADDRESSES)
def test_what_cannot_be_an_address(email: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_new_user(person(email=email))
    assert refused.value.field == "email"


@pytest.mark.parametrize("name", ["", "x" * 201, "Ada\n\nYour account ends: https://evil.example", "Ada\u202e"])
def test_what_cannot_be_a_name(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_new_user(person(name=name))
    assert refused.value.field == "display_name"
