"""Tiles and the right edge rebuild the same tree as the leaves."""

from hypothesis import given, settings
from hypothesis import strategies as st

from audit.log.merkle import Frontier, Node, cover, hash_leaf
from audit.log.tiles import RightEdge, Tile, edge_spans, make_tile, node_spans, split_hashes

HASHES = [hash_leaf(number.to_bytes(4, "big")) for number in range(70_000)]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 1500), max_size=6))
def test_the_edge_is_the_frontier(batches: list[int]) -> None:
    edge, size = RightEdge(), 0
    tiles: dict[tuple[int, int], Tile] = {}
    for batch in batches:
        edge, filled = edge.extend(HASHES[size : size + batch])
        tiles |= {(tile.level, tile.index): tile for tile in filled}
        size += batch
    assert edge.frontier() == Frontier().extend(HASHES[:size])
    assert sorted(tiles) == [(0, index) for index in range(size // 256)]
    for (_, index), tile in tiles.items():
        assert split_hashes(tile.hashes) == HASHES[index * 256 : index * 256 + 256]
        assert tile == make_tile(0, index, HASHES[index * 256 : index * 256 + 256])


def test_a_second_level_tile() -> None:
    edge, tiles = RightEdge().extend(HASHES)
    tops = [tile for tile in tiles if tile.level == 1]
    assert [(tile.level, tile.index) for tile in tops] == [(1, 0)]
    assert tops[0].root == Frontier().extend(HASHES[:65_536]).root()
    assert edge.frontier() == Frontier().extend(HASHES)
    assert [len(level) for level in edge.levels] == [70_000 % 256, 70_000 // 256 % 256, 1]
    assert [(level, end - first) for level, first, end in edge_spans(70_000)] == [(0, 112), (1, 17), (2, 1)]


def test_spans_name_the_stored_hashes_of_a_node() -> None:
    spans = node_spans([*cover(0, 3), Node(9, 1)])
    assert spans == {Node(1, 0): (0, 0, 2), Node(0, 2): (0, 2, 3), Node(9, 1): (1, 2, 4)}
