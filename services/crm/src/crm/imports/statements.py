"""The tables of imports, and what is asked of them."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from crm.imports.model import State
from kit.statement import statement

metadata = MetaData()


def _count(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default=text("0"))


imports = Table(
    "imports",
    metadata,
    Column("workspace_id", Uuid, nullable=False),
    Column("import_id", Uuid, primary_key=True),
    Column("actor_id", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("dry_run", Boolean, nullable=False),
    Column("wrapped_key", Text),
    _count("size_bytes"),
    _count("text_bytes"),
    Column("delimiter", Text, nullable=False, server_default=text("''")),
    Column("columns", JSONB, nullable=False, server_default=text("'[]'")),
    _count("cursor"),
    Column("cursor_line", BigInteger, nullable=False, server_default=text("1")),
    _count("processed_count"),
    _count("created_count"),
    _count("updated_count"),
    _count("unchanged_count"),
    _count("rejected_count"),
    Column("failure_reason", Text, nullable=False, server_default=text("''")),
    Column("create_time", DateTime(timezone=True), nullable=False),
    Column("update_time", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    Column("finish_time", DateTime(timezone=True)),
    Column("owner_id", Uuid),
    Column("owner_ids", ARRAY(Uuid)),
    Column("closed_fields", ARRAY(Text), nullable=False, server_default=text("'{}'")),
    Column("failure_column", Text, nullable=False, server_default=text("''")),
)
Index("imports_by_workspace", imports.c.workspace_id, imports.c.import_id)
Index("imports_open", imports.c.import_id, postgresql_where=text("state IN ('pending', 'running')"))
Index("imports_with_key", imports.c.import_id, postgresql_where=text("wrapped_key IS NOT NULL"))

import_chunks = Table(
    "import_chunks",
    metadata,
    Column("workspace_id", Uuid, nullable=False),
    Column("import_id", Uuid, primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("end", BigInteger, nullable=False),
    Column("content_enc", LargeBinary, nullable=False),
)

import_rejections = Table(
    "import_rejections",
    metadata,
    Column("workspace_id", Uuid, nullable=False),
    Column("import_id", Uuid, primary_key=True),
    Column("line", BigInteger, primary_key=True),
    Column("column_name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("row_enc", Text, nullable=False),
)

_THIS = imports.c.import_id == bindparam("id_of", type_=Uuid)
_SHOWN = imports.c.state != State.UPLOADING
# As text, so that it is the predicate of the index.
_OPEN = text("state IN ('pending', 'running')")

BEGIN = statement(
    insert(imports).values(
        workspace_id=bindparam("workspace_id"),
        import_id=bindparam("import_id"),
        actor_id=bindparam("actor_id"),
        state=State.UPLOADING,
        dry_run=bindparam("dry_run"),
        wrapped_key=bindparam("wrapped_key"),
        create_time=bindparam("create_time"),
        owner_id=bindparam("owner_id"),
        owner_ids=bindparam("owner_ids"),
        closed_fields=bindparam("closed_fields"),
    )
)
ADD_CHUNK = statement(
    insert(import_chunks)
    .values({name: bindparam(name) for name in import_chunks.c.keys()})  # noqa: SIM118  a column collection
    .add_cte(
        update(imports)
        .where(imports.c.import_id == bindparam("import_id"))
        .values(update_time=text("now()"))
        .cte("touched")
    )
)
UPLOADED = statement(
    update(imports)
    .where(_THIS)
    .values(
        state=State.PENDING,
        dry_run=bindparam("dry_run"),
        size_bytes=bindparam("size_bytes"),
        text_bytes=bindparam("text_bytes"),
    )
)
DISCARD = statement(
    delete(imports).where(imports.c.import_id == bindparam("import_id"), imports.c.state == State.UPLOADING)
)
DROP_CHUNKS = statement(delete(import_chunks).where(import_chunks.c.import_id == bindparam("import_id")))
DROP_REJECTED = statement(delete(import_rejections).where(import_rejections.c.import_id == bindparam("import_id")))
FORGET_KEY = statement(update(imports).where(_THIS).values(wrapped_key=None))
CHUNK = statement(
    select(import_chunks)
    .where(
        import_chunks.c.import_id == bindparam("import_id"),
        import_chunks.c.start <= bindparam("offset", type_=BigInteger),
        import_chunks.c.end > bindparam("offset", type_=BigInteger),
    )
    .order_by(import_chunks.c.start.desc())
    .limit(1)
)
GET = statement(select(imports).where(imports.c.import_id == bindparam("import_id"), _SHOWN))
# The workspace is named because row-level security, which lets the runner see all, uses no index for it here.
_PAGE = (
    select(imports)
    .where(imports.c.workspace_id == bindparam("workspace_id"), imports.c.import_id < bindparam("before"), _SHOWN)
    .order_by(imports.c.import_id.desc())
    .limit(bindparam("limit", type_=Integer))
)
PAGE = statement(_PAGE)
OWN_PAGE = statement(_PAGE.where(imports.c.actor_id == bindparam("actor_id")))
NEXT_OPEN = statement(select(imports).where(_OPEN).order_by(imports.c.import_id).limit(1))
LOCK_AT = statement(
    select(imports.c.import_id)
    .where(
        imports.c.import_id == bindparam("import_id"),
        imports.c.cursor == bindparam("offset", type_=BigInteger),
        _OPEN,
    )
    .with_for_update()
)
UNDERSTOOD = statement(
    update(imports)
    .where(_THIS)
    .values(
        state=State.RUNNING,
        delimiter=bindparam("delimiter"),
        columns=bindparam("columns"),
        cursor=bindparam("cursor"),
        cursor_line=bindparam("cursor_line"),
    )
)
_COUNTS = ("processed_count", "created_count", "updated_count", "unchanged_count", "rejected_count")
ADVANCE = statement(
    update(imports).where(_THIS).values({name: bindparam(name) for name in ("cursor", "cursor_line", *_COUNTS)})
)
FINISH = statement(
    update(imports)
    .where(_THIS)
    .values(
        state=bindparam("state"),
        finish_time=bindparam("now"),
        failure_reason=bindparam("failure_reason"),
        failure_column=bindparam("failure_column"),
        cursor=imports.c.text_bytes,
    )
)
REJECT = statement(
    insert(import_rejections).from_select(
        ["workspace_id", "import_id", "line", "column_name", "reason", "row_enc"],
        select(
            bindparam("workspace_id", type_=Uuid),
            bindparam("import_id", type_=Uuid),
            func.unnest(bindparam("lines", type_=ARRAY(BigInteger))),
            *(func.unnest(bindparam(name, type_=ARRAY(Text))) for name in ("columns", "reasons", "sealed_rows")),
        ),
    )
)
REJECTED = statement(
    select(import_rejections)
    .where(import_rejections.c.import_id == bindparam("import_id"), import_rejections.c.line > bindparam("after"))
    .order_by(import_rejections.c.line)
    .limit(bindparam("limit", type_=Integer))
)
PURGEABLE = statement(
    select(imports.c.import_id)
    .where(
        imports.c.wrapped_key.is_not(None),
        or_(
            (imports.c.state == State.UPLOADING) & (imports.c.update_time < bindparam("abandoned_before")),
            imports.c.finish_time < bindparam("finished_before"),
        ),
    )
    .limit(100)
)
