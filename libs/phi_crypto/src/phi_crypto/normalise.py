"""What counts as the same value in a search. Pure; phone numbers are normalised where they are parsed.

Any change here changes indexes: raise NORMALISATION_VERSION with it and rebuild every index and token.
"""

import re
import unicodedata
from datetime import date

NORMALISATION_VERSION = "n1"

_WORD = re.compile(r"[^\W_]+")
# Strokes are marks to a reader, but Unicode does not take these letters apart.
_STROKES = str.maketrans("đħıłøŧ", "dhilot")
# People type O'Brien with and without its apostrophe, in any of these shapes, and mean one word.
_APOSTROPHES = str.maketrans("", "", "'\u2019\u2018\u02bc`\u00b4")


def name_words(text: str) -> list[str]:
    """The words of a name, in order: "Zoë O'Brien-Łuk 3rd" gives zoe, obrien, luk, 3rd.

    Decomposed (NFKD), without marks, case-folded, without apostrophes, split wherever neither letter nor digit stands.
    """
    text = text.translate(_APOSTROPHES)
    if text.isascii():
        return _WORD.findall(text.lower())
    # Folding can yield characters that decompose again, hence both ways round.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in folded if not unicodedata.category(character).startswith("M"))
    return _WORD.findall(bare.translate(_STROKES))


def normalise_name(text: str) -> str:
    """The words of a name with one space between: equal for spellings that search as one."""
    return " ".join(name_words(text))


def normalise_email(text: str) -> str:
    """Without surrounding space, case-folded."""
    return text.strip().casefold()


def normalise_date_of_birth(day: date) -> str:
    """YYYY-MM-DD; of a datetime, its calendar day as it stands."""
    return date.isoformat(day)
