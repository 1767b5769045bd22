"""Full tiles as in C2SP tlog-tiles: tile (level, index) holds 256 hashes of subtrees of 256**level leaves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audit.log.merkle import HASH_SIZE, Frontier, Node

WIDTH = 256
HEIGHT = 8


@dataclass(frozen=True, slots=True)
class Tile:
    """A full tile; immutable for ever once the tree has passed it."""

    level: int
    index: int
    hashes: bytes
    root: bytes


@dataclass(frozen=True, slots=True)
class RightEdge:
    """For each level, the hashes of the tile that is not full yet."""

    size: int = 0
    levels: tuple[tuple[bytes, ...], ...] = ()

    def extend(self, leaf_hashes: Sequence[bytes]) -> "tuple[RightEdge, list[Tile]]":
        """The edge after these leaves, and every tile they filled, lowest level first."""
        levels: list[tuple[bytes, ...]] = []
        tiles: list[Tile] = []
        position, arriving = self.size, leaf_hashes
        for level in range(len(self.levels) + 8):
            waiting = self.levels[level] if level < len(self.levels) else ()
            if not arriving and level >= len(self.levels):
                break
            filled, rest = _cut(level, position // WIDTH, [*waiting, *arriving])
            levels.append(rest)
            tiles.extend(filled)
            position, arriving = position // WIDTH, [tile.root for tile in filled]
        return RightEdge(self.size + len(leaf_hashes), tuple(levels)), tiles

    def frontier(self) -> Frontier:
        frontier = Frontier()
        for level in reversed(range(len(self.levels))):
            frontier = frontier.extend_subtrees((level * HEIGHT, top) for top in self.levels[level])
        return frontier


def _cut(level: int, first_index: int, hashes: list[bytes]) -> tuple[list[Tile], tuple[bytes, ...]]:
    full = len(hashes) // WIDTH
    tiles = [
        make_tile(level, first_index + number, hashes[number * WIDTH : (number + 1) * WIDTH]) for number in range(full)
    ]
    return tiles, tuple(hashes[full * WIDTH :])


def make_tile(level: int, index: int, hashes: Sequence[bytes]) -> Tile:
    return Tile(level, index, b"".join(hashes), Frontier().extend(hashes).root())


def split_hashes(joined: bytes) -> list[bytes]:
    return [joined[offset : offset + HASH_SIZE] for offset in range(0, len(joined), HASH_SIZE)]


def edge_spans(size: int) -> list[tuple[int, int, int]]:
    """(level, first, end) of the hashes that the right edge of a tree of this size holds."""
    spans = []
    level = 0
    while size:
        spans.append((level, size // WIDTH * WIDTH, size))
        size //= WIDTH
        level += 1
    return spans


def node_spans(nodes: Iterable[Node]) -> dict[Node, tuple[int, int, int]]:
    """For each node, the (tile level, first, end) of the stored hashes it is folded from."""
    spans = {}
    for node in nodes:
        level, rest = divmod(node.level, HEIGHT)
        spans[node] = (level, node.index << rest, (node.index + 1) << rest)
    return spans
