"""Random 96-bit nonces (NIST SP 800-38D, section 8.2.2), drawn from the operating system in blocks.

One system call per nonce costs as much as the encryption. A pool serves 256 from one call; `list.pop` is
atomic, so threads never share one, and a forked child drops the pool it inherited. What a pool cannot see is
a memory snapshot of the running process resumed twice (CRIU, VM clones): do not clone running services.

A data key seals the fields of one patient, far below the 2^32 messages up to which random nonces are safe.
"""

import os
from struct import Struct

_BLOCK = Struct("12s" * 256)
_pool: list[bytes] = []
os.register_at_fork(after_in_child=_pool.clear)


def _refill() -> bytes:
    first, *rest = _BLOCK.unpack(os.urandom(_BLOCK.size))
    _pool.extend(rest)
    return bytes(first)


def next_nonce() -> bytes:
    """12 random bytes, never handed out before."""
    try:
        return _pool.pop()
    except IndexError:
        return _refill()
