"""NATS JetStream, the only import of nats: publish with an acknowledgement from disk, consume in batches, listen.

Each service owns the stream `CFU_<SERVICE>` of the subjects `cfu.<service>.v1.>`. A message that fails ten times is
parked in the stream `CFU_PARKED`, under `cfu.parked.<consumer>`, and can be replayed from there.
"""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import nats
from nats.aio.client import Client as Nats
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js.api import AckPolicy, ConsumerConfig, DiscardPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import BadRequestError

from kit.errors import DeadlineExceeded, Unavailable
from kit.log import get_logger

PUBLISH_SECONDS = 5.0
ACK_WAIT_SECONDS = 20.0
FETCH_SECONDS = 2.0
BACKOFF_SECONDS = (1.0, 2.0, 5.0, 15.0, 60.0)
MOST_DELIVERIES = 10
AWAY_SECONDS = 1.0
KEEP_SECONDS = 7 * 24 * 3600.0
PARKED = "parked"
WORKSPACE_HEADER = "Cfu-Workspace"
RECORD_HEADER = "Cfu-Record"

log = get_logger()


@dataclass(frozen=True, slots=True)
class Message:
    """An event as consumed."""

    subject: str
    event_id: UUID
    workspace_id: UUID | None
    record_id: str
    payload: bytes


Handler = Callable[[Sequence[Message]], Awaitable[None]]


