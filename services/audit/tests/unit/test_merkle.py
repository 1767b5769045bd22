"""Known answers of the certificate-transparency test set, and properties against a naive recursive tree."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.log import merkle
from audit.log.merkle import Frontier, Node, hash_leaf, hash_node

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [hash_leaf(number.to_bytes(4, "big")) for number in range(300)]


def naive_root(hashes: list[bytes]) -> bytes:
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return hash_node(naive_root(hashes[:split]), naive_root(hashes[split:]))


def naive_path(index: int, hashes: list[bytes]) -> list[bytes]:
    if len(hashes) == 1:
        return []
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    if index < split:
        return [*naive_path(index, hashes[:split]), naive_root(hashes[split:])]
    return [*naive_path(index - split, hashes[split:]), naive_root(hashes[:split])]


def naive_consistency(old: int, hashes: list[bytes], whole: bool = True) -> list[bytes]:
    if old == len(hashes):
        return [] if whole else [naive_root(hashes)]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    if old <= split:
        return [*naive_consistency(old, hashes[:split], whole), naive_root(hashes[split:])]
    return [*naive_consistency(old - split, hashes[split:], False), naive_root(hashes[:split])]


def read(node: Node) -> bytes:
    return naive_root(HASHES[node.index << node.level : (node.index + 1) << node.level])


@pytest.mark.parametrize("size", range(9))
def test_known_roots(size: int) -> None:
    frontier = Frontier().extend(hash_leaf(leaf) for leaf in LEAVES[:size])
    assert frontier.root().hex() == ROOTS[size]


def test_known_inclusion_and_consistency_proofs() -> None:
    hashes = [hash_leaf(leaf) for leaf in LEAVES]
    nodes = {
        Node(level, index): naive_root(hashes[index << level : (index + 1) << level])
        for level in range(4)
        for index in range(8 >> level)
    }
    assert [h.hex() for h in merkle.assemble(merkle.inclusion_plan(5, 8), nodes.__getitem__)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [h.hex() for h in merkle.assemble(merkle.consistency_plan(6, 8), nodes.__getitem__)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@given(st.integers(0, 300), st.integers(0, 300))
def test_batches_give_the_same_tree(first: int, size: int) -> None:
    first = min(first, size)
    grown = Frontier().extend(HASHES[:first]).extend(HASHES[first:size])
    assert grown == Frontier().extend(HASHES[:size])
    assert grown.root() == naive_root(HASHES[:size])


@given(st.data())
def test_inclusion(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index = data.draw(st.integers(0, size - 1))
    proof = merkle.assemble(merkle.inclusion_plan(index, size), read)
    root = naive_root(HASHES[:size])
    assert proof == naive_path(index, HASHES[:size])
    assert merkle.root_from_inclusion(index, size, HASHES[index], proof) == root
    assert merkle.root_from_inclusion(index, size, HASHES[index - 1], proof) != root or size == 1


@given(st.data())
def test_consistency(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 300))
    old = data.draw(st.integers(1, new))
    old_root, new_root = naive_root(HASHES[:old]), naive_root(HASHES[:new])
    proof = merkle.assemble(merkle.consistency_plan(old, new), read)
    assert proof == naive_consistency(old, HASHES[:new])
    assert merkle.consistent(old, new, old_root, new_root, proof)
    assert not merkle.consistent(old, new, hash_leaf(b"x"), new_root, proof)
    assert not merkle.consistent(old, new, old_root, hash_leaf(b"x"), proof)
    assert not merkle.consistent(old, new, old_root, new_root, [*proof, hash_leaf(b"x")])
    assert not (proof and merkle.consistent(old, new, old_root, new_root, proof[:-1]))


@given(st.data())
def test_range(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 300))
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    left, right = merkle.range_plan(start, end, size)
    levels = [node.level for part in right for node in part]
    frontier = Frontier(start, tuple(merkle.assemble(left, read))).extend(HASHES[start:end])
    frontier = frontier.extend_subtrees(zip(levels, merkle.assemble(right, read), strict=True))
    assert frontier.root() == naive_root(HASHES[:size])
    assert len(left) + len(right) <= 2 * 9


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        merkle.inclusion_plan(3, 3)
    with pytest.raises(ValueError, match="grows"):
        merkle.consistency_plan(4, 3)
    with pytest.raises(ValueError, match="multiple"):
        Frontier().extend(HASHES[:1]).extend_subtrees([(1, HASHES[0])])
