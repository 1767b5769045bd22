"""What is said of a person to be added."""

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


@pytest.mark.parametrize(
    "email", ["", "nobody", "a b@example.com", " a@example.com", "a@b@c", "x" * 250 + "@example.com"]
)
def test_what_cannot_be_an_address(email: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_new_user(person(email=email))
    assert refused.value.field == "email"


@pytest.mark.parametrize("name", ["", "x" * 201, "Ada\n\nYour account ends: https://evil.example", "Ada\u202e"])
def test_what_cannot_be_a_name(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_new_user(person(name=name))
    assert refused.value.field == "display_name"
