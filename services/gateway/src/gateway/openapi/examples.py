"""Examples that are always the same: a value per field, chosen by its name, else by its type and rules."""

from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.timestamp_pb2 import Timestamp

from gateway.transcoding.descriptors import enum_of, is_map, message_of
from gateway.transcoding.scalars import INTEGER_RANGES

from .rules import rules_of
from .schema import is_set_by_server

Json = dict[str, Any]
UUID = "01968b2e-7a4c-7c3e-9d51-3f2a6b8c4d10"
TIME = "2026-01-31T09:00:00Z"
# Shaped like a token, with a checksum that shows that it is none.
SERVICE_ACCOUNT_TOKEN = "cfu_0000000000000000000000_0000000000000000000000000000000000000000000000000"  # noqa: S105

_BY_NAME: Json = {
    "accepted": True,
    "accepted_version": "2026-11",
    "access": "READ_ONLY",
    "acr_values": ["urn:practice:two-factors"],
    "action": "contact.updated",
    "actor_kind": "user",
    "allowed_domains": ["practice.example.com"],
    "authorization_url": "https://login.example.com/authorize?client_id=contactfollowup",
    "break_glass_user_ids": [UUID],
    "challenge_id": "pN3vWq0sYd7rKx2mTb9cLf5hGj8zQa1eUi6oRw4yXVE",
    "city": "Springfield",
    "client_id": "contactfollowup",
    "client_secret": "",
    "code": "492039",
    "column": "Mobile",
    "country": "US",
    "credential_json": '{"id": "...", "rawId": "...", "type": "public-key", "response": {}}',
    "current": True,
    "current_password": "a long sentence of my own",
    "current_version": "2026-11",
    "date_of_birth": "1984-05-17",
    "default_role": "STAFF",
    "device_token": "",
    "display_name": "Grace Okafor",
    "document_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "domain": "practice.example.com",
    "document_version": "2026-11",
    "email": "ana.silva@example.com",
    "etag": "3",
    "failure_reason": "",
    "field": "phone",
    "fields": ["contact.phone"],
    "first_name": "Ana",
    "format": "csv",
    "full_name": "Grace Okafor",
    "hashes": ["n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="],
    "issuer": "https://login.example.com",
    "job_title": "Nurse",
    "last_name": "Silva",
    "leaf_hash": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
    "lifecycle": "lead",
    "message": "The address has no valid form. Correct it.",
    "methods": ["crm.v1.ContactService/GetContact"],
    "name": "Insurance",
    "new_password": "another sentence of my own",
    "next_page_token": "",
    "npi": "1234567893",
    "options_json": '{"rpId": "crm.example.com", "challenge": "...", "userVerification": "required"}',
    "otpauth_uri": "otpauth://totp/ContactFollowUp:grace%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=ContactFollowUp",
    "outcome": "success",
    "page_size": 50,
    "page_token": "",
    "password": "a long sentence of my own",
    "permission": "contacts.read",
    "permissions": ["contacts.read", "contacts.write"],
    "phone": "+12025550147",
    "policy_version": "2026-11",
    "possible_duplicate_ids": [],
    "postal_code": "62701",
    "processed_bytes": 1024,
    "qr_svg": "<svg></svg>",
    "query": "sil",
    "read_mask": "contactId,firstName,lastName",
    "reason": "CASE-2026-014",
    "record_ids": [UUID],
    "record_type": "contact",
    "record_value": "contactfollowup-domain-verification=mJ8tQ2vXr5LkP0sYd7rKx2mTb9cLf5hG",
    "recovery_codes": ["mzxw-6ytb-oi2d-gnjv-orsx-g5dp"],
    "region": "IL",
    "return_to": "/app",
    "role": "STAFF",
    "role_claim": "groups",
    "root_hash": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
    "secret": "JBSWY3DPEHPK3PXP",
    "service": "crm",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "signer_name": "Grace Okafor",
    "signer_title": "Owner",
    "size_bytes": 2048,
    "source": "203.0.113.7 Mozilla/5.0",
    "source_address": "203.0.113.7",
    "start_path": f"/api/v1/sso/{UUID}/start",
    "street": "12 Elm Street",
    "tags": ["recall-2026"],
    "tax_id": "12-3456789",
    "tenant_ids": [UUID],
    "token": "pN3vWq0sYd7rKx2mTb9cLf5hGj8zQa1eUi6oRw4yXVE",
    "user_agent": "Mozilla/5.0",
    "visibility": "TEAM",
    "witness_key": "",
}
# Fields whose name means another thing in one message.
_BY_FULL_NAME: Json = {
    "contactfollowup.identity.v1.Practice.name": "Springfield Family Practice",
    "contactfollowup.identity.v1.CreatePolicyAcceptanceRequest.version": "2026-11",
    "contactfollowup.identity.v1.PolicyAcceptance.version": "2026-11",
    "contactfollowup.identity.v1.Invitation.email": "grace.okafor@example.com",
    "contactfollowup.identity.v1.SsoChoice.display_name": "Practice account",
    "contactfollowup.identity.v1.SsoProvider.display_name": "Practice account",
    "contactfollowup.identity.v1.SsoRoleRule.role": "PROVIDER",
    "contactfollowup.identity.v1.SsoRoleRule.value": "clinicians",
    "contactfollowup.crm.v1.ContactImportError.column": "Email",
    "contactfollowup.crm.v1.ContactImportError.reason": "INVALID_EMAIL",
    "contactfollowup.crm.v1.Contact.properties": {"Insurance": "Example Health"},
    "contactfollowup.crm.v1.Property.name": "Insurance",
    "contactfollowup.audit.v1.Entry.reason": "",
    "contactfollowup.audit.v1.Entry.after": [],
    "contactfollowup.audit.v1.Entry.before": [],
    "contactfollowup.identity.v1.FieldPermission.field": "contact.phone",
    "contactfollowup.identity.v1.GovernedField.field": "contact.phone",
    "contactfollowup.identity.v1.Role.name": "Front desk",
    "contactfollowup.identity.v1.Team.name": "Springfield",
    "contactfollowup.identity.v1.AnswerMfaChallengeRequest.credential_json": "",
    "contactfollowup.identity.v1.StepUpRequest.credential_json": "",
    "contactfollowup.identity.v1.StepUpRequest.password": "",
    "contactfollowup.identity.v1.BreakGlassGrant.note": "",
    "contactfollowup.identity.v1.BreakGlassGrant.outcome": "BREAK_GLASS_OUTCOME_UNSPECIFIED",
    "contactfollowup.identity.v1.BreakGlassGrant.reason": "Brought in unconscious, colleague away",
    "contactfollowup.identity.v1.BreakGlassGrant.reviewer_id": "",
    "contactfollowup.identity.v1.CreateBreakGlassGrantRequest.reason": "Brought in unconscious, colleague away",
    "contactfollowup.identity.v1.CreateServiceAccountRequest.name": "Nightly report",
    "contactfollowup.identity.v1.CreateServiceAccountRequest.role": "AUTOMATION",
    "contactfollowup.identity.v1.CreateServiceAccountTokenRequest.name": "Report server",
    "contactfollowup.identity.v1.CreateServiceAccountTokenRequest.scopes": ["contacts.read"],
    "contactfollowup.identity.v1.CreateServiceAccountTokenResponse.token": SERVICE_ACCOUNT_TOKEN,
    "contactfollowup.identity.v1.ReviewBreakGlassGrantRequest.note": "Confirmed with the physician on call.",
    "contactfollowup.identity.v1.ReviewBreakGlassGrantRequest.outcome": "BREAK_GLASS_OUTCOME_JUSTIFIED",
    "contactfollowup.identity.v1.RotateServiceAccountTokenRequest.overlap_hours": 24,
    "contactfollowup.identity.v1.RotateServiceAccountTokenResponse.token": SERVICE_ACCOUNT_TOKEN,
    "contactfollowup.identity.v1.ServiceAccount.name": "Nightly report",
    "contactfollowup.identity.v1.ServiceAccount.on_behalf_of": "",
    "contactfollowup.identity.v1.ServiceAccount.role": "AUTOMATION",
    "contactfollowup.identity.v1.ServiceAccountToken.last_use_source": "203.0.113.7 report/1.0",
    "contactfollowup.identity.v1.ServiceAccountToken.name": "Report server",
    "contactfollowup.identity.v1.ServiceAccountToken.scopes": ["contacts.read"],
    "contactfollowup.identity.v1.ServiceAccountToken.successor_id": "",
    "contactfollowup.identity.v1.Subprocessor.code": "twilio",
    "contactfollowup.identity.v1.Subprocessor.name": "Twilio",
    "contactfollowup.identity.v1.Subprocessor.purpose": "Texts and calls",
    "contactfollowup.identity.v1.Subprocessor.region": "US",
    "contactfollowup.identity.v1.User.email": "grace.okafor@example.com",
    "contactfollowup.identity.v1.User.role": "STAFF",
    "contactfollowup.identity.v1.Vendor.category": "VENDOR_CATEGORY_MESSAGING",
    "contactfollowup.identity.v1.Vendor.baa_state": "VENDOR_BAA_STATE_SIGNED",
    "contactfollowup.identity.v1.Vendor.code": "acme-texting",
    "contactfollowup.identity.v1.Vendor.effective_date": "2026-12-01",
    "contactfollowup.identity.v1.Vendor.expire_date": "2027-11-30",
    "contactfollowup.identity.v1.Vendor.name": "Acme Texting",
    "contactfollowup.identity.v1.Vendor.region": "US",
    "contactfollowup.identity.v1.Vendor.touches_phi": True,
    "contactfollowup.identity.v1.Workspace.display_name": "Springfield Family Practice",
}


