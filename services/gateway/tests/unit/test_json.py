"""Messages to JSON and back, beside protobuf's own slow implementation wherever ours means the same."""

from typing import Any

import orjson
import pytest
from google.protobuf import json_format
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp
from google.protobuf.type_pb2 import Type
from hypothesis import given
from hypothesis import strategies as st

from contactfollowup.audit.v1.entries_pb2 import Entry, ExportEntriesResponse
from contactfollowup.crm.v1.contacts_pb2 import Contact, SearchContactsRequest
from contactfollowup.crm.v1.imports_pb2 import ContactImport
from contactfollowup.identity.v1.sessions_pb2 import Session
from gateway.errors import InvalidField
from gateway.transcoding.decoder import object_reader
from gateway.transcoding.descriptors import descriptor_of, enum_of, is_map, message_class, message_of
from gateway.transcoding.encoder import encoder
from gateway.transcoding.scalars import EXACT, float_to_json, timestamp_from_json, timestamp_to_json

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
TIMES = st.builds(Timestamp, seconds=st.integers(-62135596800, 253402300799), nanos=st.integers(0, 999_999_999))
SCALARS: dict[int, st.SearchStrategy[Any]] = {
    FieldDescriptor.TYPE_STRING: TEXT,
    FieldDescriptor.TYPE_BOOL: st.booleans(),
    FieldDescriptor.TYPE_BYTES: st.binary(max_size=8),
    FieldDescriptor.TYPE_INT32: st.integers(-(2**31), 2**31 - 1),
    FieldDescriptor.TYPE_INT64: st.integers(-(2**63), 2**63 - 1),
}
MESSAGES = st.sampled_from([Contact, ContactImport, Session, Entry, ExportEntriesResponse]).flatmap(
    lambda kind: messages(descriptor_of(kind))
)


def messages(message: Descriptor) -> st.SearchStrategy[Message]:
    fields = {field.name: st.none() | values(field) for field in message.fields}
    return st.builds(message_class(message), **fields)


def values(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    if is_map(field):
        return st.dictionaries(TEXT, TEXT, max_size=3)
    one = single(field)
    return st.lists(one, max_size=3) if field.is_repeated else one


def single(field: FieldDescriptor) -> st.SearchStrategy[Any]:
    if field.type == FieldDescriptor.TYPE_ENUM:
        return st.sampled_from([value.number for value in enum_of(field).values])
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        inner = message_of(field)
        return TIMES if inner.full_name == "google.protobuf.Timestamp" else messages(inner)
    return SCALARS[field.type]


def as_we_write(value: Any, message: Descriptor) -> Any:
    """What protobuf's own implementation wrote, with our choice for numbers of 64 bits."""
    result = dict(value)
    for field in message.fields:
        if field.json_name in result and field.type == FieldDescriptor.TYPE_INT64:
            number = int(result[field.json_name])
            result[field.json_name] = number if abs(number) <= EXACT else str(number)
    return result


@given(MESSAGES)
def test_what_is_written_is_proto3_json(message: Message) -> None:
    theirs = json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
    ours = encoder(message.DESCRIPTOR)(message)  # type: ignore[arg-type]
    assert ours == as_we_write(theirs, message.DESCRIPTOR)  # type: ignore[arg-type]


@given(MESSAGES)
def test_what_is_written_is_read_back(message: Message) -> None:
    read = object_reader(message.DESCRIPTOR)  # type: ignore[arg-type]
    written = orjson.dumps(encoder(message.DESCRIPTOR)(message))  # type: ignore[arg-type]
    assert read(orjson.loads(written), "") == message
    assert read(json_format.MessageToDict(message, preserving_proto_field_name=True), "") == message


CANARY = "canary-7f3a"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.just(CANARY),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["firstName", "tags", "address", "city", "properties", "createTime", "legalHold"]), inner
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_any_json_is_read_or_refused_without_its_values(value: Any) -> None:
    try:
        told = ""
        object_reader(descriptor_of(Contact))(value, "")
    except InvalidField as error:
        told = f"{error} {error.field} {error.violations}"
    assert CANARY not in told


