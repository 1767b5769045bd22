"""What makes a number a National Provider Identifier, and a name one."""

import pytest

from identity.practices.model import Practice, changed, is_npi
from kit.errors import InvalidInput


@pytest.mark.parametrize("number", ["1234567893", "1245319599", "1679576722"])
def test_numbers_whose_last_digit_checks_the_others(number: str) -> None:
    assert is_npi(number)


@pytest.mark.parametrize(
    "number",
    ["1234567890", "1234567892", "2134567893", "123456789", "12345678\uff193", "abcdefghij", ""],
)
def test_other_numbers(number: str) -> None:
    assert not is_npi(number)


@pytest.mark.parametrize("name", ["", " ", "Practice\n\nYour account ends: https://evil.example"])
def test_a_name_that_would_change_a_letter_is_none(name: str) -> None:
    with pytest.raises(InvalidInput):
        changed(Practice("Practice"), Practice(name), ("name",))
