"""The address of a server, and whether a session may be sent there."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from cfu.errors import UnsafeAddressError

DEFAULT_URL = "http://localhost:8080"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def origin(url: str) -> str:
    """Returns the address as scheme, host and port, or raises UnsafeAddressError.

    Plain http is for this machine only: elsewhere it would show passwords, sessions and PHI to the network.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnsafeAddressError("The address (--url, CFU_URL) is not a URL.") from error
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise UnsafeAddressError("The address (--url, CFU_URL) must begin with https:// and name a host.")
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise UnsafeAddressError("The address (--url, CFU_URL) must be scheme, host and port, nothing else.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise UnsafeAddressError(f"Plain http to {parts.hostname} would show the session to the network. Use https://.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    suffix = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{host}{suffix}"


def is_loopback(host: str) -> bool:
    """Tells whether a host name or address is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
