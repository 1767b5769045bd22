"""The practice's BAA: read, signed; PHI mode, which asks for it."""

from uuid import UUID

from identity.agreements import events, store
from identity.agreements.documents import DOCUMENTS, OFFERED
from identity.agreements.model import (
    Agreements,
    BaaState,
    Document,
    NewSignature,
    Signature,
    baa_state,
    phi_allowed,
)
from identity.agreements.store import SignatureStore
from identity.errors import BaaNotAcceptedError, BaaNotSignedError, BaaVersionNotOfferedError
from identity.workspaces.service import Workspaces
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Database, Transaction
from kit.errors import InvalidInput, NotFound
from kit.ids import new_id

# What contracts ask for where they take in PHI.
PHI = "phi"


class AgreementRegister:
    def __init__(self, *, db: Database, signatures: SignatureStore, workspaces: Workspaces, clock: Clock) -> None:
        self._db = db
        self._signatures = signatures
        self._workspaces = workspaces
        self._clock = clock

    async def features(self, tx: Transaction, workspace_id: UUID) -> frozenset[str]:
        """What the workspace is entitled to by its agreements."""
        return frozenset({PHI}) if await self.phi_allowed(tx, workspace_id) else frozenset()

    async def phi_allowed(self, tx: Transaction, workspace_id: UUID) -> bool:
        """Whether the workspace may hold PHI, of this moment."""
        workspace = await self._workspaces.get(tx, workspace_id)
        version, phi_mode = await store.latest(tx, workspace_id)
        return phi_allowed(workspace.kind, self._state(version), phi_mode=phi_mode)

    async def get(self, caller: Caller) -> Agreements:
        """Where the practice stands."""
        async with self._db.transaction(caller) as tx:
            return await self._standing(tx, caller.workspace_id)

    def document(self, version: str) -> Document:
        """The text of a version."""
        if version not in DOCUMENTS:
            raise NotFound
        return DOCUMENTS[version]

    async def sign(self, caller: Caller, new: NewSignature) -> Agreements:
        """Signs the version offered; what was signed, by whom, when and from where stays as it is."""
        check_signature(new)
        signature = Signature(
            signature_id=new_id(),
            workspace_id=caller.workspace_id,
            document_version=OFFERED.version,
            document_sha256=OFFERED.sha256,
            signer_name=new.name.strip(),
            signer_title=new.title.strip(),
            user_id=UUID(caller.actor_id),
            source=caller.source,
            sign_time=self._clock.now(),
        )
        signature_id = str(signature.signature_id)
        async with self._db.transaction(caller) as tx:
            await self._signatures.add(tx, signature)
            tx.publish(events.BAA_SIGNED, events.baa_signed(signature.signature_id, OFFERED.version), signature_id)
            self._tell(tx, caller)
            tx.audit("agreement", [signature_id], reason=f"{OFFERED.version} sha256:{OFFERED.sha256}")
            return await self._standing(tx, caller.workspace_id)

    async def set_phi_mode(self, caller: Caller, *, enabled: bool) -> Agreements:
        """Switches PHI mode. Raises BaaNotSignedError when it is to be on without a BAA in force."""
        change_id, user_id = new_id(), UUID(caller.actor_id)
        async with self._db.transaction(caller) as tx:
            version, before = await store.latest(tx, caller.workspace_id)
            if enabled and self._state(version) is not BaaState.IN_FORCE:
                raise BaaNotSignedError
            if enabled != before:
                await store.change_phi_mode(
                    tx, change_id, caller.workspace_id, user_id, enabled=enabled, now=self._clock.now()
                )
                self._tell(tx, caller)
                tx.audit("agreement", [str(change_id)], ["phi_mode"], reason="off to on" if enabled else "on to off")
            return await self._standing(tx, caller.workspace_id)

    def _tell(self, tx: Transaction, caller: Caller) -> None:
        """Whether PHI may flow has changed for every vendor of the workspace."""
        message = events.vendor_agreement_changed()
        tx.publish(events.VENDOR_AGREEMENT_CHANGED, message, str(caller.workspace_id))

    async def _standing(self, tx: Transaction, workspace_id: UUID) -> Agreements:
        workspace = await self._workspaces.get(tx, workspace_id)
        version, phi_mode = await store.latest(tx, workspace_id)
        state = self._state(version)
        return Agreements(
            baa_state=state,
            offered=OFFERED,
            signatures=await self._signatures.all(tx, workspace_id),
            phi_mode=phi_mode,
            phi_allowed=phi_allowed(workspace.kind, state, phi_mode=phi_mode),
        )

    def _state(self, version: str | None) -> BaaState:
        """A version whose text is gone from the program binds nobody any more."""
        return baa_state(DOCUMENTS.get(version) if version else None, self._clock.now().date())


def check_signature(new: NewSignature) -> None:
    if not new.accepted:
        raise BaaNotAcceptedError(field="accepted")
    if new.document_version != OFFERED.version:
        raise BaaVersionNotOfferedError(field="document_version", metadata={"offered": OFFERED.version})
    for field, value in (("signer_name", new.name), ("signer_title", new.title)):
        if not value.strip():
            raise InvalidInput(field=field)
