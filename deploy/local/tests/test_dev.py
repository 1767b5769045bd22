"""The `dev` script, which must work before anything is installed."""

import importlib.util
import shutil
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from local_suite.paths import ROOT


@pytest.fixture
def dev(tmp_path: Path) -> ModuleType:
    """The script in a clone of its own that has nothing but project files."""
    for file in [ROOT / "dev", ROOT / "uv.lock", ROOT / "pyproject.toml", ROOT / "libs/kit/pyproject.toml"]:
        target = tmp_path / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    loader = SourceFileLoader("dev", str(tmp_path / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def fake_uv(folder: Path, version: str) -> Path:
    program = folder / "uv"
    program.write_text(f"#!/bin/sh\necho 'uv {version} (x86_64)'\n")
    program.chmod(0o755)
    return program


def test_without_a_task_it_lists_them_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, ROOT / "dev"], cwd=tmp_path, capture_output=True, text=True, check=True)
    for task in ("up", "down", "status", "logs", "test", "check", "protos", "format", "bench", "cfu", "new-concept"):
        assert f"  {task} " in done.stdout


def test_an_unknown_task_is_named(dev: ModuleType) -> None:
    with pytest.raises(SystemExit, match="no task 'tset'"):
        dev.main(["tset"])


def test_what_is_installed_is_looked_at_again_when_a_member_changes(dev: ModuleType, tmp_path: Path) -> None:
    first = dev.digest()
    assert dev.digest() == first
    with (tmp_path / "libs/kit/pyproject.toml").open("a") as file:
        file.write("# changed\n")
    assert dev.digest() != first


def test_a_uv_on_the_path_is_used_when_new_enough(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    brought: list[bool] = []
    monkeypatch.setattr(dev, "bring_uv", lambda: brought.append(True))
    newer = fake_uv(tmp_path, "0.14.0")
    assert dev.find_uv() == str(newer)
    assert not brought
    fake_uv(tmp_path, "0.12.9")
    assert dev.find_uv() == str(dev.TOOLS / "bin" / "uv")
    assert brought


def test_a_python_without_ensurepip_says_what_to_install(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        dev.bring_uv()
