"""The database: one message begins a transaction in its workspace, and one place in the suite commits.

`Database.transaction(caller)` opens a transaction that sees the caller's workspace only (row-level security on
`app.workspace_id`) and ends by the caller's deadline. Events and audit entries handed to it are written to the outbox
by the same commit. `transaction(DEPLOYMENT)` sees the tables that admit the whole deployment, for work that begins
before a workspace is known.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import asyncpg
import orjson
from google.protobuf.message import Message

from contactfollowup.audit.v1.entries_pb2 import Entry
from kit import audit, idempotency, outbox
from kit.caller import Caller
from kit.errors import AlreadyExists, DeadlineExceeded, Error, InvalidInput, Unavailable
from kit.pool import Connection, Pool
from kit.statement import Statement


class Deployment:
    """Stands for every workspace of the deployment."""


DEPLOYMENT: Final = Deployment()
DEPLOYMENT_SECONDS = 30.0
READ_SECONDS = 30.0
CONNECT_SECONDS = 5.0
RELEASE_SECONDS = 5.0
# The session of the connection may still be set to the workspace of an earlier read.
BEGIN_DEPLOYMENT = (
    "BEGIN; SET LOCAL app.workspace_id = ''; SET LOCAL app.scope = 'deployment'; "
    f"SET LOCAL statement_timeout = {DEPLOYMENT_SECONDS * 1000:.0f}"
)
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
BROKEN = (
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    OSError,
)


class UniqueConflict(AlreadyExists):
    """A unique constraint refused the row; `constraint` names it. A store turns it into its own error."""

    def __init__(self, constraint: str) -> None:
        super().__init__()
        self.constraint = constraint


def translated(error: BaseException) -> BaseException:
    """A driver error as ours; the driver's text, which may hold values, is dropped."""
    match error:
        case asyncpg.UniqueViolationError() | asyncpg.ExclusionViolationError():
            return UniqueConflict(error.constraint_name or "")
        case asyncpg.CharacterNotInRepertoireError():
            # A NUL in a text, which no field of ours may hold and PostgreSQL stores nowhere.
            return InvalidInput()
        case asyncpg.QueryCanceledError():
            return DeadlineExceeded()
        case asyncpg.DeadlockDetectedError() | asyncpg.SerializationError() | asyncpg.TooManyConnectionsError():
            return Unavailable()
        case asyncpg.AdminShutdownError() | asyncpg.CrashShutdownError():
            return Unavailable()
        case _ if isinstance(error, BROKEN):
            return Unavailable()
        case asyncpg.PostgresError():
            return Error(metadata={"sqlState": error.sqlstate or ""})
    return error


class DriverErrors:
    """Raises what the driver raises inside as errors of ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception):
            mine = translated(error)
            if mine is not error:
                raise mine from None


DRIVER_ERRORS: Final = DriverErrors()


class Queries:
    """Statements that read."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def all(self, statement: Statement, **values: Any) -> list[asyncpg.Record]:
        """Every row."""
        with DRIVER_ERRORS:
            return await self._connection.fetch(statement.text, *statement.arguments(values))

    async def first(self, statement: Statement, **values: Any) -> asyncpg.Record | None:
        """The first row, or None."""
        with DRIVER_ERRORS:
            return await self._connection.fetchrow(statement.text, *statement.arguments(values))


class Transaction(Queries):
    """One transaction. Not shared between tasks."""

    def __init__(self, connection: asyncpg.Connection, caller: Caller | None) -> None:
        super().__init__(connection)
        self._caller = caller
        self._events: list[outbox.Event] = []
        self._entries: list[Entry] = []

    async def run(self, statement: Statement, **values: Any) -> int:
        """Runs a statement for its effect; the number of rows it touched."""
        with DRIVER_ERRORS:
            tag = await self._connection.execute(statement.text, *statement.arguments(values))
        return int(tag.rpartition(" ")[2]) if tag[-1:].isdigit() else 0

    async def run_many(self, statement: Statement, rows: Iterable[Mapping[str, Any]]) -> None:
        """Runs a statement once for each row, in one round trip."""
        with DRIVER_ERRORS:
            await self._connection.executemany(statement.text, [statement.arguments(row) for row in rows])

    def publish(self, subject: str, message: Message, record_id: str, *, workspace_id: UUID | None = None) -> None:
        """Hands over an event; the commit writes it to the outbox. The workspace is the caller's unless named."""
        self._events.append(outbox.event(workspace_id or self._workspace, subject, message, record_id))

    def audit(
        self,
        record_type: str,
        record_ids: Sequence[str],
        fields: Sequence[str] = (),
        *,
        reason: str = "",
        action: str = "",
        outcome: str = audit.SUCCESS,
        caller: Caller | None = None,
        before: Sequence[str] = (),
        after: Sequence[str] = (),
    ) -> None:
        """Hands over an audit entry; the commit writes it to the outbox. The action is the running method's.

        `before` and `after` say what a change of permissions changed, in ids and codes, never in personal data.
        """
        actor = caller or self._caller
        if actor is None:
            raise TypeError("a deployment transaction has to say whose act it records")
        made = audit.entry(
            actor,
            record_type,
            record_ids,
            fields,
            reason=reason,
            action=action,
            outcome=outcome,
            before=before,
            after=after,
        )
        self._entries.append(made)

    async def replayed(self, request_id: str, fingerprint: bytes = b"") -> str | None:
        """What an earlier call of this method with the same request id made; None for a first call.

        Raises RequestIdReusedError when the earlier call's fingerprint was another.
        """
        if not request_id or self._caller is None:
            return None
        return await idempotency.replayed(self, self._caller, request_id, fingerprint)

    async def remember(self, request_id: str, result: str, fingerprint: bytes = b"") -> None:
        """Keeps the id of what this call made, for a retry with the same request id."""
        if request_id and self._caller is not None:
            await idempotency.remember(self, self._caller, request_id, fingerprint, result)

    async def alone_with(self, what: str) -> None:
        """Until this ends, no other transaction of the workspace is alone with the same: what it counts stays so."""
        with DRIVER_ERRORS:
            await self._connection.execute(ALONE, f"{what}/{self._workspace}")

    async def flush(self) -> bool:
        """Writes what was handed over to the outbox; True when there was any."""
        rows = [*self._events, *outbox.audit_events(self._entries)]
        if rows:
            with DRIVER_ERRORS:
                await self._connection.execute(outbox.INSERT, *outbox.columns(rows))
        return bool(rows)

    @property
    def _workspace(self) -> UUID | None:
        return self._caller.workspace_id if self._caller else None


