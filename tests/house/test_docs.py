"""Documents that say what the code says."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs/map.md").read_text()
IGNORED_FOLDERS = {"migrations", "__pycache__"}


def concepts() -> list[str]:
    folders = []
    for service in (ROOT / "services").glob("*/src/*"):
        folders += [
            f"services/{service.parts[-3]}/src/{service.name}/{concept.name}/"
            for concept in service.iterdir()
            if concept.is_dir() and concept.name not in IGNORED_FOLDERS and list(concept.glob("*.py"))
        ]
    return sorted(folders)


def test_the_map_shows_every_concept_and_nothing_that_is_gone() -> None:
    shown = sorted(set(re.findall(r"services/[a-z-]+/src/[a-z_]+/[a-z_]+/", MAP)))
    assert shown == concepts()


def test_every_path_in_the_map_exists() -> None:
    paths = re.findall(r"`([a-z_.-]+/[^`*{ ]*)`", MAP)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/settings.md").read_text()
    named = set()
    for path in [*ROOT.glob("services/*/src/**/settings.py"), ROOT / "libs/kit/src/kit/settings.py"]:
        named |= set(re.findall(r"env\(\s*\"([A-Z_]+)\"", path.read_text()))
    named.discard("NAME")
    assert sorted(name for name in named if f"`{name}`" not in text) == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_link_in_a_document_is_dead() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    dead = []
    for name in listed.stdout.splitlines():
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text()):
            if not ((ROOT / name).parent / target).exists():
                dead.append(f"{name}: {target}")
    assert dead == []


def test_every_page_that_a_letter_leads_to_exists() -> None:
    app, found = ROOT / "web/src/app", re.compile(r'path: "([^"]+)"')
    pages = set(found.findall((app / "routes.tsx").read_text()))
    pages |= {f"/settings/{path}" for path in found.findall((app / "settings/routes.tsx").read_text())}
    letters = "".join(path.read_text() for path in ROOT.glob("services/*/src/**/*.py"))
    led_to = set(re.findall(r"\{public_url\}/app(/[a-z/-]+)", letters))
    assert led_to
    assert led_to - pages == set()


def test_every_test_that_a_document_calls_upon_exists() -> None:
    defined = {
        name
        for path in (
            *ROOT.glob("services/*/tests/**/*.py"),
            *ROOT.glob("libs/*/tests/*.py"),
            *ROOT.glob("tests/**/*.py"),
        )
        for name in re.findall(r"def (test_\w+)", path.read_text())
    }
    named = {name for path in ROOT.glob("docs/*.md") for name in re.findall(r"`(test_\w+)`", path.read_text())}
    assert named
    assert sorted(named - defined) == []
