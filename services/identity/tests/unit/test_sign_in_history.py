"""What is read off a browser's description of itself and off an address."""

from pathlib import Path

import pytest
from simulators.location_database import place, write

from identity.sign_in_history.devices import DeviceKind, device_of
from identity.sign_in_history.locations import NOWHERE, Location, LocationFile, NoLocations
from identity.sign_in_history.networks import network_of

MOZILLA = "Mozilla/5.0"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "told", "kind"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64) {KIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
         "Edge on Windows", DeviceKind.COMPUTER),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {KIT} Version/18.1 Safari/605.1.15",
         "Safari on macOS", DeviceKind.COMPUTER),
        (f"{MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
         "Firefox on Linux", DeviceKind.COMPUTER),
        (f"{MOZILLA} (X11; CrOS x86_64 14541.0.0) {KIT} Chrome/141.0.0.0 Safari/537.36",
         "Chrome on ChromeOS", DeviceKind.COMPUTER),
        (f"{MOZILLA} (iPhone; CPU iPhone OS 18_1 like Mac OS X) {KIT} CriOS/141.0.0.0 Mobile/15E148 Safari/604.1",
         "Chrome on iOS", DeviceKind.PHONE),
        (f"{MOZILLA} (iPad; CPU OS 18_1 like Mac OS X) {KIT} Version/18.1 Mobile/15E148 Safari/604.1",
         "Safari on iPadOS", DeviceKind.TABLET),
        (f"{MOZILLA} (Linux; Android 15; Pixel 9) {KIT} Chrome/141.0.0.0 Mobile Safari/537.36",
         "Chrome on Android", DeviceKind.PHONE),
        (f"{MOZILLA} (Linux; Android 15; SM-X710) {KIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Safari/537.36",
         "Samsung Internet on Android", DeviceKind.TABLET),
        ("cfu/0.1.0", "cfu", DeviceKind.UNKNOWN),
        ("<b>Your bank</b>", "an unknown device", DeviceKind.UNKNOWN),
        ("", "an unknown device", DeviceKind.UNKNOWN),
    ],
)  # fmt: skip
def test_a_device_is_told_by_names_we_know(user_agent: str, told: str, kind: DeviceKind) -> None:
    device = device_of(user_agent)
    assert (str(device), device.kind) == (told, kind)


@pytest.mark.parametrize(
    ("source_address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("somewhere", "somewhere"),
    ],
)
def test_one_subscriber_is_one_network(source_address: str, network: str) -> None:
    assert network_of(source_address) == network


def test_an_address_is_looked_up_in_the_file_of_the_operator(tmp_path: Path) -> None:
    networks = {
        "192.0.2.0/24": place("Springfield", "Illinois", "US"),
        "2001:db8:7::/48": place("Zürich", "Zurich", "CH"),
        "198.51.100.0/24": {"country": {"iso_code": "NO"}},
        "203.0.113.0/24": {"city": "x", "subdivisions": [], "country": {"iso_code": "A\nB"}},
    }
    locations = LocationFile(str(write(tmp_path / "cities.mmdb", networks)))
    assert locations.of("192.0.2.77") == Location("Springfield", "Illinois", "US")
    assert str(locations.of("::ffff:192.0.2.77")) == "Springfield, Illinois, US"
    assert locations.of("2001:db8:7:1::9") == Location("Zürich", "Zurich", "CH")
    assert locations.of("198.51.100.1") == Location(country="NO")
    for unknown in ("203.0.113.9", "10.0.0.1", "2001:db8:8::1", "somewhere", ""):
        assert locations.of(unknown) == NOWHERE
    assert NoLocations().of("192.0.2.77") == NOWHERE


@pytest.mark.parametrize("content", [b"", b"no database", bytes(4096)])
def test_what_is_no_location_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cities.mmdb"
    with pytest.raises(ValueError, match="MMDB"):
        LocationFile(str(path))
    path.write_bytes(content)
    with pytest.raises(ValueError, match="MMDB"):
        LocationFile(str(path))