class Database:
    """The database of a service, as its application role."""

    def __init__(self, pool: Pool, url: str) -> None:
        self._pool = pool
        self._url = url
        self.outbox_written = asyncio.Event()

    @classmethod
    async def connect(cls, url: str, *, max_size: int = 8) -> "Database":
        """Opens the database. Raises Unavailable when the server cannot be reached."""
        pool = Pool(lambda: connect(url), max_size)
        with DRIVER_ERRORS:
            pool.release(await pool.acquire(CONNECT_SECONDS))
        return cls(pool, url)

    async def close(self) -> None:
        """Closes every connection."""
        await self._pool.close()

    async def dedicated(self) -> asyncpg.Connection:
        """A connection outside the pool, seeing the deployment, for a lock or a listener. The caller closes it."""
        with DRIVER_ERRORS:
            connection = await connect(self._url)
            await connection.execute("SET app.scope = 'deployment'")
        return connection

    @asynccontextmanager
    async def transaction(self, scope: Caller | Deployment) -> AsyncIterator[Transaction]:
        """A transaction that commits when the block ends and rolls back when it raises, cancellation included."""
        caller = scope if isinstance(scope, Caller) else None
        connection = await self._acquire(caller)
        try:
            with DRIVER_ERRORS:
                await connection.driver.execute(begin(caller))
            transaction = Transaction(connection.driver, caller)
            yield transaction
            wrote = await transaction.flush()
            with DRIVER_ERRORS:
                await connection.driver.execute("COMMIT")
        except BaseException:
            await asyncio.shield(self._abandon(connection))
            raise
        self._pool.release(connection)
        if wrote:
            self.outbox_written.set()

    @asynccontextmanager
    async def reading(self, caller: Caller) -> AsyncIterator[Queries]:
        """Queries that change nothing, each a snapshot of its own, without a transaction around them.

        The session of a connection stays set to the workspace it last read for, so that a read is one round trip.
        """
        connection = await self._acquire(caller)
        try:
            if connection.workspace_id != caller.workspace_id:
                connection.workspace_id = None
                with DRIVER_ERRORS:
                    await connection.driver.execute(f"SET app.workspace_id = '{caller.workspace_id}'")
                connection.workspace_id = caller.workspace_id
            yield Queries(connection.driver)
        except BaseException:
            await asyncio.shield(self._abandon(connection))
            raise
        self._pool.release(connection)

    async def _acquire(self, caller: Caller | None) -> Connection:
        seconds = caller.seconds_left if caller else DEPLOYMENT_SECONDS
        if seconds <= 0:
            raise DeadlineExceeded
        with DRIVER_ERRORS:
            try:
                return await self._pool.acquire(seconds)
            except TimeoutError:
                raise DeadlineExceeded from None

    async def _abandon(self, connection: Connection) -> None:
        """Rolls back and gives the connection back; one that cannot even do that is thrown away."""
        try:
            await connection.driver.execute("ROLLBACK", timeout=RELEASE_SECONDS)
        except Exception:  # noqa: BLE001  whatever is wrong with it, it must not be used again
            self._pool.discard(connection)
        else:
            self._pool.release(connection)


def begin(caller: Caller | None) -> str:
    """BEGIN, scope and time limit in one message. The workspace is a UUID by type, so it can stand in the text."""
    if caller is None:
        return BEGIN_DEPLOYMENT
    milliseconds = max(1, int(caller.seconds_left * 1000))
    return f"BEGIN; SET LOCAL app.workspace_id = '{caller.workspace_id}'; SET LOCAL statement_timeout = {milliseconds}"


async def connect(url: str) -> asyncpg.Connection:
    """A connection on which jsonb goes in and comes out as Python values."""
    connection = await asyncpg.connect(
        url, timeout=CONNECT_SECONDS, server_settings={"statement_timeout": f"{READ_SECONDS * 1000:.0f}"}
    )
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        format="binary",
        encoder=lambda value: b"\x01" + orjson.dumps(value),
        decoder=lambda raw: orjson.loads(raw[1:]),
    )
    return connection
