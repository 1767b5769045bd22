"""The RFC 6962 tree, rebuilt one leaf at a time from a range and the subtrees beside it."""

from collections.abc import Sequence
from hashlib import sha256

TILE_LEVEL = 8


def hash_leaf(leaf: bytes) -> bytes:
    return sha256(b"\x00" + leaf).digest()


def subtree_levels(start: int, end: int) -> list[int]:
    """Levels of the complete subtrees that make up leaves [start, end), left to right."""
    levels = []
    while start < end:
        level = (end - start).bit_length() - 1
        if start:
            level = min(level, (start & -start).bit_length() - 1)
        levels.append(level)
        start += 1 << level
    return levels


class Tree:
    """A tree grown from the left; remembers the root of each 256-leaf tile it completes."""

    def __init__(self, start: int, left: Sequence[bytes]) -> None:
        if len(left) != start.bit_count():
            raise ValueError("the proof's left side has the wrong length")
        self.size = start
        self.tiles: dict[int, bytes] = {}
        self._stack = list(left)

    def append(self, top: bytes, level: int = 0) -> None:
        stack, size, reached = self._stack, self.size >> level, level
        while size & 1:
            top = sha256(b"\x01" + stack.pop() + top).digest()
            size >>= 1
            reached += 1
            if reached == TILE_LEVEL:
                self.tiles[self.size >> TILE_LEVEL] = top
        stack.append(top)
        self.size += 1 << level

    def append_right(self, size: int, right: Sequence[bytes]) -> None:
        levels = subtree_levels(self.size, size)
        if len(levels) != len(right):
            raise ValueError("the proof's right side has the wrong length")
        for level, top in zip(levels, right, strict=True):
            self.append(top, level)

    def root(self) -> bytes:
        if not self._stack:
            return sha256(b"").digest()
        root = self._stack[-1]
        for left in reversed(self._stack[:-1]):
            root = sha256(b"\x01" + left + root).digest()
        return root
