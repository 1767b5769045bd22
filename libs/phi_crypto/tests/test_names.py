import unicodedata
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from phi_crypto import (
    PREFIX_LENGTHS,
    BlindIndex,
    name_matches,
    name_words,
    normalise_date_of_birth,
    normalise_email,
    normalise_name,
    prefix_tokens,
    query_tokens,
)

INDEX = BlindIndex(bytes(32), "name_prefix", "workspace")
NAMES = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4)


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_name(normalise_name(text)) == normalise_name(text)
    assert normalise_email(normalise_email(text)) == normalise_email(text)


@given(st.text())
def test_composed_and_decomposed_spellings_are_one_name(text: str) -> None:
    assert name_words(unicodedata.normalize("NFC", text)) == name_words(unicodedata.normalize("NFD", text))


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_the_short_way_for_ascii_agrees_with_the_long_one(text: str) -> None:
    assert name_words(text) == [word for word in name_words(text + " é") if word][:-1]


@given(NAMES, st.data())
def test_whatever_matches_is_found(names: list[str], data: st.DataObject) -> None:
    words = [word for name in names for word in name_words(name)]
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in words]
    query = " ".join(data.draw(st.lists(st.sampled_from(typed), max_size=3)) if typed else [])
    assert name_matches(query, *names)
    assert set(query_tokens(INDEX, query)) <= set(prefix_tokens(INDEX, *names))


def test_a_longer_query_never_finds_less_than_it_matches() -> None:
    stored = set(prefix_tokens(INDEX, "Maximilian"))
    for length in range(2, len("maximilian") + 1):
        assert set(query_tokens(INDEX, "maximilian"[:length])) <= stored


def test_false_positives_are_filtered_after_opening() -> None:
    assert set(query_tokens(INDEX, "maria")) <= set(prefix_tokens(INDEX, "Mario"))
    assert not name_matches("maria", "Mario")
    assert name_matches("mario ro", "Rossi", "Mario")
    assert not name_matches("mario bi", "Rossi", "Mario")


def test_one_letter_is_nothing_to_search_by() -> None:
    assert query_tokens(INDEX, "a b") == []
    assert query_tokens(INDEX, " - ") == []
    assert prefix_tokens(INDEX, "X") == []


@given(NAMES)
def test_tokens_are_few_distinct_and_sorted(names: list[str]) -> None:
    tokens = prefix_tokens(INDEX, *names)
    assert tokens == sorted(set(tokens))
    assert len(tokens) <= len(PREFIX_LENGTHS) * sum(len(name_words(name)) for name in names)


def test_a_datetime_counts_as_its_day() -> None:
    assert normalise_date_of_birth(datetime(1980, 2, 29, 23, 59, tzinfo=UTC)) == "1980-02-29"
    assert normalise_date_of_birth(date(1980, 2, 29)) == "1980-02-29"
