"""What a witness needs to know: few variables, so that it runs where nothing else of the suite does."""

from dataclasses import dataclass
from pathlib import Path

from audit.checkpoints.note import COSIGNATURE, Signer, VerifierKey, parse_key
from kit.settings import env, key_bytes

WITNESS_NAME = "contactfollowup/witness"


def parse_address(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise ValueError("must be host:port")
    return host, int(port)


def parse_log_keys(text: str) -> tuple[VerifierKey, ...]:
    """Comma separated; the name of a key is not used, since each workspace's log has its own."""
    return tuple(parse_key(part.strip(), "log") for part in text.split(","))


def parse_signer(text: str) -> Signer:
    return Signer(WITNESS_NAME, key_bytes(text), COSIGNATURE)


@dataclass(frozen=True)
class WitnessSettings:
    """Where to listen, where to remember, whom to believe, how to sign."""

    listen: tuple[str, int] = env("CFU_WITNESS_LISTEN", parse_address)
    folder: Path = env("CFU_WITNESS_DIR", Path)
    log_keys: tuple[VerifierKey, ...] = env("CFU_WITNESS_LOG_KEY", parse_log_keys)
    signer: Signer = env("WITNESS_SIGNING_KEY", parse_signer)
