import time
from types import SimpleNamespace
from typing import Any

import pytest

from contactfollowup.contract.v1.principal_pb2 import Principal
from contactfollowup.crm.v1 import contacts_pb2 as pb
from kit import contract
from kit.errors import FeatureUnavailable, FieldForbidden, StepUpRequired
from kit.field_permissions import governed, request_check, strip
from kit.interceptors import entitlement
from kit.interceptors.call import Call, Parts
from kit.principal import to_caller
from kit.testing.callers import make_caller

PHONE = frozenset({"contact.phone"})
NONE: frozenset[str] = frozenset()
CONTACT = pb.DESCRIPTOR.message_types_by_name["Contact"]


def test_a_hidden_field_is_emptied_in_every_record_of_a_reply() -> None:
    reply = pb.ListContactsResponse(contacts=[pb.Contact(contact_id="a", phone="1", email="x"), pb.Contact(phone="2")])
    strip(reply, PHONE)
    assert reply == pb.ListContactsResponse(contacts=[pb.Contact(contact_id="a", email="x"), pb.Contact()])


def test_an_id_and_an_etag_cannot_be_kept_from_anyone() -> None:
    fields = governed(CONTACT)
    assert "contact.phone" in fields
    assert not {"contact.contact_id", "contact.etag"} & set(fields)


@pytest.mark.parametrize(("hidden", "read_only"), [(PHONE, NONE), (NONE, PHONE)])
def test_neither_a_mask_nor_a_body_changes_a_field_that_is_kept_from_its_caller(
    hidden: frozenset[str], read_only: frozenset[str]
) -> None:
    check = request_check(pb.UpdateContactRequest)
    by_mask = pb.UpdateContactRequest(contact=pb.Contact(email="x"))
    by_mask.update_mask.paths.append("phone")
    with pytest.raises(FieldForbidden) as refused:
        check(by_mask, hidden, read_only)
    assert refused.value.field == "update_mask"
    with pytest.raises(FieldForbidden) as refused:
        check(pb.UpdateContactRequest(contact=pb.Contact(phone="1")), hidden, read_only)
    assert refused.value.field == "contact.phone"
    check(pb.UpdateContactRequest(contact=pb.Contact(email="x")), hidden, read_only)


def checked(caller_changes: dict[str, Any], *, step_up: bool = False, feature: str = "") -> None:
    described = contract.method(pb.DESCRIPTOR.services_by_name["ContactService"].methods_by_name["GetContact"])
    method = SimpleNamespace(**{**vars(described), "step_up": step_up, "feature": feature})
    step = entitlement.step(method, Parts(verifier=None))  # type: ignore[arg-type]
    assert step is not None
    step(Call(None, {}, caller=make_caller(**caller_changes)), None)


def test_a_sensitive_act_asks_for_a_fresh_proof() -> None:
    checked({"step_up_time": time.time() - 60}, step_up=True)
    for stale in (0.0, time.time() - 3600):
        with pytest.raises(StepUpRequired):
            checked({"step_up_time": stale}, step_up=True)


def test_a_workspace_uses_only_what_it_is_entitled_to() -> None:
    checked({"features": frozenset({"teams"})}, feature="teams")
    with pytest.raises(FeatureUnavailable) as refused:
        checked({}, feature="teams")
    assert refused.value.metadata == {"feature": "teams"}


def test_a_principal_that_does_not_say_whose_records_it_sees_sees_nobodys() -> None:
    workspace_id = str(make_caller().workspace_id)
    assert to_caller(Principal(workspace_id=workspace_id)).owner_ids == frozenset()
    assert to_caller(Principal(workspace_id=workspace_id, all_records=True)).owner_ids is None
