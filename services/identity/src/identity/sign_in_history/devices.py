"""What a browser says it is: read for people to recognise a device by, and believed for nothing else.

What a client sends is never shown as it is: whatever is not one of these names is left out.
"""

from dataclasses import dataclass
from enum import StrEnum

# The first that fits counts: browsers claim to be those before them, and tablets to be computers.
SYSTEMS = (
    ("Windows", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("cfu/", "cfu"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


class DeviceKind(StrEnum):
    COMPUTER = "COMPUTER"
    PHONE = "PHONE"
    TABLET = "TABLET"
    UNKNOWN = "UNKNOWN"


KINDS = {
    "Windows": DeviceKind.COMPUTER,
    "ChromeOS": DeviceKind.COMPUTER,
    "macOS": DeviceKind.COMPUTER,
    "Linux": DeviceKind.COMPUTER,
    "iOS": DeviceKind.PHONE,
    "iPadOS": DeviceKind.TABLET,
}


@dataclass(frozen=True, slots=True)
class Device:
    """Empty where nothing known was said."""

    browser: str
    operating_system: str
    kind: DeviceKind

    def __str__(self) -> str:
        return " on ".join(name for name in (self.browser, self.operating_system) if name) or "an unknown device"


def device_of(user_agent: str) -> Device:
    system = _first(SYSTEMS, user_agent)
    kind = KINDS.get(system, DeviceKind.UNKNOWN)
    if system == "Android":
        kind = DeviceKind.PHONE if "Mobile" in user_agent else DeviceKind.TABLET
    return Device(_first(BROWSERS, user_agent), system, kind)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
