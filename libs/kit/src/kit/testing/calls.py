"""Calls of a service's methods with all that surrounds them, without a network."""

import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any, Never
from uuid import UUID

import grpc
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from contactfollowup.audit.v1.entries_pb2 import Entry
from contactfollowup.contract.v1.principal_pb2 import REALM_STAFF, Principal
from kit.handlers import HandlerMaker
from kit.ids import new_id
from kit.principal import METADATA_KEY, Signer, Verifier
from kit.status import from_rpc_error

KEY_ID, SEED = "test", bytes(range(32))
SIGNER = Signer(KEY_ID, SEED)
PUBLIC_KEY = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()


@dataclass(frozen=True)
class Peer:
    """Who is at the other end: the name in its certificate, and the principal it passes on."""

    name: str = "gateway"
    principal: Principal | None = None


@dataclass
class Desk:
    """Handlers of services as their server has them; `entries` are the PHI reads it recorded."""

    entries: list[Entry] = field(default_factory=list)
    _handlers: dict[str, grpc.RpcMethodHandler] = field(default_factory=dict)

    def add(self, service: ServiceDescriptor, servicer: object) -> None:
        made = HandlerMaker("test", Verifier({KEY_ID: PUBLIC_KEY}), self).handlers(service, servicer)
        self._handlers |= {f"{service.full_name}.{name}": handler for name, handler in made.items()}

    async def call(self, rpc: MethodDescriptor, request: Message, peer: Peer) -> list[Any]:
        """The replies; one unless the method streams. Raises the error a client would."""
        handler: Any = self._handlers[rpc.full_name]
        sent = _alone(request) if rpc.client_streaming else request
        if not rpc.server_streaming:
            answer = handler.stream_unary if rpc.client_streaming else handler.unary_unary
            return [await answer(sent, _Context(peer))]
        stream = handler.stream_stream if rpc.client_streaming else handler.unary_stream
        return [reply async for reply in stream(sent, _Context(peer))]

    def begin(self) -> None: ...

    def end(self) -> None: ...

    async def record(self, made: Entry) -> None:
        self.entries.append(made)


def make_principal(
    workspace_id: UUID | None = None,
    *,
    owner_ids: Iterable[UUID] | None = None,
    step_up_age: float | None = None,
    lifetime: float = 60.0,
    **facts: Any,
) -> Principal:
    """The principal of a member of staff, of everyone's records unless owners are named."""
    staff: dict[str, Any] = {"actor_kind": "user", "realm": REALM_STAFF, "subject_id": str(new_id())}
    return Principal(
        workspace_id=str(workspace_id or new_id()),
        all_records=owner_ids is None,
        owner_ids=[each.bytes for each in owner_ids or ()],
        step_up_time=None if step_up_age is None else _from_now(-step_up_age),
        issue_time=_from_now(-1),
        expire_time=_from_now(lifetime),
        session_id="s1",
        **staff | facts,
    )


def _from_now(seconds: float) -> Timestamp:
    moment = Timestamp()
    moment.FromMicroseconds(int((time.time() + seconds) * 1e6))
    return moment


async def _alone(request: Message) -> AsyncIterator[Message]:
    yield request


class _Context:
    """What a handler asks of a call."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    def invocation_metadata(self) -> tuple[tuple[str, bytes], ...]:
        principal = self._peer.principal
        return ((METADATA_KEY, SIGNER.sign(principal)),) if principal else ()

    def auth_context(self) -> dict[str, list[bytes]]:
        return {"x509_common_name": [self._peer.name.encode()]}

    def time_remaining(self) -> None:
        return None

    async def abort(self, code: grpc.StatusCode, details: str, trailers: tuple[tuple[str, bytes], ...]) -> Never:
        metadata = grpc.aio.Metadata(*trailers)
        raise from_rpc_error(grpc.aio.AioRpcError(code, grpc.aio.Metadata(), metadata, details))
