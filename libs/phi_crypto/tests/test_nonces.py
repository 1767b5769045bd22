import os
from concurrent.futures import ThreadPoolExecutor

from phi_crypto import nonces
from phi_crypto.nonces import next_nonce


def test_nonces_are_twelve_bytes_and_never_repeat() -> None:
    drawn = [next_nonce() for _ in range(10_000)]
    assert {len(nonce) for nonce in drawn} == {12}
    assert len(set(drawn)) == 10_000


def test_threads_share_no_nonce() -> None:
    with ThreadPoolExecutor(4) as threads:
        batches = list(threads.map(lambda _: [next_nonce() for _ in range(5_000)], range(4)))
    assert len({nonce for batch in batches for nonce in batch}) == 20_000


def test_a_forked_child_draws_its_own() -> None:
    while not nonces._pool:
        next_nonce()
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(sending, b"".join(next_nonce() for _ in range(256)))
        os._exit(0)
    os.waitpid(child, 0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as pipe:
        theirs = pipe.read()
    assert len(theirs) == 256 * 12
    ours = {next_nonce() for _ in range(256)}
    assert ours.isdisjoint(theirs[start : start + 12] for start in range(0, len(theirs), 12))
