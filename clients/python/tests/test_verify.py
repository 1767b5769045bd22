"""The verifier names what was changed, removed, reordered or forged, in both formats, for any range.

The exports here are written by hand from the documented format; nothing of the log's code is used.
"""

import csv
import io
import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cfu.verify import Report, verify_file, verify_growth
from cfu.verify.export_file import COLUMNS, OLDER_COLUMNS, READABLE

WORKSPACE = "0193a1b2-0000-7000-8000-000000000001"
ORIGIN = f"contactfollowup/audit/{WORKSPACE}"
LOG_SEED = Ed25519PrivateKey.from_private_bytes(b"l" * 32)
WITNESS_SEED = Ed25519PrivateKey.from_private_bytes(b"w" * 32)
Export = dict[str, Any]


def b64(value: bytes) -> str:
    return b64encode(value).decode()


def leaf_hash(leaf: str) -> bytes:
    return sha256(b"\x00" + leaf.encode()).digest()


def root_of(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"").digest()
    split = 1 << (len(hashes) - 1).bit_length() - 1
    return sha256(b"\x01" + root_of(hashes[:split]) + root_of(hashes[split:])).digest()


def subtrees(hashes: list[bytes], start: int, end: int) -> list[str]:
    tops = []
    while start < end:
        width = 1
        while start % (2 * width) == 0 and start + 2 * width <= end:
            width *= 2
        tops.append(b64(root_of(hashes[start : start + width])))
        start += width
    return tops


def vkey(name: str, seed: Ed25519PrivateKey, kind: int) -> tuple[str, bytes]:
    material = bytes([kind]) + seed.public_key().public_bytes_raw()
    key_id = sha256(name.encode() + b"\n" + material).digest()[:4]
    return f"{name}+{key_id.hex()}+{b64(material)}", key_id


LOG_KEY, LOG_ID = vkey(ORIGIN, LOG_SEED, 1)
WITNESS_KEY, WITNESS_ID = vkey("contactfollowup/witness", WITNESS_SEED, 4)


def leaf(seq: int) -> str:
    value = dict.fromkeys(READABLE, "") | {
        "v": 1,
        "seq": seq,
        "entryId": f"entry-{seq}",
        "workspaceId": WORKSPACE,
        "appendTime": f"2026-01-02T03:{seq // 60:02}:{seq % 60:02}.000000Z",
        "actorId": "u-1",
        "reason": "=1+1" if seq % 5 == 0 else 'care, "today"\n\u00e9\u2028',
        "recordIds": ["c-1", "c-2"],
        "fields": ["email"],
        "before": ["STAFF"],
        "after": ["MANAGER", "contacts.read"],
    }
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def note(size: int, root: bytes, *, cosigned: bool = True) -> str:
    text = f"{ORIGIN}\n{size}\n{b64(root)}\n"
    signed = f"{text}\n\u2014 {ORIGIN} {b64(LOG_ID + LOG_SEED.sign(text.encode()))}\n"
    if not cosigned:
        return signed
    cosignature = WITNESS_SEED.sign(f"cosignature/v1\ntime 1700000000\n{text}".encode())
    blob = WITNESS_ID + (1_700_000_000).to_bytes(8, "big") + cosignature
    return signed + f"\u2014 contactfollowup/witness {b64(blob)}\n"


