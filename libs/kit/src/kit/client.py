"""A client of another service of the suite: one long-lived channel, mTLS, a deadline on every call, typed errors."""

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import descriptor_pool
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from kit import status

LARGEST_MESSAGE = 4 * 1024 * 1024
# A principal that names a thousand owners and hundreds of fields takes 40 KiB as metadata; gRPC's own limit is 8.
LARGEST_METADATA = 64 * 1024
METADATA_OPTIONS = (
    ("grpc.max_metadata_size", LARGEST_METADATA),
    ("grpc.absolute_max_metadata_size", LARGEST_METADATA),
)
DEFAULT_SECONDS = 10.0
OPTIONS: tuple[tuple[str, Any], ...] = (
    ("grpc.max_receive_message_length", LARGEST_MESSAGE),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.lb_policy_name", "round_robin"),
    ("grpc.enable_retries", 0),
    *METADATA_OPTIONS,
)
Metadata = Sequence[tuple[str, str | bytes]]


class Client:
    """Calls the service `name` at `address` (host:port). Methods are named `package.Service/Method`."""

    def __init__(self, name: str, address: str, tls_dir: Path) -> None:
        options = (*OPTIONS, ("grpc.ssl_target_name_override", name))
        self._channel = grpc.aio.secure_channel(address, credentials(tls_dir), options=options)
        self._calls: dict[str, Callable[..., Any]] = {}

    async def call(
        self, method: str, request: Message, metadata: Metadata = (), *, timeout: float = DEFAULT_SECONDS
    ) -> Any:
        """One reply. Raises the kit error that the peer raised."""
        made = self._calls.get(method) or self._make(method, self._channel.unary_unary)
        try:
            return await made(request, metadata=metadata, timeout=timeout)
        except grpc.aio.AioRpcError as failure:
            raise status.from_rpc_error(failure) from None

    async def upload(
        self, method: str, requests: AsyncIterator[Message], metadata: Metadata = (), *, timeout: float
    ) -> Any:
        """Sends a stream, returns the one reply."""
        made = self._calls.get(method) or self._make(method, self._channel.stream_unary)
        try:
            return await made(requests, metadata=metadata, timeout=timeout)
        except grpc.aio.AioRpcError as failure:
            raise status.from_rpc_error(failure) from None

    async def download(
        self, method: str, request: Message, metadata: Metadata = (), *, timeout: float
    ) -> AsyncIterator[Any]:
        """The messages of a stream."""
        made = self._calls.get(method) or self._make(method, self._channel.unary_stream)
        try:
            async for reply in made(request, metadata=metadata, timeout=timeout):
                yield reply
        except grpc.aio.AioRpcError as failure:
            raise status.from_rpc_error(failure) from None

    def is_connected(self) -> bool:
        """Whether the channel is connected; asks it to connect when it is not."""
        return self._channel.get_state(try_to_connect=True) is grpc.ChannelConnectivity.READY

    async def close(self) -> None:
        """Closes the channel."""
        await self._channel.close()

    def _make(self, method: str, kind: Callable[..., Any]) -> Callable[..., Any]:
        service, _, name = method.partition("/")
        descriptor = descriptor_pool.Default().FindServiceByName(service).methods_by_name[name]
        made: Callable[..., Any] = kind(
            f"/{method}",
            request_serializer=GetMessageClass(descriptor.input_type).SerializeToString,
            response_deserializer=GetMessageClass(descriptor.output_type).FromString,
        )
        self._calls[method] = made
        return made


def credentials(tls_dir: Path) -> grpc.ChannelCredentials:
    """mTLS from ca.pem, cert.pem and key.pem."""
    return grpc.ssl_channel_credentials(
        (tls_dir / "ca.pem").read_bytes(),
        (tls_dir / "key.pem").read_bytes(),
        (tls_dir / "cert.pem").read_bytes(),
    )
