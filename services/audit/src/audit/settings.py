"""The only reader of audit's environment."""

from dataclasses import dataclass

from audit.checkpoints.note import COSIGNATURE, VerifierKey, parse_key
from audit.retention.model import DEFAULT_YEARS, parse_years
from audit.witness.settings import WITNESS_NAME
from kit.settings import ServiceSettings, SettingsError, env, key_bytes


def parse_witness_key(text: str) -> VerifierKey:
    return parse_key(text, WITNESS_NAME, COSIGNATURE)


@dataclass(frozen=True)
class Settings(ServiceSettings):
    """What `python -m audit` needs. The witness is optional, as a pair."""

    signing_key: bytes = env("AUDIT_SIGNING_KEY", key_bytes)
    witness_url: str = env("CFU_WITNESS_URL", default="")
    witness_key: VerifierKey | None = env("CFU_WITNESS_PUBLIC_KEY", parse_witness_key, default=None)

    def __post_init__(self) -> None:
        if bool(self.witness_url) != bool(self.witness_key):
            raise SettingsError("CFU_WITNESS_URL and CFU_WITNESS_PUBLIC_KEY: set both or neither.")


@dataclass(frozen=True)
class OwnerSettings:
    """What the commands of the owner role need: migrate, partitions, retain."""

    url: str = env("CFU_MIGRATION_DATABASE_URL")
    years: int = env("AUDIT_RETENTION_YEARS", parse_years, default=DEFAULT_YEARS)


@dataclass(frozen=True)
class CheckSettings:
    """What verify-database needs."""

    database_url: str = env("CFU_DATABASE_URL")
    signing_key: bytes = env("AUDIT_SIGNING_KEY", key_bytes)
