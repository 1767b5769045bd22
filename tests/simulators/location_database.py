"""Writes a location database in MaxMind's MMDB format (version 2.0), from networks and what is known of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

MARKER = b"\xab\xcd\xefMaxMind.com"
SEPARATOR = bytes(16)
RECORD_BITS = 24
STRING, MAP, ARRAY, UINT16, UINT32, UINT64 = 2, 7, 11, 5, 6, 9
NUMBERS = {16: UINT16, 32: UINT32, 64: UINT64}


@dataclass(frozen=True)
class Number:
    """An unsigned number of so many bits."""

    bits: int
    value: int


@dataclass
class Node:
    """A fork of the tree; either way leads to another, to a place in the data, or nowhere."""

    ways: list["Node | int | None"] = field(default_factory=lambda: [None, None])


def place(city: str, region: str, country: str) -> dict[str, Any]:
    """What a database of cities says of a network, as far as anyone here reads it."""
    return {
        "city": {"names": {"en": city}},
        "subdivisions": [{"names": {"en": region}}],
        "country": {"iso_code": country},
    }


def write(path: Path, networks: Mapping[str, Any]) -> Path:
    root, data = Node(), b""
    for network, content in networks.items():
        _plant(root, ip_network(network), len(data))
        data += encoded(content)
    nodes = _listed(root)
    path.write_bytes(_tree(nodes) + SEPARATOR + data + MARKER + encoded(_metadata(len(nodes))))
    return path


def encoded(content: Any) -> bytes:
    if isinstance(content, Number):
        raw = content.value.to_bytes((content.value.bit_length() + 7) // 8, "big")
        return _control(NUMBERS[content.bits], len(raw)) + raw
    if isinstance(content, str):
        return _control(STRING, len(content.encode())) + content.encode()
    if isinstance(content, dict):
        pairs = (encoded(each) for pair in content.items() for each in pair)
        return _control(MAP, len(content)) + b"".join(pairs)
    return _control(ARRAY, len(content)) + b"".join(encoded(each) for each in content)


def _control(kind: int, size: int) -> bytes:
    assert size < 29 + 256, "nothing here is longer"
    short, more = (size, b"") if size < 29 else (29, bytes([size - 29]))
    return bytes([kind << 5 | short]) + more if kind < 8 else bytes([short, kind - 7]) + more


def _plant(root: Node, network: IPv4Network | IPv6Network, offset: int) -> None:
    """IPv4 stands at ::/96 of the one tree."""
    depth = network.prefixlen + (96 if network.version == 4 else 0)
    bits = [int(network.network_address) >> (127 - level) & 1 for level in range(depth)]
    node = root
    for bit in bits[:-1]:
        following = node.ways[bit]
        if not isinstance(following, Node):
            following = node.ways[bit] = Node()
        node = following
    node.ways[bits[-1]] = offset


def _listed(root: Node) -> list[Node]:
    nodes = [root]
    for node in nodes:
        nodes.extend(way for way in node.ways if isinstance(way, Node))
    return nodes


def _tree(nodes: list[Node]) -> bytes:
    numbers = {id(node): number for number, node in enumerate(nodes)}

    def record(way: Node | int | None) -> int:
        if way is None:
            return len(nodes)
        return numbers[id(way)] if isinstance(way, Node) else len(nodes) + len(SEPARATOR) + way

    return b"".join(record(way).to_bytes(RECORD_BITS // 8, "big") for node in nodes for way in node.ways)


def _metadata(node_count: int) -> dict[str, Any]:
    return {
        "binary_format_major_version": Number(16, 2),
        "binary_format_minor_version": Number(16, 0),
        "build_epoch": Number(64, 1_767_225_600),
        "database_type": "Test-City",
        "description": {"en": "Made-up places"},
        "ip_version": Number(16, 6),
        "languages": ["en"],
        "node_count": Number(32, node_count),
        "record_size": Number(16, RECORD_BITS),
    }
