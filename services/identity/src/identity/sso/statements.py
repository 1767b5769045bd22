"""What is asked of the tables of attempts, links and sessions."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from identity.sso.tables import TIME, attempts, first_proofs, links, logout_tokens, providers, sso_sessions
from kit.statement import statement

NOW = sa.bindparam("now", type_=TIME)

ADD_ATTEMPT = statement(
    sa.insert(attempts).values({c.name: sa.bindparam(c.name, type_=c.type) for c in attempts.c if c.name != "use_time"})
)
# One statement finds and uses up: of two that come at once, one finds nothing.
USE_ATTEMPT = statement(
    sa.update(attempts)
    .where(
        attempts.c.state_hash == sa.bindparam("state_hash"),
        attempts.c.browser_hash == sa.bindparam("browser_hash"),
        attempts.c.use_time.is_(None),
        attempts.c.expire_time > NOW,
    )
    .values(use_time=NOW)
    .returning(
        attempts.c.workspace_id,
        attempts.c.provider_id,
        attempts.c.return_to,
        attempts.c.user_id,
        attempts.c.session_id,
        attempts.c.fresh,
        attempts.c.step_up,
        attempts.c.expire_time,
    )
)
SWEEP_ATTEMPTS = statement(sa.delete(attempts).where(attempts.c.expire_time < NOW))

SHOWN = [c for c in links.c if c.name != "identity_bidx"]
ADD_LINK = statement(
    sa.insert(links).values(
        {c.name: sa.bindparam(c.name, type_=c.type) for c in links.c if c.name != "last_sign_in_time"}
    )
)
FIND_LINK = statement(
    sa.select(*SHOWN).where(
        links.c.workspace_id == sa.bindparam("workspace_id"),
        links.c.identity_bidx == sa.bindparam("identity_bidx"),
    )
)
LIST_LINKS = statement(
    sa.select(*SHOWN).where(links.c.user_id == sa.bindparam("user_id")).order_by(links.c.link_id).with_for_update()
)
LINK_USED = statement(sa.update(links).where(links.c.link_id == sa.bindparam("id")).values(last_sign_in_time=NOW))
DELETE_LINK = statement(
    sa.delete(links).where(links.c.link_id == sa.bindparam("id"), links.c.user_id == sa.bindparam("user_id"))
)

ADD_SESSION = statement(
    sa.insert(sso_sessions).values({c.name: sa.bindparam(c.name, type_=c.type) for c in sso_sessions.c})
)


def named(table: sa.Table) -> sa.ColumnElement[bool]:
    """Of a provider; of one identity, one session of the provider, or both. What is left out does not narrow down."""
    return sa.and_(
        table.c.provider_id == sa.bindparam("provider_id"),
        sa.or_(
            sa.bindparam("any_identity", type_=sa.Boolean),
            table.c.identity_bidx == sa.bindparam("identity_bidx"),
        ),
        sa.or_(
            sa.bindparam("any_session", type_=sa.Boolean),
            table.c.provider_session_hash == sa.bindparam("session_hash"),
        ),
    )


SESSIONS_NAMED = statement(
    sa.select(sso_sessions.c.session_id, sso_sessions.c.user_id)
    .where(named(sso_sessions))
    .order_by(sso_sessions.c.session_id)
)
SESSION = statement(
    sa.select(sso_sessions.c.provider_id, sso_sessions.c.identity_bidx, sso_sessions.c.user_id).where(
        sso_sessions.c.session_id == sa.bindparam("session_id")
    )
)
ADD_FIRST_PROOF = statement(
    sa.insert(first_proofs).values({c.name: sa.bindparam(c.name, type_=c.type) for c in first_proofs.c})
)
# A provider that was switched off since counts for nothing, nor does an identity that was removed from the account.
USE_FIRST_PROOF = statement(
    sa.delete(first_proofs)
    .where(
        first_proofs.c.challenge_hash == sa.bindparam("challenge_hash"),
        providers.c.provider_id == first_proofs.c.provider_id,
        providers.c.enabled,
        links.c.workspace_id == first_proofs.c.workspace_id,
        links.c.identity_bidx == first_proofs.c.identity_bidx,
        links.c.user_id == first_proofs.c.user_id,
    )
    .returning(*[c for c in first_proofs.c if c.name not in {"challenge_hash", "expire_time"}])
)
END_FIRST_PROOFS = statement(sa.delete(first_proofs).where(named(first_proofs)))
SWEEP_FIRST_PROOFS = statement(sa.delete(first_proofs).where(first_proofs.c.expire_time < NOW))
USE_LOGOUT_TOKEN = statement(
    insert(logout_tokens)
    .values({c.name: sa.bindparam(c.name, type_=c.type) for c in logout_tokens.c})
    .on_conflict_do_nothing()
)
SWEEP_LOGOUT_TOKENS = statement(sa.delete(logout_tokens).where(logout_tokens.c.expire_time < NOW))
