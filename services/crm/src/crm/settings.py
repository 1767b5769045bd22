"""The settings of crm, all from the environment."""

from dataclasses import dataclass

import phonenumbers

from kit.settings import ServiceSettings, env
from phi_crypto import load_key, load_keys


def region(text: str) -> str:
    """A region that telephone numbers are read in, as ISO 3166-1 alpha-2."""
    if text not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("must be a region such as US")
    return text


@dataclass(frozen=True)
class KeySettings:
    """The keys of this service."""

    data_key: bytes = env("CRM_DATA_KEY", load=load_key)
    previous_data_keys: list[bytes] = env("CRM_DATA_KEY_PREVIOUS", load=load_keys, default=())


@dataclass(frozen=True)
class Settings(KeySettings, ServiceSettings):
    """What `serve` needs."""

    index_key: bytes = env("CRM_INDEX_KEY", load=load_key)
    identity_address: str = env("CFU_IDENTITY_ADDRESS")
    default_region: str = env("CFU_DEFAULT_REGION", region, default="US")


@dataclass(frozen=True)
class RewrapSettings(KeySettings):
    """What `rewrap-keys` needs."""

    database_url: str = env("CFU_DATABASE_URL")


@dataclass(frozen=True)
class MigrateSettings:
    """What `migrate` needs."""

    url: str = env("CFU_MIGRATION_DATABASE_URL")
