"""When the pages are built: if something they are made of changed, and only then."""

from pathlib import Path

import pytest

from local_suite import pages

NODE = """#!/bin/sh
echo "$2" >> ../asked
if [ -e ../fail ]; then echo "npm says why"; exit 1; fi
"""


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The web folder of a clone, and a Node.js that only notes what npm is asked."""
    web, node = tmp_path / "web", tmp_path / "node"
    for folder in ("src", "node_modules", "dist"):
        (web / folder).mkdir(parents=True)
    for name in (*pages.PACKAGES, "src/page.tsx"):
        (web / name).write_text("as it was")
    node.write_text(NODE)
    node.chmod(0o755)
    for name, value in {"ROOT": tmp_path, "WEB": web, "BUILT": web / "dist", "NODE": node}.items():
        monkeypatch.setattr(pages, name, value)
    return web


def asked(web: Path) -> list[str]:
    """What npm is asked when the pages are built now."""
    pages.build()
    notes = web.parent / "asked"
    found = notes.read_text().split() if notes.exists() else []
    notes.unlink(missing_ok=True)
    return found


def test_a_second_start_builds_nothing_and_a_change_builds_what_it_needs(web: Path) -> None:
    assert asked(web) == ["ci", "run"]
    assert asked(web) == []
    (web / "src/page.tsx").write_text("changed")
    assert asked(web) == ["run"]
    (web / "src/other.tsx").write_text("new")
    assert asked(web) == ["run"]
    (web / "package-lock.json").write_text("changed")
    assert asked(web) == ["ci", "run"]
    (web / "dist/.built").unlink()
    assert asked(web) == ["run"]


def test_a_build_that_failed_says_why_and_is_tried_again(web: Path) -> None:
    (web.parent / "fail").touch()
    with pytest.raises(pages.PagesError, match="npm says why"):
        pages.build()
    for name in ("fail", "asked"):
        (web.parent / name).unlink()
    assert asked(web) == ["ci", "run"]
