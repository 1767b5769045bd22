"""Name search as you type: blind indexes of the first 2, 4 and 7 letters of each word, in a side table.

A stored word gives one token per length it reaches; a query word asks for one token, of the longest length it
reaches. So "anders" finds what begins with "ande": open the hits and keep those that `name_matches`. Words of
one letter have no token.
"""

from collections.abc import Iterator

from phi_crypto.blind_index import BlindIndex
from phi_crypto.normalise import name_words

PREFIX_LENGTHS = (2, 4, 7)


def prefix_tokens(index: BlindIndex, *names: str) -> list[bytes]:
    """The tokens to store for a record of these names: 16 bytes each, distinct, sorted."""
    words = {word for name in names for word in name_words(name)}
    return sorted(index.of_many({prefix for word in words for prefix in _prefixes(word)}))


def query_tokens(index: BlindIndex, query: str) -> list[bytes]:
    """The tokens that a matching record has, all of them.

    Empty when no word has two letters: nothing to search by, which the caller must refuse.
    """
    longest = {prefix for word in name_words(query) for prefix in list(_prefixes(word))[-1:]}
    return sorted(index.of_many(longest))


def name_matches(query: str, *names: str) -> bool:
    """Whether each word of `query` begins some word of `names`: the filter after opening."""
    words = [word for name in names for word in name_words(name)]
    return all(any(word.startswith(asked) for word in words) for asked in name_words(query))


def _prefixes(word: str) -> Iterator[str]:
    return (word[:length] for length in PREFIX_LENGTHS if length <= len(word))
