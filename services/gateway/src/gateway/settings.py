"""What the edge reads from its environment."""

from dataclasses import dataclass
from pathlib import Path

from kit.settings import ProcessSettings, env, origin

from .middleware.buckets import Rate

UPLOAD_LIMIT = 2 * 1024**3


def size(text: str) -> int:
    """A number of bytes above 0. Raises ValueError."""
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("must be a number of bytes above 0")
    return int(text)


def built_pages(text: str) -> Path:
    """A folder with a bundle for each app. Raises ValueError."""
    folder = Path(text)
    if not (folder / "app" / "index.html").is_file():
        raise ValueError("must be a folder that holds app/index.html: build the pages first")
    return folder


@dataclass(frozen=True)
class Settings(ProcessSettings):
    """Where it listens, whom it calls, how much it lets through."""

    listen: str = env("CFU_HTTP_LISTEN")
    public_origin: str = env("CFU_PUBLIC_URL", origin)
    identity_address: str = env("CFU_IDENTITY_ADDRESS")
    crm_address: str = env("CFU_CRM_ADDRESS")
    audit_address: str = env("CFU_AUDIT_ADDRESS")
    pages: Path | None = env("CFU_PAGES_DIR", built_pages, default=None)
    trusted_proxies: str = env("CFU_TRUSTED_PROXIES", default="")
    upload_limit: int = env("CFU_UPLOAD_LIMIT_BYTES", size, default=UPLOAD_LIMIT)
    session_rate: Rate = env("CFU_RATE_LIMIT_SESSION", Rate.parse, default=Rate(2000, 4000))
    address_rate: Rate = env("CFU_RATE_LIMIT_ADDRESS", Rate.parse, default=Rate(50, 100))
    sign_in_rate: Rate = env("CFU_RATE_LIMIT_SIGN_IN", Rate.parse, default=Rate(5, 20))
