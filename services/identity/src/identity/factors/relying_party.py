"""WebAuthn as this deployment speaks it: what passkeys are asked, and whether an answer is right. No database."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from identity.factors.model import CHALLENGE_LIFETIME, Passkey
from identity.users.model import User

NAME = "ContactFollowUp"
CHALLENGE_BYTES = 32
# Whoever holds the device has to prove it too: a passkey is two factors in one, wherever it is used.
VERIFIED = UserVerificationRequirement.REQUIRED
TIMEOUT = int(CHALLENGE_LIFETIME.total_seconds() * 1000)


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """What an authenticator made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def new_challenge() -> bytes:
    return secrets.token_bytes(CHALLENGE_BYTES)


class RelyingParty:
    """Known to browsers by the host of the public origin: passkeys made there work nowhere else."""

    def __init__(self, public_origin: str) -> None:
        self._origin = public_origin
        self._id = urlsplit(public_origin).hostname or ""

    def creation_options(self, user: User, challenge: bytes, enrolled: Iterable[Passkey]) -> str:
        """PublicKeyCredentialCreationOptionsJSON."""
        options = generate_registration_options(
            rp_id=self._id,
            rp_name=NAME,
            user_id=user.user_id.bytes,
            user_name=user.email,
            user_display_name=user.display_name,
            challenge=challenge,
            timeout=TIMEOUT,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=VERIFIED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in enrolled],
        )
        return options_to_json(options)

    def request_options(self, challenge: bytes, allowed: Iterable[Passkey] = ()) -> str:
        """PublicKeyCredentialRequestOptionsJSON; with nothing allowed by name, any passkey of ours may answer."""
        options = generate_authentication_options(
            rp_id=self._id,
            challenge=challenge,
            timeout=TIMEOUT,
            user_verification=VERIFIED,
            allow_credentials=[PublicKeyCredentialDescriptor(id=each.credential_id) for each in allowed],
        )
        return options_to_json(options)

    def made(self, credential_json: str, challenge: bytes) -> NewPasskey | None:
        """The new passkey; None when the answer is not one to this challenge, from this origin, verified."""
        try:
            found = verify_registration_response(
                credential=credential_json,
                expected_challenge=challenge,
                expected_rp_id=self._id,
                expected_origin=self._origin,
                require_user_verification=True,
            )
        except Exception:  # noqa: BLE001  whatever a hostile answer breaks on its way, it is refused
            return None
        return NewPasskey(found.credential_id, found.credential_public_key, found.sign_count)

    def answered(self, credential_json: str, challenge: bytes, passkey: Passkey) -> int | None:
        """The passkey's new counter; None when the answer is wrong, or the counter went back: a copy answered."""
        try:
            found = verify_authentication_response(
                credential=credential_json,
                expected_challenge=challenge,
                expected_rp_id=self._id,
                expected_origin=self._origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            )
        except Exception:  # noqa: BLE001
            return None
        return found.new_sign_count


def challenge_in(credential_json: str) -> bytes:
    """The challenge that an answer says it answers; nothing when it says none."""
    try:
        client_data = json.loads(base64url_to_bytes(json.loads(credential_json)["response"]["clientDataJSON"]))
        return base64url_to_bytes(client_data["challenge"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return b""


def credential_id_in(credential_json: str) -> bytes:
    """Which credential answered; nothing when it does not say."""
    try:
        return base64url_to_bytes(json.loads(credential_json)["rawId"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return b""


def user_handle_in(credential_json: str) -> bytes:
    """Whose passkey it says it is; nothing when it does not say."""
    try:
        return base64url_to_bytes(json.loads(credential_json)["response"]["userHandle"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return b""
