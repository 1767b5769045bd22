"""What is asked of the tables of contacts. Reads join the data key: one round trip brings both.

What is `restricted` meets only the contacts of `owner_ids`, and does no work for the contacts of others that a caller
could tell from how a list is cut into pages.
"""

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    CompoundSelect,
    FromClause,
    Insert,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    Uuid,
    any_,
    bindparam,
    column,
    delete,
    false,
    func,
    insert,
    literal_column,
    select,
    true,
    union,
    update,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from crm.contacts.tables import contact_tags, contacts, data_keys, name_tokens, own_key, same_contact
from kit.statement import Statement, statement
from phi_crypto import INDEX_BYTES

COLUMNS = tuple(column.name for column in contacts.c)
UNREAD = {"workspace_id", "import_id", "erase_time", "match_bidx", "email_bidx", "phone_bidx", "date_of_birth_bidx"}
READ = tuple(name for name in COLUMNS if name not in UNREAD)
DUPLICATES = 5
LIKENESS = ("email_bidx", "phone_bidx", "match_bidx")
MOST_WORDS = 4
SEALED_AND_INDEXED = tuple(name for name in COLUMNS if name.endswith(("_enc", "_bidx")))


def _with_key(columns: Sequence[str] = READ) -> Select[tuple[object, ...]]:
    wanted = (contacts.c[name] for name in columns)
    return select(*wanted, data_keys.c.wrapped_key).join_from(contacts, data_keys, own_key())


_SAME_ID = contacts.c.contact_id == bindparam("contact_id")
_IN_USE = contacts.c.archive_time.is_(None)
_LIMIT = bindparam("limit", type_=Integer)
_OWNERS = bindparam("owner_ids", type_=ARRAY(Uuid))
_OF_OWNERS = contacts.c.owner_id == any_(_OWNERS)

GET = statement(_with_key().where(_SAME_ID))
LOCK = statement(_with_key().where(_SAME_ID).with_for_update(of=contacts))
MATCHING = statement(
    _with_key((*READ, "match_bidx"))
    .where(contacts.c.match_bidx == any_(bindparam("matches", type_=ARRAY(LargeBinary))))
    .order_by(contacts.c.contact_id)
    .with_for_update(of=contacts)
)


def _unnested(table: Table, column: Column[object], values: str, item: type[Text | LargeBinary]) -> Insert:
    items = func.unnest(bindparam(values, type_=ARRAY(item)))
    return insert(table).from_select(
        ["workspace_id", column.name, "contact_id"],
        select(bindparam("workspace_id", type_=Uuid), items, bindparam("contact_id", type_=Uuid)),
    )


_ADD_TOKENS = _unnested(name_tokens, name_tokens.c.token, "tokens", LargeBinary)
_ADD_TAGS = _unnested(contact_tags, contact_tags.c.tag, "new_tags", Text)
_ADD_KEY = insert(data_keys).values(
    workspace_id=bindparam("workspace_id"),
    patient_id=bindparam("contact_id", type_=Uuid),
    wrapped_key=bindparam("wrapped_key"),
)

_ADD_ROW = insert(contacts).values(
    {name: bindparam(name) for name in COLUMNS if name not in ("import_id", "erase_time")}
)


def _lookalikes(*, restricted: bool) -> CompoundSelect[tuple[UUID]]:
    """Who has an index in common; what is looked for by `like_` parameters may be less than what is stored."""
    others = (_IN_USE, contacts.c.contact_id != bindparam("contact_id"), *((_OF_OWNERS,) if restricted else ()))
    alike = [
        select(contacts.c.contact_id).where(contacts.c[index] == bindparam(f"like_{index}"), *others).limit(DUPLICATES)
        for index in LIKENESS
    ]
    return union(*(select(each.subquery().c.contact_id) for each in alike)).limit(DUPLICATES)


@cache
def lookalikes(*, restricted: bool) -> Statement:
    return statement(_lookalikes(restricted=restricted))


@cache
def add(*, restricted: bool) -> Statement:
    """A contact with its key, its tokens and its tags, and who looks like it, in one round trip."""
    added = (_ADD_ROW.cte("added"), _ADD_KEY.cte("added_key"))
    found_by = (_ADD_TOKENS.cte("added_tokens"), _ADD_TAGS.cte("added_tags"))
    return statement(_lookalikes(restricted=restricted).add_cte(*added, *found_by))


ADD_TOKENS = statement(_ADD_TOKENS)
ADD_TAGS = statement(_ADD_TAGS)

