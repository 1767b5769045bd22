"""A concept made by the tool has the shape the checks ask for."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def made(folder: Path) -> None:
    spec = importlib.util.spec_from_file_location("new_concept", ROOT / "tools/new_concept.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    names = tool.names_of("crm", "companies")
    for path, template in tool.files(names).items():
        tool.write(folder / path, template.format(**names))


def test_a_new_concept_is_formatted_and_free_of_findings(tmp_path: Path) -> None:
    made(tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "."], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout


def test_the_proto_of_a_new_concept_compiles(tmp_path: Path) -> None:
    made(tmp_path)
    image = ROOT / "libs/contracts/src/contactfollowup/contracts.binpb"
    proto = "contactfollowup/crm/v1/companies.proto"
    command = [sys.executable, "-m", "grpc_tools.protoc", f"--descriptor_set_in={image}", f"-I{tmp_path / 'protos'}"]
    done = subprocess.run([*command, f"--python_out={tmp_path}", proto], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
