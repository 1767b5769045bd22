"""Settings: one frozen class a service, the only reader of the environment, naming everything missing at once.

@dataclass(frozen=True)
class Settings(ServiceSettings):
    data_key: bytes = env("CRM_DATA_KEY", load=load_key)

settings = load(Settings, os.environ)
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

Parse = Callable[[str], Any]
Load = Callable[[str, Mapping[str, str]], Any]
T = TypeVar("T")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class SettingsError(Exception):
    """The environment is incomplete or malformed; the text has one line for each variable at fault, never a value."""


def env(name: str, parse: Parse = str, *, default: object = MISSING, load: Load | None = None) -> Any:
    """A field read from the variable `name`.

    `parse` turns its text into a value and raises ValueError, saying what is expected, when it cannot. `load` takes
    the name and the whole environment instead, for variables that name a source. Without `default` it is required.
    """
    return field(repr=False, metadata={"env": name, "parse": parse, "default": default, "load": load})


def load(cls: type[T], environ: Mapping[str, str]) -> T:
    """An instance of `cls` from `environ`. Raises SettingsError naming every variable at fault."""
    values: dict[str, object] = {}
    problems: list[str] = []
    for spec in fields(cast(Any, cls)):
        try:
            values[spec.name] = read(spec, environ)
        except (ValueError, SettingsError) as problem:
            problems.append(str(problem))
    if problems:
        raise SettingsError("\n".join(problems))
    return cls(**values)


def read(spec: "Field[object]", environ: Mapping[str, str]) -> object:
    name, default, source = spec.metadata["env"], spec.metadata["default"], spec.metadata["load"]
    if not environ.get(name):
        if default is MISSING:
            raise SettingsError(f"{name} is not set. See docs/settings.md for what it holds.")
        return default
    try:
        return source(name, environ) if source else spec.metadata["parse"](environ[name])
    except Exception as problem:  # noqa: BLE001  a source may fail in ways of its own; the start is refused all the same
        text = str(problem)
        raise SettingsError(text if name in text else f"{name}: {text}") from None


def key_bytes(text: str) -> bytes:
    """32 bytes from base64."""
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("must be base64") from None
    if len(key) != 32:
        raise ValueError(f"must be 32 bytes, is {len(key)}")
    return key


def named_key(text: str) -> tuple[str, bytes]:
    """`keyid:base64` of 32 bytes."""
    key_id, colon, encoded = text.partition(":")
    if not (key_id and colon):
        raise ValueError("must be keyid:base64")
    return key_id, key_bytes(encoded)


def named_keys(text: str) -> dict[str, bytes]:
    """Comma separated `keyid:base64`."""
    return dict(named_key(part.strip()) for part in text.split(","))


def origin(url: str) -> str:
    """Scheme, host and port of a URL, as a browser writes them in `Origin`: without the scheme's own port."""
    parts = urlsplit(url)
    beside = parts.username or parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname or beside:
        raise ValueError("must be an origin such as https://crm.example.com, without a path")
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(DEFAULT_PORTS[parts.scheme])}"


def one_of(*choices: str) -> Parse:
    """One of a few words."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text

    return parse


@dataclass(frozen=True)
class ProcessSettings:
    """What every process of the suite needs."""

    environment: str = env("CFU_ENVIRONMENT", one_of("production", "development"), default="production")
    metrics_listen: str = env("CFU_METRICS_LISTEN", default="")
    tls_dir: Path = env("CFU_TLS_DIR", Path)
    nats_url: str = env("CFU_NATS_URL")
    nats_credentials: str = env("CFU_NATS_CREDENTIALS", default="")


@dataclass(frozen=True)
class ServiceSettings(ProcessSettings):
    """What every service with a database and a gRPC port needs."""

    listen: str = env("CFU_LISTEN")
    health_listen: str = env("CFU_HEALTH_LISTEN")
    database_url: str = env("CFU_DATABASE_URL")
    database_connections: int = env("CFU_DATABASE_CONNECTIONS", int, default=8)
    principal_keys: dict[str, bytes] = env("CFU_PRINCIPAL_PUBLIC_KEYS", named_keys)
    page_key: bytes = env("CFU_PAGE_KEY", key_bytes)
