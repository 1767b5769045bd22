"""Generates what is committed of protos/, and checks that it is so: libs/contracts, docs/errors.md, what web/ and `cfu`
know of the API.

python tools/gen_protos.py            write all of it
python tools/gen_protos.py --check    regenerate beside, compare, lint, and check for breaking changes
python tools/gen_protos.py --accept   take the contracts as they are now for the baseline of later changes
"""

import argparse
import filecmp
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from gen_error_page import error_page
from google.protobuf import (
    any_pb2,
    descriptor_pb2,
    duration_pb2,
    field_mask_pb2,
    timestamp_pb2,
)
from protovalidate._gen.buf.validate import validate_pb

ROOT = Path(__file__).resolve().parent.parent
PROTOS = ROOT / "protos"
GENERATED = ROOT / "libs/contracts/src"
ERRORS_PAGE = ROOT / "docs/errors.md"
# What the pages take their types from, so that they are built without Python.
EDGE_DOCUMENT = ROOT / "web/openapi.json"
OPERATIONS = ROOT / "tools/gen_operations.py"
BASELINE = PROTOS / "baseline.binpb"
IMAGE = "contactfollowup/contracts.binpb"
VALIDATE = "buf/validate/validate.proto"
WELL_KNOWN = (any_pb2, descriptor_pb2, duration_pb2, field_mask_pb2, timestamp_pb2)
BUF_CONFIG = """{"version": "v2",
"lint": {"use": ["STANDARD", "COMMENTS"], "ignore": ["google", "buf"]},
"breaking": {"use": ["FILE"], "ignore": ["google", "buf"]}}"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true")
    choice.add_argument("--accept", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        fresh = Path(scratch) / "fresh"
        generate(Path(scratch), fresh)
        if arguments.check:
            return check(fresh)
        shutil.rmtree(GENERATED, ignore_errors=True)
        shutil.copytree(fresh, GENERATED)
        ERRORS_PAGE.write_text(error_page((fresh / IMAGE).read_bytes()))
        EDGE_DOCUMENT.write_text(edge_document())
        if arguments.accept:
            shutil.copyfile(fresh / IMAGE, BASELINE)
    run([sys.executable, str(OPERATIONS)])
    return 0


def generate(scratch: Path, target: Path) -> None:
    """Runs protoc over every proto into `target`, with typed stubs and the descriptor set that docs are read from."""
    imports = scratch / "imports.binpb"
    imports.write_bytes(imported_descriptors())
    target.mkdir()
    sources = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.glob("contactfollowup/**/*.proto"))
    merge_annotations(imports)
    protoc = [sys.executable, "-m", "grpc_tools.protoc", f"--descriptor_set_in={imports}", f"-I{PROTOS}"]
    run([*protoc, f"--python_out={target}", f"--pyi_out={target}", VALIDATE, *sources], cwd=PROTOS)
    image = ["--include_imports", "--include_source_info", f"--descriptor_set_out={target / IMAGE}"]
    run([*protoc, *image, *sources], cwd=PROTOS)
    mark_packages(target)


def imported_descriptors() -> bytes:
    """What our protos import and no wheel ships as a .proto file: the validation rules and the well-known types."""
    collected = descriptor_pb2.FileDescriptorSet()
    for module in WELL_KNOWN:
        module.DESCRIPTOR.CopyToProto(collected.file.add())
    collected.file.add().ParseFromString(validate_pb.desc().proto.to_binary())
    return collected.SerializeToString()


def merge_annotations(imports: Path) -> None:
    """protoc resolves imports from folders or from a descriptor set, not both: google.api joins the set first."""
    annotations = imports.with_name("annotations.binpb")
    include = Path(str(files("google").joinpath("api"))).parent.parent
    compiled = ["--include_imports", f"--descriptor_set_out={annotations}", "google/api/annotations.proto"]
    run([sys.executable, "-m", "grpc_tools.protoc", f"-I{include}", *compiled])
    merged = descriptor_pb2.FileDescriptorSet.FromString(imports.read_bytes())
    known = {file.name for file in merged.file}
    extra = descriptor_pb2.FileDescriptorSet.FromString(annotations.read_bytes())
    merged.file.extend(file for file in extra.file if file.name not in known)
    imports.write_bytes(merged.SerializeToString())


def mark_packages(target: Path) -> None:
    (target / "contactfollowup/py.typed").touch()
    for folder in (path for path in target.rglob("*") if path.is_dir()):
        (folder / "__init__.py").write_text('"""Generated from protos/; never edited by hand."""\n')


def check(fresh: Path) -> int:
    """Reports what differs from the committed code, what buf finds wrong, and what breaks callers of the baseline."""
    problems = differences(fresh, GENERATED)
    if ERRORS_PAGE.read_text() != error_page((fresh / IMAGE).read_bytes()):
        problems.append("docs/errors.md")
    if EDGE_DOCUMENT.read_text() != edge_document():
        problems.append("web/openapi.json")
    if problems:
        print("what is generated is not what protos/ says; run ./dev protos:", *problems, sep="\n  ")
    image = str(fresh / IMAGE)
    lint = buf("lint", image, "--config", BUF_CONFIG)
    breaking = buf("breaking", image, "--against", str(BASELINE), "--config", BUF_CONFIG)
    stale = subprocess.run([sys.executable, str(OPERATIONS), "--check"], check=False).returncode
    return 1 if problems or lint or breaking or stale else 0


def edge_document() -> str:
    """What the edge serves at /api/openapi.json, by the contracts as they are committed now."""
    command = [sys.executable, "-m", "gateway.openapi"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def differences(fresh: Path, committed: Path) -> list[str]:
    def listing(folder: Path) -> set[str]:
        return {
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    names = listing(fresh) | listing(committed)
    _, mismatch, missing = filecmp.cmpfiles(fresh, committed, names, shallow=False)
    return sorted(mismatch + missing)


def buf(*arguments: str) -> int:
    return subprocess.run(["buf", *arguments], check=False).returncode


def run(command: list[str], cwd: Path | None = None) -> None:
    subprocess.run(command, check=True, cwd=cwd)


if __name__ == "__main__":
    raise SystemExit(main())
