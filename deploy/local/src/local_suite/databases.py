"""The database of each service: which server, and on the embedded one its roles."""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from local_suite.keys import DATABASES, Keys

LOOPBACK = "127.0.0.1"


class ConfigurationError(ValueError):
    """The environment asks for something that cannot be; the text says what to set."""


def external(environment: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Application and owner URL of each service whose database the user already has."""
    found = {}
    for name in DATABASES:
        variables = (f"CFU_DATABASE_URL_{name.upper()}", f"CFU_MIGRATION_DATABASE_URL_{name.upper()}")
        urls = tuple(environment.get(variable, "") for variable in variables)
        if any(urls) and not all(urls):
            raise ConfigurationError(f"{variables[0]} and {variables[1]} go together: set both or neither.")
        if all(urls):
            found[name] = (urls[0], urls[1])
    return found


def url(name: str, role: str, port: int, keys: Keys) -> str:
    password = keys[f"POSTGRES_PASSWORD_{name.upper()}_{role.upper()}"]
    return f"postgresql://{name}_{role}:{quote(password, safe='')}@{LOOPBACK}:{port}/{name}"


def admin_url(port: int, keys: Keys) -> str:
    return f"postgresql://postgres:{quote(keys['POSTGRES_PASSWORD'], safe='')}@{LOOPBACK}:{port}/postgres"


# The owner migrates and takes dumps, for which it has to see every workspace; nothing that serves runs as it.
OWNER_AND_APPLICATION = (("owner", "BYPASSRLS"), ("app", "NOBYPASSRLS"))


async def create(server: str, names: Sequence[str], keys: Keys) -> None:
    """Make a database, its owner and its application role for every name, where they are missing."""
    import asyncpg  # noqa: PLC0415 - only the first start needs it

    connection = await asyncpg.connect(server)
    try:
        roles = {row["rolname"] for row in await connection.fetch("SELECT rolname FROM pg_roles")}
        databases = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        for name in names:
            for role, rights in OWNER_AND_APPLICATION:
                verb = "ALTER" if f"{name}_{role}" in roles else "CREATE"
                password = keys[f"POSTGRES_PASSWORD_{name.upper()}_{role.upper()}"]
                await connection.execute(f"{verb} ROLE {name}_{role} LOGIN {rights} PASSWORD '{password}'")
            if name not in databases:
                await connection.execute(f"CREATE DATABASE {name} OWNER {name}_owner")
            await connection.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
            await connection.execute(f"GRANT CONNECT ON DATABASE {name} TO {name}_app")
    finally:
        await connection.close()


def migrations_digest(name: str) -> str:
    """Changes when a migration of the service, or what runs migrations, does."""
    digest = hashlib.sha256()
    for file in sorted([*_files(name, "migrations"), *_files("kit", "migration*")]):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(package: str, pattern: str) -> list[Path]:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return []
    home = Path(spec.origin).parent
    return [file for each in home.glob(pattern) for file in (each.rglob("*.py") if each.is_dir() else [each])]
