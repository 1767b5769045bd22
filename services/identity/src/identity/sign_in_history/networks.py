"""The network an address is in: what counts as one source, and as one place somebody works from."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network


def address_of(source_address: str) -> IPv4Address | IPv6Address | None:
    """The address, an IPv4 one also where it is written as IPv6; None for what is none."""
    try:
        address = ip_address(source_address)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def network_of(source_address: str) -> str:
    """One subscriber holds a whole IPv6 /64, so it counts as one source."""
    match address_of(source_address):
        case None:
            return source_address
        case IPv4Address() as address:
            return str(address)
        case address:
            return str(ip_network((address, 64), strict=False))