def sent_example(message: Descriptor, without: frozenset[str] = frozenset()) -> Json:
    """What a caller would send: no fields of the server's, nothing empty."""
    fields = [field for field in message.fields if field.name not in without and not is_set_by_server(field)]
    values = {field.json_name: _value(field, sent_example) for field in fields if field.name != "etag"}
    return {key: value for key, value in values.items() if value not in ("", [], {})}


def answered_example(message: Descriptor) -> Json:
    """What comes back: everything, but for times that have not come yet."""
    absent = {"archive_time", "finish_time", "review_time", "revoke_time"}
    return {f.json_name: _value(f, answered_example) for f in message.fields if f.name not in absent}


def field_example(field: FieldDescriptor) -> Any:
    return _value(field, answered_example)


def _value(field: FieldDescriptor, of_message: Any) -> Any:
    if field.full_name in _BY_FULL_NAME:
        return _BY_FULL_NAME[field.full_name]
    # A name says what a text or a number is; a message of ours is what its own fields are.
    ours = field.message_type is not None and field.message_type.full_name.startswith("contactfollowup.")
    if field.name in _BY_NAME and not ours:
        return _BY_NAME[field.name]
    if is_map(field):
        return {}
    one = _one(field, of_message)
    return [one] if field.is_repeated else one


def _one(field: FieldDescriptor, of_message: Any) -> Any:
    if field.type == FieldDescriptor.TYPE_ENUM:
        return enum_of(field).values[min(1, len(enum_of(field).values) - 1)].name
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        timed = message_of(field).full_name == Timestamp.DESCRIPTOR.full_name
        return TIME if timed else of_message(message_of(field))
    if field.type == FieldDescriptor.TYPE_BOOL:
        return False
    if field.type in INTEGER_RANGES:
        return 1
    if rules_of(field).string.uuid or field.name.endswith("_id"):
        return UUID
    return ""
