"""RFC 6962 hashing over leaves already hashed, and the three proofs: inclusion, consistency, range.

A complete subtree is named by a Node (level, index) and covers leaves [index << level, (index + 1) << level).
A proof is planned first: a Plan is a list of node lists, and each list folds to one hash of the proof. The
store can so fetch every node of a proof in one go.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

ReadHash = Callable[["Node"], bytes]


@dataclass(frozen=True, slots=True)
class Node:
    """A complete subtree of 2**level leaves."""

    level: int
    index: int


Plan = Sequence[Sequence[Node]]


def hash_leaf(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Root over subtrees that follow each other and shrink from left to right."""
    if not hashes:
        return EMPTY_ROOT
    root = hashes[-1]
    for left in reversed(hashes[:-1]):
        root = hash_node(left, root)
    return root


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that a growing tree must remember: one hash for each set bit of its size, largest subtree first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.hashes) != self.size.bit_count():
            raise ValueError("a frontier holds one hash for each set bit of its size")

    def extend(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        return self.extend_subtrees((0, leaf_hash) for leaf_hash in leaf_hashes)

    def extend_subtrees(self, subtrees: Iterable[tuple[int, bytes]]) -> "Frontier":
        """Append complete subtrees (level, hash); each must start at a multiple of its own width."""
        size, hashes = self.size, list(self.hashes)
        for start_level, start_hash in subtrees:
            level, top = start_level, start_hash
            if size & ((1 << level) - 1):
                raise ValueError("a subtree starts at a multiple of its width")
            while size >> level & 1:
                top = hash_node(hashes.pop(), top)
                level += 1
            hashes.append(top)
            size += 1 << start_level
        return Frontier(size, tuple(hashes))

    def root(self) -> bytes:
        return fold(self.hashes)


def cover(start: int, end: int) -> list[Node]:
    """The fewest complete subtrees that make up leaves [start, end), left to right."""
    nodes: list[Node] = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def assemble(plan: Plan, read_hash: ReadHash) -> list[bytes]:
    return [fold([read_hash(node) for node in nodes]) for nodes in plan]


def _split(size: int) -> int:
    """The largest power of two below size."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_plan(index: int, size: int) -> Plan:
    """RFC 6962 section 2.1.1, from the leaf up."""
    if not 0 <= index < size:
        raise ValueError("the leaf is outside the tree")
    siblings: list[list[Node]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            siblings.append(cover(middle, end))
            end = middle
        else:
            siblings.append(cover(start, middle))
            start = middle
    return siblings[::-1]


def consistency_plan(old_size: int, new_size: int) -> Plan:
    """RFC 6962 section 2.1.2; empty when there is nothing to prove."""
    if not 0 <= old_size <= new_size:
        raise ValueError("a log only grows")
    if old_size in {0, new_size}:
        return []
    parts: list[list[Node]] = []
    start, end = 0, new_size
    while end > old_size:
        middle = start + _split(end - start)
        if old_size <= middle:
            parts.append(cover(middle, end))
            end = middle
        else:
            parts.append(cover(start, middle))
            start = middle
    return [*([cover(start, end)] if start else []), *parts[::-1]]


def range_plan(start: int, end: int, size: int) -> tuple[Plan, Plan]:
    """Subtrees left and right of leaves [start, end); with those leaves they rebuild the root."""
    if not 0 <= start <= end <= size:
        raise ValueError("the range is outside the tree")
    return [[node] for node in cover(0, start)], [[node] for node in cover(end, size)]


def root_from_inclusion(index: int, size: int, leaf_hash: bytes, proof: Sequence[bytes]) -> bytes:
    """The root that this proof leads to (RFC 9162 section 2.1.3.2); ValueError when its length is wrong."""
    plan = inclusion_plan(index, size)
    if len(plan) != len(proof):
        raise ValueError("the proof has the wrong length")
    root, leaf_start = leaf_hash, index
    for nodes, sibling in zip(plan, proof, strict=True):
        sibling_start = nodes[0].index << nodes[0].level
        root = hash_node(sibling, root) if sibling_start < leaf_start else hash_node(root, sibling)
    return root


def consistent(old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of old_size is a prefix of the tree of new_size (RFC 9162 section 2.1.4.2)."""
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof
    if old_size > new_size or not proof:
        return False
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    old, new = old_size - 1, new_size - 1
    while old & 1:
        old, new = old >> 1, new >> 1
    old_seen = new_seen = path[0]
    for sibling in path[1:]:
        if new == 0:
            return False
        if old & 1 or old == new:
            old_seen, new_seen = hash_node(sibling, old_seen), hash_node(sibling, new_seen)
            while old and not old & 1:
                old, new = old >> 1, new >> 1
        else:
            new_seen = hash_node(new_seen, sibling)
        old, new = old >> 1, new >> 1
    return new == 0 and old_seen == old_root and new_seen == new_root