# COPY refuses tables with row-level security; arrays, one a column, are as quick to send.
ONE_EACH = ("contact_id", "lifecycle", "properties", *SEALED_AND_INDEXED)
_ALIKE = ("workspace_id", "import_id", "create_time", "update_time", "owner_id")
ADD_MANY = statement(
    insert(contacts).from_select(
        [*ONE_EACH, *_ALIKE, "version", "legal_hold", "tags"],
        select(
            *(func.unnest(bindparam(name, type_=ARRAY(contacts.c[name].type))) for name in ONE_EACH),
            *(bindparam(name, type_=contacts.c[name].type) for name in _ALIKE),
            literal_column("1"),
            false(),
            literal_column("'{}'::text[]"),
        ),
    )
)
ADD_MANY_KEYS = statement(
    insert(data_keys).from_select(
        ["workspace_id", "patient_id", "wrapped_key"],
        select(
            bindparam("workspace_id", type_=Uuid),
            func.unnest(bindparam("contact_ids", type_=ARRAY(Uuid))),
            func.unnest(bindparam("wrapped_keys", type_=ARRAY(Text))),
        ),
    )
)
_EACH = (
    func.unnest(bindparam("contact_ids", type_=ARRAY(Uuid)), bindparam("tokens", type_=ARRAY(LargeBinary)))
    .table_valued(column("contact_id", Uuid), column("tokens", LargeBinary))
    .render_derived()
)
_START = func.generate_series(1, func.length(_EACH.c.tokens), INDEX_BYTES).table_valued("start").render_derived()
# The tokens of a contact come as one value, which costs less to send than as many.
ADD_MANY_TOKENS = statement(
    insert(name_tokens).from_select(
        ["workspace_id", "token", "contact_id"],
        select(
            bindparam("workspace_id", type_=Uuid),
            func.substring(_EACH.c.tokens, _START.c.start, INDEX_BYTES),
            _EACH.c.contact_id,
        ).select_from(_EACH.join(_START, true())),
    )
)
REMOVE_TOKENS = statement(
    delete(name_tokens).where(
        name_tokens.c.token == any_(bindparam("tokens", type_=ARRAY(LargeBinary))),
        name_tokens.c.contact_id == bindparam("contact_id"),
    )
)
REMOVE_TAGS = statement(
    delete(contact_tags).where(
        contact_tags.c.tag == any_(bindparam("old_tags", type_=ARRAY(Text))),
        contact_tags.c.contact_id == bindparam("contact_id"),
    )
)
REMOVE_KEY = statement(delete(data_keys).where(data_keys.c.patient_id == bindparam("contact_id")))

_KEPT = ("workspace_id", "contact_id", "create_time", "import_id", "erase_time")
SAVE = statement(
    update(contacts)
    .where(contacts.c.contact_id == bindparam("id_of", type_=Uuid))
    .values({name: bindparam(name) for name in COLUMNS if name not in _KEPT})
)
ERASE = statement(
    update(contacts)
    .where(contacts.c.contact_id == bindparam("id_of", type_=Uuid))
    .values(
        **dict.fromkeys(SEALED_AND_INDEXED),
        tags=[],
        properties={},
        owner_id=None,
        version=contacts.c.version + 1,
        update_time=bindparam("now"),
        erase_time=bindparam("now"),
        archive_time=func.coalesce(contacts.c.archive_time, bindparam("now")),
    )
)

WITH_PROPERTIES = statement(
    _with_key()
    .where(
        contacts.c.contact_id > bindparam("after"),
        contacts.c.properties_enc.is_not(None) | (contacts.c.properties != literal_column("'{}'::jsonb")),
    )
    .order_by(contacts.c.contact_id)
    .limit(_LIMIT)
    .with_for_update(of=contacts)
)
SAVE_PROPERTIES = statement(
    update(contacts)
    .where(contacts.c.contact_id == bindparam("id_of", type_=Uuid))
    .values(properties=bindparam("properties"), properties_enc=bindparam("properties_enc"))
)


@cache
def page(filters: frozenset[str], *, archived: bool, restricted: bool) -> Statement:
    """A page, newest first, of the contacts that equal the parameters named by `filters` (columns, or `tag`)."""
    if restricted and not archived and filters <= {"lifecycle"}:
        return _page_of_owners(filters)
    query, position = _with_key(), contacts.c.contact_id
    if "tag" in filters:
        position = contact_tags.c.contact_id
        query = query.join(contact_tags, same_contact(contact_tags)).where(contact_tags.c.tag == bindparam("tag"))
    query = query.where(contacts.c.archive_time.is_not(None) if archived else _IN_USE)
    query = query.where(*_equal(contacts, filters - {"tag"}), *((_OF_OWNERS,) if restricted else ()))
    return statement(query.where(position < bindparam("before")).order_by(position.desc()).limit(_LIMIT))


