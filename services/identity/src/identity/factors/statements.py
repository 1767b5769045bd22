"""Challenges as rows: each is answered once, and what it was answered by is taken with it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from identity.factors.model import MOST_ATTEMPTS, Purpose
from identity.factors.tables import TIME, mfa_challenges, passkey_challenges
from identity.sessions.model import Proof
from kit.db import Transaction
from kit.statement import statement

NOW = sa.bindparam("now", type_=TIME)
OF = mfa_challenges.c.challenge_hash == sa.bindparam("challenge_hash")
OPEN = sa.and_(
    OF,
    mfa_challenges.c.binding_hash == sa.bindparam("binding_hash"),
    mfa_challenges.c.use_time.is_(None),
    mfa_challenges.c.expire_time > NOW,
    mfa_challenges.c.attempts_left > sa.literal_column("0"),
)
ADD = statement(
    sa.insert(mfa_challenges).values({c.name: sa.bindparam(c.name) for c in mfa_challenges.c if c.name != "use_time"})
)
FIND = statement(
    sa.select(mfa_challenges.c.user_id, mfa_challenges.c.workspace_id, mfa_challenges.c.first_proof).where(
        OF, mfa_challenges.c.use_time.is_(None), mfa_challenges.c.expire_time > NOW
    )
)
# Whoever answers at the same time waits for this row, and then finds the challenge answered.
ATTEMPT = statement(
    sa.update(mfa_challenges)
    .where(OPEN)
    .values(attempts_left=mfa_challenges.c.attempts_left - sa.literal_column("1"))
    .returning(mfa_challenges.c.user_id, mfa_challenges.c.first_proof)
)
FINISH = statement(sa.update(mfa_challenges).where(OF).values(use_time=NOW))
END_ALL = statement(sa.delete(mfa_challenges).where(mfa_challenges.c.user_id == sa.bindparam("user_id")))
SWEEP = statement(sa.delete(mfa_challenges).where(mfa_challenges.c.expire_time < NOW))

ASK = statement(sa.insert(passkey_challenges).values({c.name: sa.bindparam(c.name) for c in passkey_challenges.c}))
TAKE = statement(
    sa.delete(passkey_challenges).where(
        passkey_challenges.c.challenge_hash == sa.bindparam("challenge_hash"),
        passkey_challenges.c.purpose == sa.bindparam("purpose"),
        passkey_challenges.c.bound_to == sa.bindparam("bound_to"),
        passkey_challenges.c.expire_time > NOW,
    )
)
SWEEP_ASKED = statement(sa.delete(passkey_challenges).where(passkey_challenges.c.expire_time < NOW))


async def add(
    tx: Transaction,
    *,
    workspace_id: UUID,
    user_id: UUID,
    challenge_hash: bytes,
    binding_hash: bytes,
    first_proof: Proof,
    expire_time: datetime,
) -> None:
    await tx.run(
        ADD,
        challenge_hash=challenge_hash,
        workspace_id=workspace_id,
        user_id=user_id,
        binding_hash=binding_hash,
        attempts_left=MOST_ATTEMPTS,
        first_proof=first_proof.value,
        expire_time=expire_time,
    )


async def find(tx: Transaction, challenge_hash: bytes, now: datetime) -> tuple[UUID, UUID, Proof] | None:
    """Whose challenge it is, in which workspace, and what was right before it; nothing when it is over."""
    row = await tx.first(FIND, challenge_hash=challenge_hash, now=now)
    return (row["user_id"], row["workspace_id"], Proof(row["first_proof"])) if row else None


async def attempt(
    tx: Transaction, challenge_hash: bytes, binding_hash: bytes, now: datetime
) -> tuple[UUID, Proof] | None:
    """Counts an answer, and says whose challenge it is and what was right before it.

    Nothing when it is over, or of another browser.
    """
    row = await tx.first(ATTEMPT, challenge_hash=challenge_hash, binding_hash=binding_hash, now=now)
    return (row["user_id"], Proof(row["first_proof"])) if row else None


async def finish(tx: Transaction, challenge_hash: bytes, now: datetime) -> None:
    await tx.run(FINISH, challenge_hash=challenge_hash, now=now)


async def end_all(tx: Transaction, user_id: UUID) -> None:
    """None of the person's challenges opens a session any more."""
    await tx.run(END_ALL, user_id=user_id)


async def ask(
    tx: Transaction,
    *,
    workspace_id: UUID | None,
    purpose: Purpose,
    bound_to: bytes,
    challenge_hash: bytes,
    expire_time: datetime,
) -> None:
    await tx.run(
        ASK,
        challenge_hash=challenge_hash,
        workspace_id=workspace_id,
        purpose=purpose.value,
        bound_to=bound_to,
        expire_time=expire_time,
    )


async def take(tx: Transaction, purpose: Purpose, bound_to: bytes, challenge_hash: bytes, now: datetime) -> bool:
    """False when nothing was asked by this challenge, for this, or it was answered."""
    found = await tx.run(TAKE, challenge_hash=challenge_hash, purpose=purpose.value, bound_to=bound_to, now=now)
    return bool(found)


async def sweep(tx: Transaction, now: datetime) -> None:
    await tx.run(SWEEP, now=now)
    await tx.run(SWEEP_ASKED, now=now)
