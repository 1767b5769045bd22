"""Writes docs/errors.md from the reasons in the protos: reason, what it means, what the caller does."""

from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet

ENUM_FIELD, VALUE_FIELD = 5, 2
PREFIX = "ERROR_REASON_"
HEAD = """# Errors

Every error is `application/problem+json` with a stable `reason`: branch on it, never on the sentence. This page is
written by `./dev protos` from the `error_reason.proto` files.
"""


def error_page(image: bytes) -> str:
    """The page, from the descriptor set with its comments."""
    files = FileDescriptorSet.FromString(image).file
    return "\n".join([HEAD, *(section(file) for file in files if file.name.endswith("error_reason.proto"))])


def section(file: FileDescriptorProto) -> str:
    owner = file.package.split(".")[1]
    title = "Any service" if owner == "contract" else owner
    comments = {tuple(place.path): place.leading_comments for place in file.source_code_info.location}
    rows = [
        f"| `{value.name.removeprefix(PREFIX)}` | {one_line(comments[ENUM_FIELD, 0, VALUE_FIELD, index])} |"
        for index, value in enumerate(file.enum_type[0].value)
        if value.number
    ]
    return "\n".join([f"## {title}", "", "| reason | meaning, and what to do |", "|---|---|", *rows, ""])


def one_line(comment: str) -> str:
    return " ".join(comment.split()).replace("|", "\\|")
