"""Cost of sealing against the bare primitives, on one thread: `.venv/bin/python tests/bench/sealing.py`.

Every contender runs once per round, in turn, so a busy machine slows all alike; medians over the rounds.
"""

import os
import statistics
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from sqlalchemy import String
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy_utils import StringEncryptedType
from sqlalchemy_utils.types.encrypted.encrypted_type import AesEngine, AesGcmEngine

from phi_crypto import Binding, BlindIndex, MasterKeys

ROUNDS = 40
VALUES = 500
TEXTS = [f"{number:032d}" for number in range(VALUES)]
RAW = [text.encode() for text in TEXTS]
KEY = os.urandom(32)
BINDING = Binding("0197c1d2-0000-7000-8000-000000000001", "contacts", "email_enc")
BOUND = BINDING.row("0197c1d2-0000-7000-8000-000000000002")

Work = Callable[[], object]


def bare_cipher() -> dict[str, Work]:
    cipher = AESGCM(KEY)
    sealed = [(nonce := os.urandom(12), cipher.encrypt(nonce, raw, BOUND)) for raw in RAW]
    return {
        "bare AESGCM, fresh nonce": lambda: [cipher.encrypt(os.urandom(12), raw, BOUND) for raw in RAW],
        "bare AESGCM, decrypt": lambda: [cipher.decrypt(nonce, text, BOUND) for nonce, text in sealed],
    }


def data_key() -> dict[str, Work]:
    key, _ = MasterKeys(KEY).new_data_key("workspace/patient")
    sealed = [key.seal(text, BOUND) for text in TEXTS]
    return {
        "DataKey.seal": lambda: [key.seal(text, BOUND) for text in TEXTS],
        "DataKey.open": lambda: [key.open(text, BOUND) for text in sealed],
    }


def encrypted_type(engine: type[AesEngine]) -> dict[str, Work]:
    column = StringEncryptedType(String, KEY.hex(), engine)
    speaks = dialect()
    sealed = [column.process_bind_param(text, speaks) for text in TEXTS]
    name = f"StringEncryptedType({engine.__name__})"
    return {
        f"{name}, bind": lambda: [column.process_bind_param(text, speaks) for text in TEXTS],
        f"{name}, result": lambda: [column.process_result_value(text, speaks) for text in sealed],
    }


def indexes() -> dict[str, Work]:
    keyed = HMAC(KEY, SHA256())
    index = BlindIndex(KEY, "email", "workspace")

    def copied(raw: bytes) -> bytes:
        mac = keyed.copy()
        mac.update(raw)
        return mac.finalize()

    return {
        "HMAC.copy()": lambda: [copied(raw) for raw in RAW],
        "BlindIndex.of": lambda: [index.of(text) for text in TEXTS],
    }


def measure(contenders: dict[str, Work]) -> dict[str, float]:
    """Contender -> median microseconds per value."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(ROUNDS):
        for name, work in contenders.items():
            start = time.perf_counter()
            work()
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(times) / VALUES * 1e6 for name, times in taken.items()}


def main() -> None:
    old_gcm, old_cbc = encrypted_type(AesGcmEngine), encrypted_type(AesEngine)
    cost = measure(bare_cipher() | data_key() | old_gcm | old_cbc | indexes())
    print(f"32-byte text, {VALUES} values x {ROUNDS} rounds\n")
    print(f"{'':44}{'us':>8}")
    for name, micros in cost.items():
        print(f"{name:44}{micros:8.2f}")
    seal, opened = cost["DataKey.seal"], cost["DataKey.open"]
    bare = cost["bare AESGCM, fresh nonce"] + cost["bare AESGCM, decrypt"]
    ratios = [
        ("seal and open / bare encrypt and decrypt", bare / (seal + opened), 0.5),
        ("seal / bare AESGCM with fresh nonce", cost["bare AESGCM, fresh nonce"] / seal, 0.5),
        ("open / bare AESGCM decrypt", cost["bare AESGCM, decrypt"] / opened, 0.5),
        *((f"seal / {name}", cost[name] / seal, 8) for name in (*old_gcm, *old_cbc) if "bind" in name),
        *((f"open / {name}", cost[name] / opened, 8) for name in (*old_gcm, *old_cbc) if "result" in name),
        ("blind index / HMAC.copy()", cost["HMAC.copy()"] / cost["BlindIndex.of"], 0.5),
    ]
    print(f"\n{'throughput ratio':52}{'measured':>9}{'goal':>7}")
    for name, ratio, goal in ratios:
        print(f"{name:52}{ratio:9.2f}{goal:7.1f}")


if __name__ == "__main__":
    main()
