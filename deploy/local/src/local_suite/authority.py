"""Which certificates the suite has, and when new ones are due."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from local_suite.paths import read_json, write_json

RENEWED_AFTER = timedelta(days=330)


def ensure(folder: Path, services: Sequence[str], now: datetime) -> None:
    """Issue `ca.pem`, `cert.pem` and `key.pem` for every service, unless what is there is still good."""
    record_path = folder / "issued.json"
    record = read_json(record_path)
    if record and datetime.fromisoformat(record["renew"]) > now and set(services) <= set(record["services"]):
        return
    # Imported here: most starts issue nothing, and this import would be a good part of their time.
    from kit.testing import certificates  # noqa: PLC0415

    certificates.issue(folder, services, now)
    write_json(record_path, {"renew": (now + RENEWED_AFTER).isoformat(), "services": list(services)})