class Bus:
    """A connection that reconnects by itself for as long as the process lives."""

    def __init__(self, connection: Nats) -> None:
        self._nats = connection
        self._jetstream = connection.jetstream(timeout=PUBLISH_SECONDS)

    @classmethod
    async def connect(cls, url: str, *, credentials: str = "", tls: ssl.SSLContext | None = None) -> "Bus":
        """Connects. Raises Unavailable when no server answers."""
        try:
            connection = await nats.connect(
                url,
                user_credentials=credentials or None,
                tls=tls,
                max_reconnect_attempts=-1,
                reconnect_time_wait=0.5,
                connect_timeout=2,
                error_cb=report,
                allow_reconnect=True,
                pending_size=64 * 1024 * 1024,
            )
        except (NatsError, OSError, TimeoutError):
            raise Unavailable from None
        return cls(connection)

    async def close(self) -> None:
        """Closes the connection; what is pending is sent first, two seconds at most."""
        if self._nats.is_connected:
            with contextlib.suppress(NatsError, TimeoutError):
                await self._nats.flush(2)
        await self._nats.close()

    async def ensure_stream(self, service: str) -> None:
        """Creates the stream of `service`, or brings it to the configuration we want."""
        config = StreamConfig(
            name=stream_name(service),
            subjects=[f"cfu.{service}.>" if service == PARKED else f"cfu.{service}.v1.>"],
            storage=StorageType.FILE,
            retention=RetentionPolicy.LIMITS,
            discard=DiscardPolicy.OLD,
            max_age=KEEP_SECONDS,
            duplicate_window=120,
        )
        try:
            await self._jetstream.add_stream(config)
        except BadRequestError:
            await self._jetstream.update_stream(config)
        except (NatsError, TimeoutError):
            raise Unavailable from None

    async def publish(self, subject: str, payload: bytes, event_id: str, workspace_id: str, record_id: str) -> None:
        """Returns once the stream has the message on disk. Raises ConnectionError otherwise."""
        headers = {"Nats-Msg-Id": event_id, WORKSPACE_HEADER: workspace_id, RECORD_HEADER: record_id}
        try:
            await self._jetstream.publish(subject, payload, headers=headers, timeout=PUBLISH_SECONDS)
        except (NatsError, TimeoutError, OSError) as failure:
            raise ConnectionError(type(failure).__name__) from None

    async def listen(self, subject: str, handler: Callable[[Message], None]) -> None:
        """Calls `handler` for each message that comes by while this process runs; nothing is kept for later."""

        async def on_message(raw: Msg) -> None:
            handler(to_message(raw))

        await self._nats.subscribe(subject, cb=on_message)

    async def consume(self, service: str, consumer: str, handler: Handler, *, batch: int = 256) -> None:
        """Hands batches of the stream of `service` to `handler` until cancelled; acknowledged when it returns.

        A batch that fails is handed over again one message at a time, with a pause that grows; a message that fails
        ten times is parked. What fails because something is not reachable comes again every second, however often.
        """
        while True:
            try:
                await self._consume(service, consumer, handler, batch)
            except Exception as failure:  # noqa: BLE001  a consumer that ended for any reason must be begun again
                log.warning("consumer.waiting", consumer=consumer, error=type(failure).__name__)
                await asyncio.sleep(1)

    async def _consume(self, service: str, consumer: str, handler: Handler, batch: int) -> None:
        await self._jetstream.add_consumer(
            stream_name(service),
            ConsumerConfig(
                durable_name=consumer,
                ack_policy=AckPolicy.EXPLICIT,
                ack_wait=ACK_WAIT_SECONDS,
                max_ack_pending=4 * batch,
                max_deliver=-1,
            ),
        )
        subscription = await self._jetstream.pull_subscribe_bind(consumer, stream_name(service))
        while True:
            try:
                raws = await subscription.fetch(batch, timeout=FETCH_SECONDS)
            except TimeoutError:
                continue
            await self._handle(raws, consumer, handler)

    async def _handle(self, raws: list[Msg], consumer: str, handler: Handler) -> None:
        try:
            await handler([to_message(raw) for raw in raws])
        except (Unavailable, DeadlineExceeded) as failure:
            # Nothing is wrong with the messages: what the handler needs is away, and they can wait for it.
            log.warning("consumer.waiting", consumer=consumer, error=type(failure).__name__, batch=len(raws))
            for raw in raws:
                await raw.nak(delay=AWAY_SECONDS)
            return
        except Exception as failure:  # noqa: BLE001  any failure means: not done, hand it over again
            log.warning("consumer.failed", consumer=consumer, error=type(failure).__name__, batch=len(raws))
            for raw in raws:
                await self._handle_one(raw, consumer, handler)
            return
        for raw in raws:
            await raw.ack()

    async def _handle_one(self, raw: Msg, consumer: str, handler: Handler) -> None:
        try:
            await handler([to_message(raw)])
        except (Unavailable, DeadlineExceeded):
            await raw.nak(delay=AWAY_SECONDS)
            return
        except Exception as failure:  # noqa: BLE001
            deliveries = raw.metadata.num_delivered or 1
            if deliveries < MOST_DELIVERIES:
                await raw.nak(delay=BACKOFF_SECONDS[min(deliveries, len(BACKOFF_SECONDS)) - 1])
                return
            log.error("consumer.parked", consumer=consumer, error=type(failure).__name__)
            await self._park(raw, consumer)
        await raw.ack()

    async def _park(self, raw: Msg, consumer: str) -> None:
        await self.ensure_stream(PARKED)
        message = to_message(raw)
        workspace = str(message.workspace_id or "")
        await self.publish(f"cfu.{PARKED}.{consumer}", raw.data, str(message.event_id), workspace, message.record_id)


def stream_name(service: str) -> str:
    return f"CFU_{service.upper().replace('-', '_')}"


def to_message(raw: Msg) -> Message:
    headers = raw.headers or {}
    workspace = headers.get(WORKSPACE_HEADER, "")
    return Message(
        subject=raw.subject,
        event_id=UUID(headers["Nats-Msg-Id"]),
        workspace_id=UUID(workspace) if workspace else None,
        record_id=headers.get(RECORD_HEADER, ""),
        payload=raw.data,
    )


async def report(failure: Exception) -> None:
    log.warning("bus.error", error=type(failure).__name__)
