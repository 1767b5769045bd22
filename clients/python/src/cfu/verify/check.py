"""verify_file and verify_growth: one file against its signed checkpoint, and two files against each other."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cfu.verify.export_file import Header, NotAnExportError, Row, open_export
from cfu.verify.report import Report
from cfu.verify.rows import Rows, TooManyProblemsError
from cfu.verify.signatures import LOG, WITNESS, WITNESS_NAME, Key, Note, is_signed, read_key, read_note
from cfu.verify.tree import TILE_LEVEL, Tree

ORIGIN = "contactfollowup/audit/"


@dataclass(frozen=True, slots=True)
class Walk:
    """What reading all rows gave."""

    problems: list[str]
    entries: int
    root_at: bytes | None


def verify_file(path: str | Path, *, key: str | None = None, witness_key: str | None = None) -> Report:
    """Check an export against the log's key.

    key and witness_key are verifier keys ("name+id+base64") or bare base64 public keys that you hold. Without
    key the one in the file is used, and the report says so. With witness_key its cosignature is required.
    """
    return _verify(Path(path), key, witness_key, at_size=None)[0]


def verify_growth(
    older: str | Path, newer: str | Path, *, key: str | None = None, witness_key: str | None = None
) -> Report:
    """Check both exports, and that the log of the older one is the beginning of the log of the newer one."""
    before = verify_file(older, key=key, witness_key=witness_key)
    if not before.ok:
        return before
    after, root_at = _verify(Path(newer), key, witness_key, at_size=before.tree_size)
    problems = list(after.problems)
    if before.workspace_id != after.workspace_id:
        problems.append("the files are of two workspaces")
    elif root_at is None:
        problems.append(f"the newer file does not reach back to tree size {before.tree_size}: export a longer range")
    elif b64encode(root_at).decode() != before.root:
        problems.append(f"history was rewritten: at tree size {before.tree_size} the two files disagree")
    return replace(after, problems=tuple(problems), notes=(*before.notes, *after.notes))


def _verify(path: Path, key: str | None, witness_key: str | None, at_size: int | None) -> tuple[Report, bytes | None]:
    try:
        with open_export(path) as (header, rows):
            note = read_note(header.checkpoint)
            signed = _check_signatures(header, note, key, witness_key)
            walk = _walk(header, rows, note, at_size)
    except OSError as error:
        return Report(problems=(f"the file cannot be read: {error.strerror}",)), None
    except NotAnExportError as error:
        return Report(problems=(str(error),)), None
    except ValueError:
        return Report(problems=("the checkpoint, a key or the proof in this file is malformed",)), None
    report = replace(
        signed,
        problems=(*signed.problems, *walk.problems),
        workspace_id=header.workspace_id,
        entries=walk.entries,
        from_seq=header.from_seq,
        to_seq=header.to_seq,
        tree_size=note.size,
        root=b64encode(note.root).decode(),
    )
    return report, walk.root_at


def _check_signatures(header: Header, note: Note, key: str | None, witness_key: str | None) -> Report:
    log = read_key(key or header.log_key, note.origin, LOG)
    problems, notes = [], []
    if note.origin != ORIGIN + header.workspace_id:
        problems.append("the checkpoint is of another log than the file")
    if not is_signed(note, log):
        problems.append("the checkpoint is not signed by the log's key")
    if log != read_key(header.log_key, note.origin, LOG):
        problems.append("the log's key in the file is not the key you hold")
    if key is None:
        notes.append(f"the log's key was taken from the file; compare it with one you hold: {header.log_key}")
    witness = _witness(header, witness_key)
    cosigned = witness is not None and is_signed(note, witness)
    if witness != _witness(header, None) and header.witness_key:
        problems.append("the witness's key in the file is not the key you hold")
    if witness_key and not cosigned:
        problems.append("the checkpoint is not cosigned by the witness")
    elif not cosigned:
        notes.append("no witness cosigned this checkpoint: a rollback of the whole log would not show here")
    elif not witness_key:
        notes.append(f"the witness's key was taken from the file; compare it: {header.witness_key}")
    cosigned_by = witness.name if witness and cosigned else ""
    return Report(tuple(problems), tuple(notes), signed_by=log.name, cosigned_by=cosigned_by)


def _witness(header: Header, witness_key: str | None) -> Key | None:
    text = witness_key or header.witness_key
    return read_key(text, WITNESS_NAME, WITNESS) if text else None


def _walk(header: Header, rows: Iterator[Row], note: Note, at_size: int | None) -> Walk:
    tree, checks = Tree(header.from_seq, header.left), Rows(header)
    entries, root_at = 0, tree.root() if at_size == tree.size else None
    try:
        for row in rows:
            checks.check(row)
            # The claimed hash, not the text's: the root proves the claims, and a changed text stands out.
            tree.append(row.leaf_hash)
            entries += 1
            if tree.size == at_size:
                root_at = tree.root()
        checks.finish()
    except TooManyProblemsError:
        return Walk([*checks.problems, "and more: reading stopped here"], entries, None)
    if checks.whole:
        _finish_tree(header, tree, note, checks.problems)
    return Walk(checks.problems, entries, tree.root() if at_size == tree.size else root_at)


def _finish_tree(header: Header, tree: Tree, note: Note, problems: list[str]) -> None:
    if header.tree_size != note.size:
        problems.append("the proof is for another tree size than the checkpoint")
        return
    tree.append_right(note.size, header.right)
    if tree.root() == note.root:
        return
    changed = [index for index, root in header.tiles.items() if tree.tiles.get(index, root) != root]
    for index in changed[:20]:
        first = max(index << TILE_LEVEL, header.from_seq)
        last = min((index + 1) << TILE_LEVEL, header.to_seq) - 1
        problems.append(f"changed: an entry and its hash among seq {first}..{last}")
    problems.append("the entries do not lead to the signed root")