def export(start: int, end: int, size: int) -> Export:
    leaves = [leaf(seq) for seq in range(size)]
    hashes = [leaf_hash(text) for text in leaves]
    tiles = [[i, b64(root_of(hashes[i * 256 : i * 256 + 256]))] for i in range(-(-start // 256), end // 256)]
    return {
        "format": "contactfollowup-audit-export/1",
        "workspaceId": WORKSPACE,
        "fromTime": "",
        "toTime": "",
        "checkpoint": note(size, root_of(hashes)),
        "logKey": LOG_KEY,
        "witnessKey": WITNESS_KEY,
        "proof": {
            "fromSeq": start,
            "toSeq": end,
            "treeSize": size,
            "left": subtrees(hashes, 0, start),
            "right": subtrees(hashes, end, size),
            "tiles": tiles,
        },
        "entries": [
            {"seq": seq, "entryId": f"entry-{seq}", "leafHash": b64(hashes[seq]), "leaf": leaves[seq]}
            for seq in range(start, end)
        ],
    }


def as_json(value: Export) -> str:
    head = json.dumps({key: item for key, item in value.items() if key != "entries"})[:-1]
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in value["entries"])
    return f'{head}, "entries": [\n{lines}\n]}}\n'


def as_csv(value: Export) -> str:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    proof = json.dumps({key: item for key, item in value.items() if key != "entries"})
    for entry in value["entries"]:
        shown = json.loads(entry["leaf"]) if entry["leaf"] else {"seq": entry["seq"]}
        rows.writerow([*map(cell, (shown.get(c, "") for c in READABLE)), *list(entry.values())[1:], proof])
        proof = ""
    if proof:
        rows.writerow([*[""] * (len(COLUMNS) - 1), proof])
    return text.getvalue()


def cell(value: Any) -> str:
    text = " ".join(value) if isinstance(value, list) else str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


def check(tmp_path: Path, text: str, **keys: str) -> Report:
    path = tmp_path / "export"
    path.write_text(text, encoding="utf-8", newline="")
    return verify_file(path, key=keys.get("key", LOG_KEY), witness_key=keys.get("witness_key", WITNESS_KEY))


Form = Callable[[Export], str]
FORMS = pytest.mark.parametrize("form", [as_json, as_csv])


@FORMS
@pytest.mark.parametrize(("start", "end", "size"), [(0, 1, 1), (0, 7, 7), (3, 6, 11), (5, 5, 9), (200, 530, 700)])
def test_an_untouched_export_verifies(tmp_path: Path, form: Form, start: int, end: int, size: int) -> None:
    report = check(tmp_path, form(export(start, end, size)))
    assert report.ok, report.text
    assert (report.entries, report.tree_size) == (end - start, size)
    assert report.signed_by == ORIGIN
    assert report.cosigned_by == "contactfollowup/witness"
    assert ("nothing to verify" in report.text) == (start == end)


@FORMS
def test_a_changed_text_is_named(tmp_path: Path, form: Form) -> None:
    value = export(2, 9, 20)
    value["entries"][3]["leaf"] = value["entries"][3]["leaf"].replace("u-1", "u-2")
    report = check(tmp_path, form(value))
    assert [p for p in report.problems if "entry seq 5 (entry-5) was changed" in p] == list(report.problems)


@FORMS
def test_a_text_that_is_gone_is_named(tmp_path: Path, form: Form) -> None:
    value = export(2, 9, 20)
    value["entries"][3]["leaf"] = ""
    report = check(tmp_path, form(value))
    assert report.problems == ("entry seq 5 (entry-5) was removed: the log holds its hash, its text is gone",)


@FORMS
def test_a_text_changed_with_its_hash_is_narrowed_to_its_tile(tmp_path: Path, form: Form) -> None:
    value = export(0, 700, 700)
    entry = value["entries"][300]
    entry["leaf"] = entry["leaf"].replace("u-1", "u-2")
    entry["leafHash"] = b64(leaf_hash(entry["leaf"]))
    report = check(tmp_path, form(value))
    assert any("among seq 256..511" in problem for problem in report.problems)


@FORMS
@pytest.mark.parametrize("gone", [0, 3, 6])
def test_a_missing_row_is_named(tmp_path: Path, form: Form, gone: int) -> None:
    value = export(2, 9, 20)
    del value["entries"][gone]
    report = check(tmp_path, form(value))
    assert any(f"missing: seq {gone + 2} " in problem for problem in report.problems)


@FORMS
def test_reordered_rows_are_named(tmp_path: Path, form: Form) -> None:
    value = export(2, 9, 20)
    rows = value["entries"]
    rows[2], rows[4] = rows[4], rows[2]
    report = check(tmp_path, form(value))
    assert any("entry seq 4 (entry-4) is reordered" in problem for problem in report.problems)
    assert not any("missing" in problem for problem in report.problems)


@FORMS
def test_a_row_twice_is_named(tmp_path: Path, form: Form) -> None:
    value = export(2, 9, 20)
    value["entries"].insert(3, value["entries"][1])
    assert any("entry seq 3 (entry-3) is in the file twice" in p for p in check(tmp_path, form(value)).problems)


def test_texts_swapped_in_place_are_named(tmp_path: Path) -> None:
    value = export(0, 9, 9)
    first, second = value["entries"][2], value["entries"][5]
    first["leaf"], second["leaf"] = second["leaf"], first["leaf"]
    problems = check(tmp_path, as_json(value)).problems
    assert any("entry seq 2 (entry-2)" in p and "text of seq 5" in p for p in problems)


@pytest.mark.parametrize(
    ("column", "cell"), [("reason", "nothing"), ("actorId", "u-9"), ("after", "ADMIN"), ("seq", "77")]
)
def test_a_changed_readable_column_is_named(tmp_path: Path, column: str, cell: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv(export(0, 9, 9)))))
    rows[4][COLUMNS.index(column)] = cell
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    report = check(tmp_path, text.getvalue())
    assert any("seq 3" in problem or "seq 77" in problem for problem in report.problems)


