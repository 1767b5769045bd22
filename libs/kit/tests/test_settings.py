from dataclasses import dataclass

import pytest

from kit.settings import SettingsError, env, key_bytes, load, named_keys, origin


@dataclass(frozen=True)
class Settings:
    address: str = env("ADDRESS")
    key: bytes = env("KEY", key_bytes)
    size: int = env("SIZE", int, default=3)


def test_every_missing_variable_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        load(Settings, {})
    assert "ADDRESS" in str(refused.value)
    assert "KEY" in str(refused.value)
    assert "SIZE" not in str(refused.value)


def test_a_malformed_value_is_named_and_not_shown() -> None:
    with pytest.raises(SettingsError, match="KEY: must be 32 bytes, is 3") as refused:
        load(Settings, {"ADDRESS": "a", "KEY": "YWJj"})
    assert "YWJj" not in str(refused.value)


def test_a_secret_is_not_in_the_repr() -> None:
    settings = load(Settings, {"ADDRESS": "a", "KEY": "A" * 43 + "="})
    assert settings.key == bytes(32)
    assert repr(settings) == "Settings()"


def test_named_keys() -> None:
    assert named_keys("a:" + "A" * 43 + "=, b:" + "A" * 43 + "=") == {"a": bytes(32), "b": bytes(32)}


def test_an_origin_is_read() -> None:
    assert origin("https://CRM.example.com:8443/") == "https://crm.example.com:8443"
    assert origin("https://crm.example.com:443") == "https://crm.example.com"


@pytest.mark.parametrize(
    "url", ["crm.example.com", "ftp://a", "https://a/path", "https://a/?q", "https://b@a", "https://"]
)
def test_what_is_no_origin(url: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        origin(url)
