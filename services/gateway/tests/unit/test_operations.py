"""Which routes the contracts make, and how a request and an answer of each are put together."""

import contextlib
import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contactfollowup.crm.v1 import contacts_pb2
from contactfollowup.crm.v1.contacts_pb2 import CreateContactResponse, GetContactResponse, ListContactsRequest
from gateway.errors import InvalidField, MalformedRequest
from gateway.transcoding.descriptors import descriptor_of
from gateway.transcoding.endpoint import reads_only
from gateway.transcoding.masks import camel, mask_from_json, mask_of_body, snake
from gateway.transcoding.operations import Operation, operations
from gateway.transcoding.query import query_fields, query_reader
from gateway.transcoding.requests import entity_tag, request_builder
from gateway.transcoding.responses import matches, response_writer
from kit import catalogue
from kit.errors import InvalidInput

DERIVED = {operation.method.name: operation for operation in operations(catalogue.files())}
CONTACT = descriptor_of(contacts_pb2.Contact)


def test_every_route_of_the_contracts_is_there_once() -> None:
    addresses = [(operation.http_method, operation.path) for operation in DERIVED.values()]
    assert len(addresses) == len(set(addresses)) > 20
    assert ("PATCH", "/api/v1/contacts/{contact_id}") in addresses
    assert ("POST", "/api/v1/contacts:search") in addresses


def test_what_is_for_services_only_is_no_route() -> None:
    assert not {"ExchangeSession", "UploadContactImport"} & DERIVED.keys()


def test_every_route_can_be_prepared() -> None:
    for operation in DERIVED.values():
        request_builder(operation)
        response_writer(operation)


def test_reads_may_be_repeated_and_writes_may_not() -> None:
    reads = {name for name, operation in DERIVED.items() if reads_only(operation)}
    assert {"GetContact", "SearchContacts", "ListUsers"} <= reads
    assert not {"CreateContact", "UpdateContact", "EraseContact", "DeleteSession"} & reads


def test_phi_never_travels_in_an_address() -> None:
    request = descriptor_of(contacts_pb2.SearchContactsRequest)
    with pytest.raises(TypeError, match="PHI"):
        query_fields(request, ())


def test_a_route_for_streams_is_refused_at_start() -> None:
    export = next(f for f in catalogue.files() if f.name.endswith("audit/v1/entries.proto"))
    stream = export.services_by_name["AuditService"].methods_by_name["ExportEntries"]
    from gateway.transcoding import operations as module

    with pytest.raises(TypeError, match="stream"):
        module._operation(stream, "permission", "audit.export")


def test_the_path_wins_over_the_body() -> None:
    build = request_builder(DERIVED["SetLegalHold"])
    request = build({"contact_id": "from-path"}, b"", {}, b'{"contactId": "from-body", "legalHold": true}')
    assert (request.contact_id, request.legal_hold) == ("from-path", True)  # type: ignore[attr-defined]


def test_a_body_that_is_the_request_may_be_left_out() -> None:
    request = request_builder(DERIVED["RestoreContact"])({"contact_id": "a"}, b"", {}, b"")
    assert request.contact_id == "a"  # type: ignore[attr-defined]


def test_what_travels_in_a_header_is_no_parameter() -> None:
    for name, query in (("ArchiveContact", b"etag=3"), ("CreateContact", b"requestId=1")):
        with pytest.raises(InvalidField):
            request_builder(DERIVED[name])({}, query, {}, b"{}")


@pytest.mark.parametrize(
    ("query", "path"),
    [
        (b"pageSize=a", "pageSize"),
        (b"archived=yes", "archived"),
        (b"planet=1", "planet"),
        (b"ana%40example.com=1", "body"),
        (b"tag=%00", "tag"),
    ],
)
def test_parameters_that_are_refused(query: bytes, path: str) -> None:
    read = query_reader(query_fields(descriptor_of(ListContactsRequest), ()), CONTACT)
    with pytest.raises(InvalidField) as refused:
        read(query)
    assert refused.value.field == path


@pytest.mark.parametrize("query", [b"tag=%ff", b"&".join([b"tag=1"] * 300), "tag=é".encode()])
def test_queries_that_cannot_be_read(query: bytes) -> None:
    read = query_reader(query_fields(descriptor_of(ListContactsRequest), ()), CONTACT)
    with pytest.raises(MalformedRequest):
        read(query)


