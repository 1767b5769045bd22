import os

import pytest

from phi_crypto import DataKey, KeySizeError, MasterKeys, OpenError, UnknownKeyError

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
OWNER = "workspace/patient"


def test_a_new_data_key_unwraps_to_the_same() -> None:
    keys = MasterKeys(OLD)
    key, wrapped = keys.new_data_key(OWNER)
    assert keys.unwrap(wrapped, OWNER).open(key.seal("text", b"here"), b"here") == "text"
    assert len(wrapped) == 92


def test_data_keys_differ() -> None:
    keys = MasterKeys(OLD)
    assert len({keys.new_data_key(OWNER)[0].key_id for _ in range(100)}) == 100


def test_every_altered_character_is_refused() -> None:
    keys = MasterKeys(OLD)
    _, wrapped = keys.new_data_key(OWNER)
    for position, right in enumerate(wrapped):
        wrong = "A" if right != "A" else "B"
        altered = wrapped[:position] + wrong + wrapped[position + 1 :]
        with pytest.raises(OpenError):
            keys.unwrap(altered, OWNER)
        with pytest.raises(OpenError):
            keys.unwrap(wrapped[:position], OWNER)
    with pytest.raises(OpenError):
        keys.unwrap(wrapped + "\n", OWNER)


@pytest.mark.parametrize("owner", ["workspace/other", "other/patient", "workspace/patien", "workspace"])
def test_a_wrapped_key_cannot_change_owner(owner: str) -> None:
    keys = MasterKeys(OLD)
    _, wrapped = keys.new_data_key(OWNER)
    with pytest.raises(OpenError):
        keys.unwrap(wrapped, owner)
    with pytest.raises(OpenError):
        keys.rewrap(wrapped, owner)


def test_a_missing_master_key_is_named() -> None:
    _, wrapped = MasterKeys(OLD).new_data_key(OWNER)
    with pytest.raises(UnknownKeyError, match="CRM_DATA_KEY_PREVIOUS") as caught:
        MasterKeys(NEW).unwrap(wrapped, OWNER)
    assert caught.value.key_id == MasterKeys(OLD).key_id
    with pytest.raises(UnknownKeyError):
        MasterKeys(NEW).rewrap(wrapped, OWNER)


def test_rotation_reads_throughout() -> None:
    before, during, after = MasterKeys(OLD), MasterKeys(NEW, [OLD]), MasterKeys(NEW)
    key, wrapped = before.new_data_key(OWNER)
    sealed = key.seal("text", b"here")

    # Replicas restart one by one, so each stage of keys must read what its neighbours write.
    spread = MasterKeys(OLD, [NEW])
    assert not during.is_current(wrapped)
    rewrapped = during.rewrap(wrapped, OWNER)
    assert during.is_current(rewrapped)
    assert during.rewrap(rewrapped, OWNER) == rewrapped
    for keys, text in [
        (during, wrapped),
        (during, rewrapped),
        (spread, wrapped),
        (spread, rewrapped),
        (after, rewrapped),
    ]:
        assert keys.unwrap(text, OWNER).open(sealed, b"here") == "text"
    with pytest.raises(UnknownKeyError):
        after.unwrap(wrapped, OWNER)


def test_rewrap_checks_current_texts_too() -> None:
    keys = MasterKeys(OLD)
    _, wrapped = keys.new_data_key(OWNER)
    altered = wrapped[:-1] + ("A" if wrapped[-1] != "A" else "B")
    with pytest.raises(OpenError):
        keys.rewrap(altered, OWNER)


def test_erasure_leaves_nothing_that_opens() -> None:
    keys = MasterKeys(OLD)
    key, _destroyed = keys.new_data_key(OWNER)
    sealed, blob = key.seal("text", b"here"), key.seal_bytes(b"blob", b"here")
    replacement, kept = keys.new_data_key(OWNER)
    for candidate in (replacement, keys.unwrap(kept, OWNER), DataKey(OLD), DataKey(os.urandom(32))):
        with pytest.raises(UnknownKeyError):
            candidate.open(sealed, b"here")
        with pytest.raises(UnknownKeyError):
            candidate.open_bytes(blob, b"here")


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_of_another_size_is_refused(size: int) -> None:
    with pytest.raises(KeySizeError):
        MasterKeys(bytes(size))
    with pytest.raises(KeySizeError):
        MasterKeys(OLD, [bytes(size)])


def test_an_empty_owner_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        MasterKeys(OLD).new_data_key("")


def test_repr_shows_the_id_only() -> None:
    keys = MasterKeys(OLD, [NEW])
    assert repr(keys) == f"MasterKeys(key_id='{keys.key_id}')"
