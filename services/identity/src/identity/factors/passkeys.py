"""Passkeys of an account: enrolled by a browser that made one, removed by their owner."""

from uuid import UUID

from identity.errors import (
    FactorNotFoundError,
    PasskeyRefusedError,
    SessionEndedError,
    TooManyPasskeysError,
)
from identity.factors import store
from identity.factors.model import MOST_PASSKEYS, Factor, FactorKind, Passkey, Purpose
from identity.factors.proofs import Proofs
from identity.factors.relying_party import NewPasskey, RelyingParty
from identity.factors.service import RECORD, codes_if_none, own_account, without_factors_no_codes
from identity.factors.store import FactorStore
from identity.mail.notices import Notice, SecurityNotices
from identity.users.model import User
from identity.users.store import UserStore
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.ids import new_id

UNNAMED = "Passkey"


class Passkeys:
    def __init__(
        self,
        *,
        db: Database,
        users: UserStore,
        factors: FactorStore,
        proofs: Proofs,
        party: RelyingParty,
        notices: SecurityNotices,
        clock: Clock,
    ) -> None:
        self._db = db
        self._users = users
        self._factors = factors
        self._proofs = proofs
        self._party = party
        self._notices = notices
        self._clock = clock

    async def begin(self, caller: Caller) -> str:
        """What a browser makes a passkey with."""
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            enrolled = await self._room(tx, user)
            challenge = await self._proofs.new_challenge(
                tx, Purpose.ENROL, session_of(caller), workspace_id=user.workspace_id
            )
            return self._party.creation_options(user, challenge, enrolled)

    async def enrol(self, caller: Caller, credential_json: str, display_name: str) -> tuple[Factor, list[str]]:
        """The passkey that was made, and recovery codes when the account has none left."""
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            await self._room(tx, user)
            challenge = await self._proofs.taken(tx, credential_json, Purpose.ENROL, session_of(caller))
            made = self._party.made(credential_json, challenge) if challenge else None
            if made is not None:
                return await self._enrol(tx, user, made, display_name.strip() or UNNAMED)
        # Raised behind the transaction: what was asked is used up by a wrong answer too.
        raise PasskeyRefusedError(field="credential_json")

    async def delete(self, caller: Caller, passkey_id: UUID) -> None:
        """Removes one of the caller's passkeys."""
        async with self._db.transaction(caller) as tx:
            user = await own_account(tx, self._users, caller)
            if not await store.delete_passkey(tx, user.user_id, passkey_id):
                raise FactorNotFoundError
            await without_factors_no_codes(tx, user)
            tx.audit(RECORD, [str(passkey_id)], before=[FactorKind.PASSKEY])
            await self._notices.post(tx, user.workspace_id, user.email, Notice.PASSKEY_REMOVED)

    async def _enrol(
        self, tx: Transaction, user: User, made: NewPasskey, display_name: str
    ) -> tuple[Factor, list[str]]:
        passkey = Passkey(
            passkey_id=new_id(),
            workspace_id=user.workspace_id,
            user_id=user.user_id,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            display_name=display_name,
            create_time=self._clock.now(),
            last_use_time=None,
        )
        await self._factors.add_passkey(tx, passkey)
        codes = await codes_if_none(tx, user)
        tx.audit(RECORD, [str(passkey.passkey_id)], after=[FactorKind.PASSKEY])
        await self._notices.post(tx, user.workspace_id, user.email, Notice.PASSKEY_ADDED)
        return Factor(passkey.passkey_id, FactorKind.PASSKEY, display_name, passkey.create_time, None), codes

    async def _room(self, tx: Transaction, user: User) -> list[Passkey]:
        enrolled = await self._factors.passkeys(tx, user.user_id)
        if len(enrolled) >= MOST_PASSKEYS:
            raise TooManyPasskeysError(metadata={"limit": str(MOST_PASSKEYS)})
        return enrolled


def session_of(caller: Caller) -> bytes:
    """What a passkey answers in a session, it answers in that session only."""
    try:
        return UUID(caller.session_id).bytes
    except ValueError:
        raise SessionEndedError from None
