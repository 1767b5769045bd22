import socket
from pathlib import Path

from local_suite import ports


def test_a_kept_port_is_used_again_unless_it_is_taken() -> None:
    chosen = ports.choose(["a", "b"], {"a": 20_001, "b": 20_002}, lambda port: port != 20_002)
    assert chosen["a"] == 20_001
    assert chosen["b"] not in (20_001, 20_002)


def test_ports_differ_and_are_remembered(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(40)]
    chosen = ports.load(tmp_path / "ports.json", names)
    assert len(set(chosen.values())) == 40
    assert all(port in ports.RANGE for port in chosen.values())
    assert ports.load(tmp_path / "ports.json", names) == chosen


def test_a_listening_port_is_not_free() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert not ports.is_free(server.getsockname()[1])
