"""Notes, checkpoints and keys, against the examples of the C2SP pages."""

from base64 import b64encode

import pytest

from audit.checkpoints import note
from audit.checkpoints.note import COSIGNATURE, Checkpoint, NoteError, Signer, parse_key

TREE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URY"
    "N7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpR"
    "Zb6KE6RyyBwJnAM=\n"
)
SIGNER = Signer("contactfollowup/audit/x", bytes(range(32)))
WITNESS = Signer("contactfollowup/witness", bytes(32), COSIGNATURE)
CHECKPOINT = Checkpoint("contactfollowup/audit/x", 7, bytes(range(32)))


def test_a_published_note_verifies() -> None:
    key = parse_key(PETER, "unused")
    text, signatures = note.split(PETER_NOTE)
    assert key.verifies(text, signatures)
    assert not key.verifies(text.replace("answer", "Answer"), signatures)
    assert key.text() == PETER


def test_a_published_checkpoint_is_read() -> None:
    text, signatures = note.split(TREE)
    checkpoint = note.parse_checkpoint(text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text() == text
    assert note.join(text, signatures) == TREE


def test_sign_and_cosign() -> None:
    text = CHECKPOINT.text()
    signed = note.join(text, [SIGNER.sign(text), WITNESS.cosign(text, 1_700_000_000)])
    read, signatures = note.split(signed)
    assert note.parse_checkpoint(read) == CHECKPOINT
    assert SIGNER.verifier.verifies(read, signatures)
    assert WITNESS.verifier.verifies(read, signatures)
    assert not SIGNER.verifier.renamed("other").verifies(read, signatures)
    assert not WITNESS.verifier.verifies(read, [WITNESS.cosign(text.replace("7", "8"), 1_700_000_000)])


def test_a_wrong_signature_under_our_name_spoils_the_note() -> None:
    text = CHECKPOINT.text()
    right, wrong = SIGNER.sign(text), SIGNER.sign(text + "x")
    assert not SIGNER.verifier.verifies(text, [right, wrong])


def test_keys_round_trip_in_both_forms() -> None:
    key = WITNESS.verifier
    bare = parse_key(b64encode(key.public_key).decode(), key.name, COSIGNATURE)
    assert bare == parse_key(key.text(), "unused", COSIGNATURE) == key
    with pytest.raises(NoteError):
        parse_key(key.text(), "unused")
    assert "seed" not in repr(WITNESS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "a\n\nb",
        "a\n\n\u2014 n AAAA\n",
        "a\n\n\u2014 n !!!!!!!!\n",
        "a\t\n\n\u2014 n AAAAAAAA\n",
        "a\n\n- n AAAAAAAA\n",
    ],
)
def test_what_is_no_note(text: str) -> None:
    with pytest.raises(NoteError):
        note.split(text)


@pytest.mark.parametrize("text", ["", "o\n1\n", "o\n01\nAAAA\n", "o\n-1\nAAAA\n", "o\n1\nAAAA\n", "\n1\nAAAA\n"])
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NoteError):
        note.parse_checkpoint(text)