@pytest.mark.parametrize(
    ("value", "path", "rule"),
    [
        ({"nothing": 1}, "nothing", "unknown_field"),
        ({"address": {"planet": "x"}}, "address.planet", "unknown_field"),
        ({"ana@example.com": 1}, "body", "unknown_field"),
        ({"firstName": 1}, "firstName", "type.string"),
        ({"first_name": "a\0b"}, "first_name", "string.no_nul"),
        ({"tags": "a"}, "tags", "type.array"),
        ({"tags": ["a", 1]}, "tags[1]", "type.string"),
        ({"tags": [None]}, "tags[0]", "type.string"),
        ({"properties": {"Their secret": 1}}, "properties", "type.string"),
        ({"legalHold": "true"}, "legalHold", "type.boolean"),
        ({"createTime": "yesterday"}, "createTime", "type.time"),
        ({"createTime": "2026-02-30T00:00:00Z"}, "createTime", "type.time"),
        ({"address": []}, "address", "type.object"),
        ([], "body", "type.object"),
    ],
)
def test_a_refusal_names_path_and_rule(value: Any, path: str, rule: str) -> None:
    with pytest.raises(InvalidField) as refused:
        object_reader(descriptor_of(Contact))(value, "")
    assert refused.value.violations == ((path, rule),)


def test_null_leaves_a_field_unset_and_a_property_empty() -> None:
    message = object_reader(descriptor_of(Contact))({"firstName": None, "address": None, "properties": {"a": None}}, "")
    assert message == Contact(properties={"a": ""})


@pytest.mark.parametrize("value", [True, 1.5, "1", 2**31, 1e300, [], {}])
def test_what_is_no_integer_of_32_bits(value: Any) -> None:
    with pytest.raises(InvalidField):
        object_reader(descriptor_of(SearchContactsRequest))({"pageSize": value}, "")


@pytest.mark.parametrize("value", [5, 5.0, "5"])
def test_integers_of_64_bits_may_be_strings(value: Any) -> None:
    assert object_reader(descriptor_of(ContactImport))({"sizeBytes": value}, "").size_bytes == 5


def test_masks_name_fields_of_their_target() -> None:
    read = object_reader(descriptor_of(SearchContactsRequest), descriptor_of(Contact))
    assert list(read({"readMask": "contactId,first_name"}, "").read_mask.paths) == ["contact_id", "first_name"]
    with pytest.raises(InvalidField):
        read({"readMask": "planet"}, "")


def test_a_message_may_hold_itself() -> None:
    file = FileDescriptorProto(name="node.proto", package="test", syntax="proto3")
    node = file.message_type.add(name="Node")
    node.field.add(name="name", number=1, type=FieldDescriptor.TYPE_STRING, label=FieldDescriptor.LABEL_OPTIONAL)
    kind = FieldDescriptor.TYPE_MESSAGE
    node.field.add(name="nodes", number=2, type=kind, label=FieldDescriptor.LABEL_REPEATED, type_name=".test.Node")
    descriptor = DescriptorPool().AddSerializedFile(file.SerializeToString()).message_types_by_name["Node"]
    tree = {"name": "a", "nodes": [{"name": "b", "nodes": []}]}
    assert encoder(descriptor)(object_reader(descriptor)(tree, "")) == tree


def test_a_type_of_googles_that_we_do_not_write_is_refused_at_start() -> None:
    with pytest.raises(TypeError, match="no JSON form"):
        encoder(descriptor_of(Type))


@pytest.mark.parametrize(
    ("text", "seconds", "nanos"),
    [
        ("1970-01-01T00:00:00Z", 0, 0),
        ("1970-01-01T00:00:00.5z", 0, 500_000_000),
        ("1970-01-01T01:00:00.000000001+01:00", 0, 1),
        ("1969-12-31T23:59:59.25Z", -1, 250_000_000),
    ],
)
def test_times_are_read(text: str, seconds: int, nanos: int) -> None:
    assert timestamp_from_json(text) == Timestamp(seconds=seconds, nanos=nanos)


@pytest.mark.parametrize(
    "text",
    ["2026-01-01", "2026-01-01T00:00:00", "2026-01-01 00:00:00Z", "0001-01-01T00:00:00+01:00", "٢026-01-01T00:00:00Z"],
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        timestamp_from_json(text)


@given(TIMES)
def test_times_are_written_as_protobuf_writes_them(moment: Timestamp) -> None:
    assert timestamp_to_json(moment) == moment.ToJsonString()


def test_floats_that_json_cannot_write() -> None:
    written = [float_to_json(value) for value in (1.5, float("inf"), float("-inf"), float("nan"))]
    assert written == [1.5, "Infinity", "-Infinity", "NaN"]
