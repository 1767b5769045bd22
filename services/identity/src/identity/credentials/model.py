"""What a password may be: long enough, and not one that is guessed first. Nothing else is asked of it.

A password is taken exactly as typed: neither trimmed nor normalised, when it is set and when it is checked.
"""

from collections.abc import Iterable
from functools import cache

from zxcvbn.frequency_lists import FREQUENCY_LISTS

from identity.errors import PasswordBreachedError, PasswordLengthError

SHORTEST = 8
LONGEST = 1024
PRODUCT_NAME = "ContactFollowUp"


def check_password(password: str, personal: Iterable[str], field: str = "password") -> None:
    """`personal` are words an attacker knows of the person: address and name. `field` is what the caller calls it."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordLengthError(field=field)
    folded = password.casefold()
    if folded in _guessed_first() or folded in {word.casefold() for word in (PRODUCT_NAME, *personal)}:
        raise PasswordBreachedError(field=field)


@cache
def _guessed_first() -> frozenset[str]:
    """Leaked passwords and dictionary words, the most frequent; shorter ones fall to their length already."""
    words = (word.casefold() for words in FREQUENCY_LISTS.values() for word in words)
    return frozenset(word for word in words if len(word) >= SHORTEST)