def _page_of_owners(filters: frozenset[str]) -> Statement:
    """The newest of each owner, then the newest of those: no more work than one page an owner."""
    owner = func.unnest(_OWNERS).table_valued(column("owner_id", Uuid)).render_derived("owner")
    own = contacts.alias("own")
    in_turn = (own.c.owner_id == owner.c.owner_id, own.c.archive_time.is_(None), *_equal(own, filters))
    newest = select(own.c.contact_id).where(*in_turn, own.c.contact_id < bindparam("before"))
    each = newest.order_by(own.c.contact_id.desc()).limit(_LIMIT).lateral("each")
    ids = select(each.c.contact_id).select_from(owner.join(each, true()))
    ids = ids.order_by(each.c.contact_id.desc()).limit(_LIMIT)
    query = _with_key().where(contacts.c.contact_id == any_(func.array(ids.scalar_subquery())))
    return statement(query.order_by(contacts.c.contact_id.desc()))


def _equal(table: FromClause, columns: frozenset[str]) -> list[ColumnElement[bool]]:
    return [table.c[name] == bindparam(name) for name in sorted(columns)]


@cache
def candidates(*, several: bool, restricted: bool) -> Statement:
    """One row about the next `window` contacts, newest first, that have the rarest of `tokens`.

    `hits` have all of them; `last` and `size` say how far that looked. The window bounds the work, however common
    the tokens are.
    """
    asked = bindparam("tokens", type_=ARRAY(LargeBinary))
    words = func.unnest(asked).table_valued(column("token", LargeBinary)).render_derived("words")
    token = _rarest(words, restricted=restricted) if several else select(words.c.token).scalar_subquery()
    window = _next_with(token, restricted=restricted).subquery("looked_at")
    newest_first = aggregate_order_by(window.c.contact_id, window.c.contact_id.desc())
    oldest_first = aggregate_order_by(window.c.contact_id, window.c.contact_id)
    hits = func.array_agg(newest_first, type_=ARRAY(Uuid))
    return statement(
        select(
            (hits.filter(_has_all(window, asked)) if several else hits).label("hits"),
            func.array_agg(oldest_first, type_=ARRAY(Uuid))[1].label("last"),
            func.count().label("size"),
        ).select_from(window)
    )


def _next_with(token: ColumnElement[bytes], *, restricted: bool) -> Select[tuple[UUID, bytes, UUID]]:
    query = (
        select(name_tokens.c.workspace_id, name_tokens.c.token, name_tokens.c.contact_id)
        .where(name_tokens.c.token == token, name_tokens.c.contact_id < bindparam("before"))
        .order_by(name_tokens.c.contact_id.desc())
        .limit(bindparam("window", type_=Integer))
    )
    return query.join(contacts, same_contact(name_tokens)).where(_OF_OWNERS) if restricted else query


def _rarest(words: FromClause, *, restricted: bool) -> ColumnElement[bytes]:
    """The token that fewest contacts have, as far as a window tells."""
    with_it = _next_with(words.c.token, restricted=restricted).correlate(words).subquery("with_it")
    count = select(func.count()).select_from(with_it).correlate(words).scalar_subquery()
    return select(words.c.token).order_by(count).limit(1).scalar_subquery()


def _has_all(window: FromClause, asked: ColumnElement[Sequence[bytes]]) -> ColumnElement[bool]:
    others = func.array_remove(asked, window.c.token, type_=ARRAY(LargeBinary))
    count = select(func.count()).where(
        name_tokens.c.workspace_id == window.c.workspace_id,
        name_tokens.c.token == any_(others),
        name_tokens.c.contact_id == window.c.contact_id,
    )
    return count.correlate(window).scalar_subquery() == func.cardinality(others)


@cache
def by_ids(filters: frozenset[str], *, restricted: bool) -> Statement:
    """Those of `ids` that are in use and equal the parameters named by `filters`, newest first."""
    query = _with_key().where(contacts.c.contact_id == any_(bindparam("ids", type_=ARRAY(Uuid))), _IN_USE)
    query = query.where(*_equal(contacts, filters), *((_OF_OWNERS,) if restricted else ()))
    return statement(query.order_by(contacts.c.contact_id.desc()))
