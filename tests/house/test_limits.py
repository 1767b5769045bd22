"""House rules that a linter does not know."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
BANNED = {"utils", "helpers", "common", "manager", "processor", "base", "data", "info"}


def sources() -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if not name.startswith("libs/contracts/") and (ROOT / name).exists():
            yield ROOT / name


def test_no_file_is_too_long() -> None:
    assert [str(path) for path in sources() if path.read_text().count("\n") > LONGEST_FILE] == []


def test_no_function_is_too_long() -> None:
    long = []
    for path in sources():
        if "migrations/versions" in str(path):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name} ({length})")
    assert long == []


def test_modules_are_named_for_what_they_hold() -> None:
    assert [str(path) for path in sources() if path.stem in BANNED] == []


def test_only_kit_commits() -> None:
    kit = ROOT / "libs/kit"
    commits = re.compile(r"[\"']COMMIT[\"';]|\.commit\(")
    others = [
        path for path in sources() if kit not in path.parents and "/src/" in str(path) and "witness" not in str(path)
    ]
    assert [str(path) for path in others if commits.search(path.read_text())] == []


def test_no_handler_aborts_by_itself() -> None:
    found = [path for path in sources() if "/src/" in str(path) and "context.abort" in path.read_text()]
    assert [path.name for path in found] == ["handlers.py"]


def test_public_names_of_libraries_have_docstrings() -> None:
    missing = []
    for path in sources():
        if not re.search(r"libs/(kit|phi_crypto)/src/", str(path)) or path.name.startswith("_"):
            continue
        tree = ast.parse(path.read_text())
        missing += [] if ast.get_docstring(tree) or not tree.body else [str(path)]
        for node in tree.body:
            if not isinstance(node, ast.ClassDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                missing.append(f"{path.name}: {node.name}")
    assert missing == []
