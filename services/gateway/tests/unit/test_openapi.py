"""The document: valid, complete, and true to what the edge does."""

from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from contactfollowup.contract.v1 import options_pb2
from contactfollowup.crm.v1.contacts_pb2 import Contact
from gateway.openapi.document import HANDWRITTEN, contract_methods, openapi_document
from gateway.openapi.operation import Needs, described
from gateway.openapi.problems import reasons
from gateway.problem import problem
from gateway.transcoding.descriptors import descriptor_of, option
from gateway.transcoding.encoder import encoder
from gateway.transcoding.operations import operations
from kit import catalogue
from kit.errors import InvalidInput

DOCUMENT: dict[str, Any] = orjson.loads(openapi_document())
OPERATIONS = {operation["operationId"]: operation for path in DOCUMENT["paths"].values() for operation in path.values()}
REGISTRY: Any = Registry().with_resource("urn:document", DRAFT202012.create_resource(DOCUMENT))


def conforms(value: Any, schema: Any) -> bool:
    absolute = orjson.loads(orjson.dumps(schema).replace(b'"#/components', b'"urn:document#/components'))
    return bool(Draft202012Validator(absolute, registry=REGISTRY).is_valid(value))


def contents(found: Any) -> list[Any]:
    if isinstance(found, list):
        return [content for inner in found for content in contents(inner)]
    if not isinstance(found, dict):
        return []
    here = [found] if "schema" in found and "example" in found else []
    return here + [content for inner in found.values() for content in contents(inner)]


def test_it_is_openapi() -> None:
    validate(DOCUMENT)


def test_every_operation_is_told_and_says_who_may() -> None:
    for operation in operations(catalogue.files()):
        told = DOCUMENT["paths"][operation.path][operation.http_method.lower()]
        assert told["x-permission"] == (operation.permission or operation.access)
        assert told["description"]
        assert {"429", "500", "503", "504"} <= told["responses"].keys()
    assert {"createSession", "uploadContactImport", "exportEntries", "getHealth"} <= OPERATIONS.keys()


def test_every_write_may_be_refused_as_coming_from_another_origin() -> None:
    writes = [told for path in DOCUMENT["paths"].values() for method, told in path.items() if method != "get"]
    assert writes
    assert all("403" in told["responses"] for told in writes)


def test_a_write_that_anyone_may_call_may_answer_that_the_challenge_is_over() -> None:
    assert "401" in OPERATIONS["beginPasskeySignIn"]["responses"]


def test_what_the_contract_asks_for_is_told() -> None:
    for operation in operations(catalogue.files()):
        told = DOCUMENT["paths"][operation.path][operation.http_method.lower()]
        feature, step_up = option(operation.method, options_pb2.feature), option(operation.method, options_pb2.step_up)
        assert (told.get("x-feature", ""), told.get("x-step-up", False)) == (feature, step_up)
        words = told["description"]
        assert ("FEATURE_UNAVAILABLE" in words, "STEP_UP_REQUIRED" in words) == (bool(feature), step_up)


def test_a_route_written_by_hand_asks_for_what_the_method_behind_it_does() -> None:
    written = {each.operation_id: each.access for each in HANDWRITTEN}
    behind = {name: method for name, method in contract_methods().items() if name in written}
    assert {"uploadContactImport", "exportEntries"} <= behind.keys()
    for name, method in behind.items():
        access = option(method, options_pb2.access)
        if access.WhichOneof("rule") in {"permission", "signed_in"}:
            assert written[name] == (access.permission or "signed_in")
        assert OPERATIONS[name].get("x-feature", "") == option(method, options_pb2.feature)
        assert OPERATIONS[name].get("x-step-up", False) == option(method, options_pb2.step_up)


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        (Needs("users.write"), {"x-permission": "users.write"}),
        (Needs("users.write", "teams", True), {"x-permission": "users.write", "x-feature": "teams", "x-step-up": True}),
    ],
)
def test_feature_and_step_up_are_told(needs: Needs, told: dict[str, Any]) -> None:
    found = described("Does it. Well.", needs)
    assert {name: value for name, value in found.items() if name.startswith("x-")} == told
    for words, asked in (("entitled to `teams`", needs.feature), ("ten minutes", needs.step_up)):
        assert (words in found["description"]) is bool(asked)


def test_a_field_that_reveals_another_says_so() -> None:
    searched = DOCUMENT["components"]["schemas"]["SearchContactsRequest"]["properties"]
    assert searched["query"]["description"].endswith(
        "`FIELD_FORBIDDEN` where `contact.first_name` or `contact.last_name` is hidden from you."
    )
    (owner,) = [each for each in OPERATIONS["listContacts"]["parameters"] if each["name"] == "ownerId"]
    assert "`contact.owner_id` is hidden" in owner["description"]


def test_every_message_and_field_is_described() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema["description"], name
        assert all(inner.get("description") for inner in schema["properties"].values()), name


def test_every_example_conforms_to_its_schema() -> None:
    examples = contents(DOCUMENT)
    assert len(examples) > 50
    for content in examples:
        assert conforms(content["example"], content["schema"]), content


def test_what_the_edge_answers_conforms() -> None:
    empty = encoder(descriptor_of(Contact))(Contact())
    assert conforms(empty, {"$ref": "#/components/schemas/Contact"})
    refusal = orjson.loads(problem(InvalidInput(field="a"), "request-1").body)
    assert conforms(refusal, {"$ref": "#/components/schemas/Problem"})


@pytest.mark.parametrize(
    ("body", "taken"),
    [
        ({"firstName": "Ana", "phone": None, "email": ""}, True),
        ({"firstName": 1}, False),
        ({"planet": "x"}, False),
        ({"country": "USA"}, False),
        ({"address": {"country": "USA"}}, False),
        ({"tags": ["No Capitals"]}, False),
        ({"ownerId": "1", "etag": "3"}, True),
    ],
)
def test_what_may_be_sent_is_strict(body: Any, taken: bool) -> None:
    assert conforms(body, {"$ref": "#/components/schemas/ContactInput"}) is taken


def test_rules_of_the_contract_are_told() -> None:
    sent = DOCUMENT["components"]["schemas"]["ContactInput"]["properties"]
    assert sent["firstName"]["maxLength"] == 200
    assert sent["tags"]["items"]["pattern"]
    assert "contactId" not in sent
    assert DOCUMENT["components"]["schemas"]["EraseContactRequest"]["required"] == ["reason"]
    path = OPERATIONS["getContact"]["parameters"][0]
    assert (path["name"], path["in"], path["schema"]["format"]) == ("contact_id", "path", "uuid")


def test_every_reason_is_told() -> None:
    told = DOCUMENT["components"]["schemas"]["Problem"]["properties"]["reason"]["description"]
    assert {"STALE_ETAG", "LEGAL_HOLD", "INVALID_CREDENTIALS", "TIME_RANGE_REVERSED"} <= reasons().keys()
    assert all(f"`{reason}`" in told and text for reason, text in reasons().items())


def test_headers_that_matter_are_told() -> None:
    names = {parameter["name"] for parameter in OPERATIONS["updateContact"]["parameters"]}
    assert names == {"contact_id", "updateMask", "If-Match"}
    assert "Idempotency-Key" in {parameter["name"] for parameter in OPERATIONS["createContact"]["parameters"]}
    assert "304" in OPERATIONS["getContact"]["responses"]
    known = next(each for each in OPERATIONS["getContact"]["parameters"] if each["name"] == "If-None-Match")
    assert known["schema"] == {"type": "string"}, "it may list any number of tags"
    assert "Location" in OPERATIONS["createContact"]["responses"]["201"]["headers"]