@pytest.mark.parametrize(("header", "tag"), [(b'"3"', "3"), (b'W/"3"', "3"), (b"*", ""), (b' "a b" ', "a b")])
def test_entity_tags(header: bytes, tag: str) -> None:
    assert entity_tag(header) == tag


@pytest.mark.parametrize("header", [b"3", b'"3", "4"', b'"3', b""])
def test_what_is_no_entity_tag(header: bytes) -> None:
    with pytest.raises(InvalidField):
        entity_tag(header)


@pytest.mark.parametrize(
    ("known", "same"), [(b'"3"', True), (b'W/"3"', True), (b'"1", "3"', True), (b"*", True), (b'"4"', False)]
)
def test_if_none_match(known: bytes, same: bool) -> None:
    assert matches(known, b'"3"') is same


def test_answers() -> None:
    contact = contacts_pb2.Contact(contact_id="7", etag="3")
    created = response_writer(DERIVED["CreateContact"])(CreateContactResponse(contact=contact), b"")
    assert (created.status, dict(created.headers)[b"location"]) == (201, b"/api/v1/contacts/7")
    read = response_writer(DERIVED["GetContact"])(GetContactResponse(contact=contact), b"")
    assert (read.status, dict(read.headers)[b"etag"]) == (200, b'"3"')
    erased = response_writer(DERIVED["EraseContact"])(contacts_pb2.EraseContactResponse(), b"")
    assert (erased.status, erased.body) == (204, b"")


def test_masks() -> None:
    mask = mask_from_json("firstName, address.postalCode,properties.Their.Own Name", CONTACT)
    assert list(mask.paths) == ["first_name", "address.postal_code", "properties.Their.Own Name"]
    assert list(mask_from_json("someName.otherName", None).paths) == ["some_name.other_name"]
    for wrong in ("planet", "firstName.x", "address.planet", "tags.x"):
        with pytest.raises(ValueError, match=r"."):
            mask_from_json(wrong, CONTACT)


def test_the_mask_of_a_body() -> None:
    body: dict[str, object] = {"firstName": "a", "etag": "3", "properties": {"A": 1, "b.c": None}, "tags": []}
    mask = mask_of_body(body, CONTACT, frozenset({"etag"}))
    assert list(mask.paths) == ["first_name", "properties.A", "properties.b.c", "tags"]


def test_names() -> None:
    assert (camel("first_name"), snake("firstName")) == ("firstName", "first_name")


def test_an_operation_is_named_as_its_rpc() -> None:
    operation: Operation = DERIVED["GetContact"]
    assert operation.rpc == "contactfollowup.crm.v1.ContactService/GetContact"


KEYS = st.sampled_from(["contactId", "email", "tags", "properties", "pageSize", "readMask", "etag", "phi", "reason"])
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=6,
)
BODIES = st.binary(max_size=20) | ANY.map(lambda value: json.dumps(value).encode())
QUERIES = st.binary(max_size=20) | st.dictionaries(KEYS, st.text(max_size=5)).map(lambda q: urlencode(q).encode())
HEADERS = st.dictionaries(st.sampled_from([b"if-match", b"idempotency-key"]), st.binary(max_size=10))


@pytest.mark.parametrize("name", DERIVED)
@given(path=st.text(st.characters(exclude_categories=["Cs"])), query=QUERIES, headers=HEADERS, body=BODIES)
def test_whatever_is_sent_is_a_request_or_refused(
    name: str, path: str, query: bytes, headers: dict[bytes, bytes], body: bytes
) -> None:
    build = request_builder(DERIVED[name])
    with contextlib.suppress(InvalidInput):
        made = build(dict.fromkeys(DERIVED[name].path_parameters, path), query, headers, body)
        assert made.FromString(made.SerializeToString()) == made


def test_a_route_for_the_gateway_alone_opens_a_session_and_takes_no_word_of_the_device() -> None:
    operation = DERIVED["CreateSession"]
    assert (operation.opens_session, operation.access, operation.response_body) == (True, "public", "session")
    assert operation.edge_fields == {"device_token", "source_address", "user_agent"}
    assert [each.method.name for each in DERIVED.values() if each.edge_fields and not each.opens_session] == []
    build = request_builder(operation)
    for name in ("deviceToken", "source_address", "userAgent"):
        with pytest.raises(InvalidInput):
            build({}, b"", {}, b'{"email": "a@b.c", "%s": "x"}' % name.encode())
