"""AuditService: parse, call, convert."""

from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import datetime
from uuid import UUID

from google.protobuf.timestamp_pb2 import Timestamp

from audit.checkpoints.service import Checkpoints
from audit.entries.events import to_message
from audit.entries.service import Entries
from audit.entries.store import Filter
from audit.log.service import Log
from contactfollowup.audit.v1 import entries_pb2 as pb
from kit import paging
from kit.caller import Caller
from kit.paging import Pages
from kit.timestamps import to_datetime

PIECE_BYTES = 256 * 1024


class AuditServicer:
    """Reads and proofs; there is no method that changes or removes."""

    def __init__(
        self, entries: Entries, log: Log, checkpoints: Checkpoints, pages: Pages, witness_key: str = ""
    ) -> None:
        self._entries = entries
        self._log = log
        self._checkpoints = checkpoints
        self._pages = pages
        self._witness_key = witness_key

    async def ListEntries(self, request: pb.ListEntriesRequest, caller: Caller) -> pb.ListEntriesResponse:
        wanted = Filter(
            from_time=_time(request, "from_time"),
            to_time=_time(request, "to_time"),
            actor_id=request.actor_id,
            action=request.action,
            record_id=request.record_id,
        )
        filters = ("audit.entries", str(caller.workspace_id), wanted)
        position = self._pages.decode(request.page_token, filters)
        size = paging.size(request.page_size)
        found = await self._entries.list_entries(caller, wanted, int(position[0]) if position else None, size + 1)
        page = found[:size]
        more = self._pages.encode(filters, str(page[-1].seq)) if len(found) > size else ""
        return pb.ListEntriesResponse(entries=[to_message(entry) for entry in page], next_page_token=more)

    async def ExportEntries(
        self, request: pb.ExportEntriesRequest, caller: Caller
    ) -> AsyncIterator[pb.ExportEntriesResponse]:
        from_time, to_time = _time(request, "from_time"), _time(request, "to_time")
        async for piece in self._entries.export(caller, request.format, from_time, to_time):
            content = piece.encode()
            for start in range(0, len(content), PIECE_BYTES):
                yield pb.ExportEntriesResponse(content=content[start : start + PIECE_BYTES])

    async def GetCheckpoint(self, _: pb.GetCheckpointRequest, caller: Caller) -> pb.GetCheckpointResponse:
        signed = await self._checkpoints.get_checkpoint(caller)
        checkpoint = pb.Checkpoint(
            note=signed.full_note,
            origin=self._checkpoints.origin(caller.workspace_id),
            tree_size=signed.tree_size,
            root_hash=_b64(signed.root),
            log_key=self._checkpoints.log_key(caller.workspace_id),
            witness_key=self._witness_key if signed.cosignature else "",
        )
        checkpoint.sign_time.FromDatetime(signed.sign_time)
        return pb.GetCheckpointResponse(checkpoint=checkpoint)

    async def GetInclusionProof(
        self, request: pb.GetInclusionProofRequest, caller: Caller
    ) -> pb.GetInclusionProofResponse:
        proof = await self._entries.inclusion_proof(caller, UUID(request.entry_id))
        message = pb.Proof(
            sequence=proof.seq,
            tree_size=proof.tree_size,
            hashes=[_b64(value) for value in proof.hashes],
            leaf_hash=_b64(proof.leaf_hash),
            leaf=proof.leaf,
        )
        return pb.GetInclusionProofResponse(proof=message)

    async def GetConsistencyProof(
        self, request: pb.GetConsistencyProofRequest, caller: Caller
    ) -> pb.GetConsistencyProofResponse:
        size, hashes = await self._log.consistency_proof(caller, request.from_size, request.to_size)
        proof = pb.Proof(sequence=request.from_size, tree_size=size, hashes=[_b64(value) for value in hashes])
        return pb.GetConsistencyProofResponse(proof=proof)


def _time(request: pb.ListEntriesRequest | pb.ExportEntriesRequest, field: str) -> datetime | None:
    if not request.HasField(field):
        return None
    value: Timestamp = getattr(request, field)
    return to_datetime(value, field)


def _b64(value: bytes) -> str:
    return b64encode(value).decode()
