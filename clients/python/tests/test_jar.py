import json
import os
from pathlib import Path

import pytest

from cfu.errors import JarError
from cfu.jar import FileJar, Site, default_path

URL = "https://crm.example.org"


@pytest.mark.usefixtures("home")
def test_only_the_owner_can_read_the_file() -> None:
    jar = FileJar()
    jar.keep(URL, hn_session="s3cret")
    assert jar.path == default_path()
    assert jar.path.stat().st_mode & 0o777 == 0o600
    assert jar.path.parent.stat().st_mode & 0o777 == 0o700


def test_servers_are_kept_apart(tmp_path: Path) -> None:
    jar = FileJar(tmp_path / "session.json")
    jar.keep(URL, hn_session="one", hn_device="device")
    jar.keep("https://other.example.org", hn_session="two")
    jar.keep(URL, hn_session="")
    assert jar.site(URL) == Site(hn_device="device")
    assert jar.site("https://other.example.org").hn_session == "two"
    assert jar.current == "https://other.example.org"
    jar.forget("https://other.example.org")
    assert jar.site("https://other.example.org") == Site()
    assert jar.current == ""


def test_a_file_others_can_read_is_refused(tmp_path: Path) -> None:
    jar = FileJar(tmp_path / "session.json")
    jar.keep(URL, hn_session="s3cret")
    jar.path.chmod(0o644)
    with pytest.raises(JarError, match="chmod 600"):
        jar.site(URL)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"sites": []}'])
def test_a_broken_file_is_named_not_overwritten(tmp_path: Path, content: str) -> None:
    path = tmp_path / "session.json"
    path.touch(mode=0o600)
    path.write_text(content)
    with pytest.raises(JarError, match=r"session\.json"):
        FileJar(path).keep(URL, hn_session="s3cret")
    assert path.read_text() == content


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = FileJar(tmp_path / "session.json")
    jar.keep(URL, hn_session="one")
    monkeypatch.setattr(os, "fdopen", _full_disk)
    with pytest.raises(JarError, match="No space"):
        jar.keep(URL, hn_session="two")
    assert json.loads(jar.path.read_text())["sites"][URL]["hn_session"] == "one"


def test_secrets_are_not_in_the_repr() -> None:
    assert "s3cret" not in repr(Site(hn_session="s3cret", hn_device="s3cret"))


def _full_disk(handle: int, *_arguments: object, **_options: object) -> None:
    os.close(handle)
    raise OSError(28, "No space left on device")
