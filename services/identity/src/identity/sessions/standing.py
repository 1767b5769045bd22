"""What a session may do at this moment: what its role grants, unless a second factor has to be enrolled first."""

from dataclasses import replace
from typing import Protocol
from uuid import UUID

from identity.break_glass.emergency import in_emergency
from identity.roles.model import Grants
from identity.roles.service import Roles
from identity.sessions.model import Enrolment, Origin, Proof, Session
from identity.users.model import User
from kit.caller import Caller
from kit.clock import Clock
from kit.db import Transaction
from kit.errors import Unauthenticated


class SecondFactors(Protocol):
    """What signing in asks of the factors of an account."""

    async def challenge(
        self, tx: Transaction, caller: Caller, user: User, origin: Origin, first: Proof = Proof.PASSWORD
    ) -> Unauthenticated | None:
        """For an account with a factor: what to answer instead of a session, once the first proof was right."""

    async def held(self, tx: Transaction, user_id: UUID) -> bool:
        """Whether the account has a factor."""

    async def enrolment(self, tx: Transaction, user: User, session: Session) -> Enrolment:
        """Whether the person of this session has a factor to enrol."""


class Standings:
    def __init__(self, roles: Roles, second_factors: SecondFactors, clock: Clock) -> None:
        self._roles = roles
        self._second_factors = second_factors
        self._clock = clock

    async def of(self, tx: Transaction, user: User, session: Session) -> tuple[Grants, Enrolment]:
        """What the role grants, or what an emergency makes of it; nothing to someone who has to enrol first."""
        grants = await self._roles.grants(tx, user.workspace_id, user.user_id, user.role)
        enrolment = await self._second_factors.enrolment(tx, user, session)
        if enrolment.required:
            return replace(grants, permissions=frozenset()), enrolment
        return await in_emergency(tx, user.user_id, grants, self._clock.now()), enrolment
