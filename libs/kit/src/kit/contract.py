"""The contract, read from descriptors: who may call a method, what it leaves in the audit log, which fields are PHI."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter, methodcaller
from typing import Any

from google.api import annotations_pb2
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from contactfollowup.contract.v1 import options_pb2
from contactfollowup.contract.v1.options_pb2 import Access, Audit, Record

# The stubs type an extension as a plain field descriptor; at run time it is the key of its options.
ACCESS: Any = options_pb2.access
AUDIT: Any = options_pb2.audit
RECORD: Any = options_pb2.record
PHI: Any = options_pb2.phi
STEP_UP: Any = options_pb2.step_up
FEATURE: Any = options_pb2.feature
WHILE_ENROLLING: Any = options_pb2.while_enrolling
WHILE_READ_ONLY: Any = options_pb2.while_read_only
HTTP: Any = annotations_pb2.http
REVEALS: Any = options_pb2.reveals

# The feature a workspace lacks while it is read-only.
WRITES = "writes"

Records = Callable[[Any], tuple[list[str], list[str]]]
FilledTest = Callable[[Any], Any]


class ContractError(Exception):
    """The contract or its implementation is incomplete; the server must not start."""


@dataclass(frozen=True)
class Method:
    """One RPC. `path` is `/package.Service/Method`; `records` reads record ids and PHI field names off a reply.

    `feature` is empty where none is asked for. `writes` is true of everything that is not known to read.
    """

    name: str
    path: str
    request: type[Message]
    response: type[Message]
    client_streaming: bool
    server_streaming: bool
    access: Access
    audit: Audit
    step_up: bool
    while_enrolling: bool
    while_read_only: bool
    writes: bool
    feature: str
    records: Records

    @property
    def reads_phi(self) -> bool:
        return self.audit.reads


def methods(service: ServiceDescriptor) -> list[Method]:
    """Every method of a service. Raises ContractError when one has no access rule."""
    return [method(found) for found in service.methods]


def method(descriptor: MethodDescriptor) -> Method:
    options = descriptor.GetOptions()
    access: Access = options.Extensions[ACCESS]
    if access.WhichOneof("rule") is None:
        raise ContractError(f"{descriptor.full_name} has no access rule")
    return Method(
        name=descriptor.name,
        path=f"/{descriptor.containing_service.full_name}/{descriptor.name}",
        request=GetMessageClass(descriptor.input_type),
        response=GetMessageClass(descriptor.output_type),
        client_streaming=descriptor.client_streaming,
        server_streaming=descriptor.server_streaming,
        access=access,
        audit=options.Extensions[AUDIT],
        step_up=options.Extensions[STEP_UP],
        while_enrolling=options.Extensions[WHILE_ENROLLING],
        while_read_only=options.Extensions[WHILE_READ_ONLY],
        writes=not (options.Extensions[HTTP].HasField("get") or options.Extensions[AUDIT].reads),
        feature=options.Extensions[FEATURE],
        records=records_reader(descriptor.output_type),
    )


def record_of(message: Descriptor) -> Record | None:
    """What kind of record a message is; None for one that is none."""
    options = message.GetOptions()
    return options.Extensions[RECORD] if options.HasExtension(RECORD) else None


def is_phi(field: FieldDescriptor) -> bool:
    """Whether the field holds protected health information."""
    return bool(field.GetOptions().Extensions[PHI])


def records_reader(response: Descriptor) -> Records:
    """A function that names the records in a reply, and which of their PHI fields are filled."""
    for field in response.fields:
        message = field.message_type
        record = record_of(message) if message else None
        if message is not None and record is not None:
            return reader_of(field, record.id_field, filled_tests(message))
    return lambda _: ([], [])


def filled_tests(message: Descriptor) -> dict[str, FilledTest]:
    """For each PHI field, what tells whether a record has a value in it."""
    return {
        field.name: methodcaller("HasField", field.name) if field.has_presence else attrgetter(field.name)
        for field in message.fields
        if is_phi(field)
    }


def reader_of(field: FieldDescriptor, id_field: str, tests: Mapping[str, FilledTest]) -> Records:
    name, repeated = field.name, field.is_repeated

    def read(reply: Any) -> tuple[list[str], list[str]]:
        found = getattr(reply, name) if repeated else [getattr(reply, name)]
        filled: set[str] = set()
        for record in found:
            filled.update([part for part, is_filled in tests.items() if part not in filled and is_filled(record)])
        return [getattr(record, id_field) for record in found], sorted(filled)

    return read