def older(text: str) -> str:
    """The file as it was exported before entries had `before` and `after`."""
    rows = csv.reader(io.StringIO(text))
    written = io.StringIO()
    kept = [COLUMNS.index(column) for column in OLDER_COLUMNS]
    csv.writer(written).writerows([row[place] for place in kept] for row in rows)
    return written.getvalue()


def test_a_file_of_the_columns_of_before_is_verified_as_it_was(tmp_path: Path) -> None:
    text = older(as_csv(export(0, 9, 9)))
    assert check(tmp_path, text).ok
    assert any("seq 3" in p for p in check(tmp_path, text.replace("entry-3,", "entry-9,", 1)).problems)


def test_a_row_of_too_few_cells_is_no_row(tmp_path: Path) -> None:
    lines = as_csv(export(0, 9, 9)).splitlines(keepends=True)
    assert not check(tmp_path, "".join([*lines[:4], "3,2026,user\r\n", *lines[5:]])).ok


def test_what_a_spreadsheet_would_run_is_defused() -> None:
    assert ",'=1+1," in as_csv(export(0, 1, 1))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("checkpoint", note(9, bytes(32)), "do not lead to the signed root"),
        ("checkpoint", note(8, bytes(32)), "another tree size"),
        ("checkpoint", note(9, bytes(32)).replace("\n9\n", "\n10\n"), "not signed"),
        ("checkpoint", "", "malformed"),
        ("workspaceId", "another", "another log"),
        ("toTime", "2026-01-02T03:00:05.000000Z", "later than the exported range"),
        ("fromTime", "2026-01-02T03:00:05.000000Z", "goes back in time"),
        ("format", "2", "unknown format"),
    ],
)
def test_a_header_that_lies(tmp_path: Path, field: str, value: str, said: str) -> None:
    lying = export(0, 9, 9) | {field: value}
    report = check(tmp_path, as_json(lying))
    assert any(said in problem for problem in report.problems), report.text


def test_keys_decide(tmp_path: Path) -> None:
    text = as_json(export(0, 3, 3))
    other, _ = vkey(ORIGIN, WITNESS_SEED, 1)
    assert "not signed" in check(tmp_path, text, key=other).text
    assert "not the key you hold" in check(tmp_path, text, key=other).text
    assert "malformed" in check(tmp_path, text, key="nonsense").text
    assert check(tmp_path, text, key=b64(LOG_SEED.public_key().public_bytes_raw())).ok
    path = tmp_path / "export"
    assert "compare it" in verify_file(path).text
    path.write_text(as_json(export(0, 3, 3) | {"checkpoint": note(3, bytes(32), cosigned=False)}))
    assert "not cosigned" in verify_file(path, key=LOG_KEY, witness_key=WITNESS_KEY).text
    assert "no witness cosigned" in verify_file(path, key=LOG_KEY).text


@pytest.mark.parametrize("text", ["", "hello", "{}", "a,b\n1,2\n", '{"format": [\n]}\n', "\x00\xff"])
def test_what_is_no_export(tmp_path: Path, text: str) -> None:
    assert not check(tmp_path, text).ok


@FORMS
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_no_bit_can_be_flipped(tmp_path: Path, form: Form, place: int, bit: int) -> None:
    content = bytearray(form(export(2, 9, 20)).encode())
    place %= len(content)
    assume(not content[place : place + 1].isspace())
    content[place] ^= 1 << bit
    path = tmp_path / "export"
    path.write_bytes(content)
    assert not verify_file(path, key=LOG_KEY, witness_key=WITNESS_KEY).ok


def test_a_cut_file_and_a_missing_file(tmp_path: Path) -> None:
    assert "cut off" in check(tmp_path, as_json(export(0, 3, 3)).removesuffix("]}\n")).text
    assert "cannot be read" in verify_file(tmp_path / "none").text


def test_growth(tmp_path: Path) -> None:
    older, newer, rewritten = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    older.write_text(as_json(export(0, 7, 7)), newline="")
    newer.write_text(as_json(export(5, 20, 20)), newline="")
    assert verify_growth(older, newer, key=LOG_KEY).ok
    assert "export a longer range" in verify_growth(older, _write(rewritten, export(9, 20, 20)), key=LOG_KEY).text
    # Another history of the same workspace, signed with the log's own key.
    changed = export(0, 7, 7)
    hashes = [leaf_hash(leaf(seq)) for seq in (6, 5, 4, 3, 2, 1, 0)]
    changed["checkpoint"] = note(7, root_of(hashes))
    changed["entries"] = []
    changed["proof"] |= {"fromSeq": 7, "toSeq": 7, "left": subtrees(hashes, 0, 7), "right": [], "tiles": []}
    assert "history was rewritten" in verify_growth(older, _write(rewritten, changed), key=LOG_KEY).text


def _write(path: Path, value: Export) -> Path:
    path.write_text(as_json(value), newline="")
    return path
