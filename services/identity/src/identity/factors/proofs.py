"""Whether what someone gave proves who they are. Whatever is good once is used up by being found right."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from identity.factors import recovery, statements, store, totp
from identity.factors.model import CHALLENGE_LIFETIME, FactorKind, Given, Passkey, Purpose
from identity.factors.relying_party import (
    RelyingParty,
    challenge_in,
    credential_id_in,
    new_challenge,
    user_handle_in,
)
from identity.factors.store import FactorStore
from kit.clock import Clock
from kit.db import Transaction


class Proofs:
    def __init__(self, factors: FactorStore, party: RelyingParty, clock: Clock) -> None:
        self._factors = factors
        self._party = party
        self._clock = clock

    async def of(
        self, tx: Transaction, user_id: UUID, given: Given, purpose: Purpose, bound_to: bytes
    ) -> FactorKind | None:
        """By which factor of the account it is proved; None when it is not."""
        if given.credential_json:
            passkey = await self.passkey(tx, given.credential_json, purpose, bound_to, owner=user_id)
            return FactorKind.PASSKEY if passkey else None
        if given.guessable:
            return FactorKind.TOTP if await self._totp(tx, user_id, totp.plain(given.code)) else None
        used = await store.use_code(tx, user_id, recovery.hash_of(given.code), self._clock.now())
        return FactorKind.RECOVERY_CODE if used else None

    async def ask(
        self,
        tx: Transaction,
        purpose: Purpose,
        bound_to: bytes,
        workspace_id: UUID | None = None,
        allowed: Iterable[Passkey] = (),
    ) -> str:
        """What a browser is to ask a passkey."""
        challenge = await self.new_challenge(tx, purpose, bound_to, workspace_id)
        return self._party.request_options(challenge, allowed)

    async def new_challenge(
        self, tx: Transaction, purpose: Purpose, bound_to: bytes, workspace_id: UUID | None
    ) -> bytes:
        challenge = new_challenge()
        expire_time = self._clock.now() + CHALLENGE_LIFETIME
        await statements.ask(
            tx,
            workspace_id=workspace_id,
            purpose=purpose,
            bound_to=bound_to,
            challenge_hash=_hash(challenge),
            expire_time=expire_time,
        )
        return challenge

    async def taken(self, tx: Transaction, credential_json: str, purpose: Purpose, bound_to: bytes) -> bytes | None:
        """The challenge that is answered: asked by us, for this, and not answered before."""
        challenge = challenge_in(credential_json)
        taken = await statements.take(tx, purpose, bound_to, _hash(challenge), self._clock.now())
        return challenge if taken else None

    async def passkey(
        self, tx: Transaction, credential_json: str, purpose: Purpose, bound_to: bytes, owner: UUID | None = None
    ) -> Passkey | None:
        """The passkey that gave a right answer; of `owner`, when there is one it has to be of."""
        challenge = await self.taken(tx, credential_json, purpose, bound_to)
        passkey = await self._factors.passkey(tx, credential_id_in(credential_json))
        if challenge is None or passkey is None or passkey.user_id != (owner or passkey.user_id):
            return None
        handle = user_handle_in(credential_json)
        # A passkey that was found without a name has to say whose it is.
        if handle != passkey.user_id.bytes and (handle or owner is None):
            return None
        count = self._party.answered(credential_json, challenge, passkey)
        if count is None or not await store.use_passkey(tx, passkey.passkey_id, count, self._clock.now()):
            return None
        return passkey

    async def _totp(self, tx: Transaction, user_id: UUID, code: str) -> bool:
        now = self._clock.now()
        found = await self._factors.totp(tx, user_id)
        if found is None or found.confirm_time is None:
            return False
        step = totp.matching_step(found.secret, code, now, found.last_step)
        return step is not None and await self._factors.use_totp(tx, user_id, found.factor_id, step, now)


def _hash(challenge: bytes) -> bytes:
    return hashlib.sha256(challenge).digest()
