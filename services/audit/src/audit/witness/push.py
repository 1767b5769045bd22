"""Shows each log's newest checkpoint to the witness, and keeps the cosignature it gives.

A witness that remembers more than we have, or another root at our size, is the alarm this exists for: the log was
rolled back or rewritten. It is logged as an error, every time, until someone has looked.
"""

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from uuid import UUID

import httpx

from audit.checkpoints import note
from audit.checkpoints.note import NoteError, VerifierKey
from audit.checkpoints.store import CheckpointStore, SignedCheckpoint
from audit.log.service import Log
from audit.log.store import LogStore
from kit.caller import Caller, for_service
from kit.db import DEPLOYMENT, Database
from kit.errors import Error
from kit.log import get_logger

PAUSE_SECONDS = 0.5
CALL_SECONDS = 5.0

log = get_logger()


class WitnessDisagreesError(Exception):
    """The witness remembers a log that ours does not continue."""


class WitnessPush:
    """Pushes every log of the deployment, one after the other."""

    def __init__(
        self,
        *,
        database: Database,
        logs: LogStore,
        checkpoints: CheckpointStore,
        tree: Log,
        http: httpx.AsyncClient,
        key: VerifierKey,
    ) -> None:
        self._database = database
        self._logs = logs
        self._checkpoints = checkpoints
        self._tree = tree
        self._http = http
        self._key = key

    async def run(self) -> None:
        while True:
            try:
                await self.push_all()
            except Error as failure:
                log.warning("witness.waiting", reason=failure.reason)
            await asyncio.sleep(PAUSE_SECONDS)

    async def push_all(self) -> None:
        async with self._database.transaction(DEPLOYMENT) as tx:
            workspaces = await self._logs.workspaces(tx)
        for workspace in workspaces:
            try:
                await self.push(workspace)
            except (WitnessDisagreesError, NoteError):
                log.error("witness.disagrees", workspace_id=str(workspace))
            except httpx.HTTPError as failure:
                log.warning("witness.unreachable", error=type(failure).__name__)

    async def push(self, workspace_id: UUID) -> None:
        """Nothing when the newest checkpoint is cosigned already. Raises WitnessDisagreesError."""
        caller = for_service("audit", workspace_id, "checkpoint.pushed")
        async with self._database.transaction(caller) as tx:
            newest = await self._checkpoints.latest(tx)
            witnessed = await self._checkpoints.witnessed_size(tx)
        if newest is None or witnessed == newest.tree_size:
            return
        signature = await self._submit(caller, newest, witnessed)
        async with self._database.transaction(caller) as tx:
            await self._checkpoints.add_cosignature(
                tx, workspace_id, newest.tree_size, self._key.name, signature.line()
            )

    async def _submit(self, caller: Caller, newest: SignedCheckpoint, old_size: int) -> note.Signature:
        answer = await self._post(caller, newest, old_size)
        if answer.status_code == 409:
            remembered = _size(answer.text)
            if remembered > newest.tree_size or remembered == old_size:
                raise WitnessDisagreesError
            answer = await self._post(caller, newest, remembered)
        if answer.status_code in {409, 422}:
            raise WitnessDisagreesError
        answer.raise_for_status()
        return self._cosignature(newest, answer.text)

    async def _post(self, caller: Caller, newest: SignedCheckpoint, old_size: int) -> httpx.Response:
        proof: Sequence[bytes] = []
        if 0 < old_size < newest.tree_size:
            _, proof = await self._tree.consistency_proof(caller, old_size, newest.tree_size)
        lines = [f"old {old_size}", *(b64encode(value).decode() for value in proof), "", newest.note]
        return await self._http.post("/add-checkpoint", content="\n".join(lines).encode(), timeout=CALL_SECONDS)

    def _cosignature(self, newest: SignedCheckpoint, answer: str) -> note.Signature:
        text, _ = note.split(newest.note)
        try:
            given = [note.parse_signature(line) for line in answer.splitlines()]
        except NoteError:
            given = []
        for signature in given:
            if self._key.verifies(text, [signature]):
                return signature
        raise WitnessDisagreesError


def _size(text: str) -> int:
    try:
        return note.parse_size(text.strip())
    except NoteError:
        raise WitnessDisagreesError from None
