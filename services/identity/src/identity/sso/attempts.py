"""Attempts to sign in through a provider, bound to one browser and used up by the first that finishes.

The database knows hashes only. What the provider has to give back in the token, and what proves to it that we began,
are derived from the browser's own secret: with all of the database and all that a provider sees, nobody can finish
an attempt in another browser.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from identity.sessions.model import Secret
from identity.sso.model import ATTEMPT_LIFETIME, Attempt
from identity.sso.statements import ADD_ATTEMPT, SWEEP_ATTEMPTS, USE_ATTEMPT
from kit.db import Transaction


@dataclass(frozen=True, slots=True)
class Binding:
    """What ties an attempt to a browser: `state` travels by the provider, `browser` stays in a cookie."""

    state: Secret
    browser: Secret

    @property
    def nonce(self) -> str:
        return self._derived(b"nonce")

    @property
    def verifier(self) -> str:
        """The secret of PKCE."""
        return self._derived(b"verifier")

    @property
    def challenge(self) -> str:
        """What the provider is told of the verifier beforehand (S256)."""
        return _encoded(hashlib.sha256(self.verifier.encode()).digest())

    def _derived(self, purpose: bytes) -> str:
        message = purpose + b"\0" + self.state.token.encode()
        return _encoded(hmac.digest(self.browser.token.encode(), message, "sha256"))


def new_binding() -> Binding:
    return Binding(Secret.new(), Secret.new())


async def add(tx: Transaction, attempt: Attempt, binding: Binding, now: datetime) -> None:
    await tx.run(
        ADD_ATTEMPT,
        state_hash=binding.state.hash,
        browser_hash=binding.browser.hash,
        workspace_id=attempt.workspace_id,
        provider_id=attempt.provider_id,
        return_to=attempt.return_to,
        user_id=attempt.user_id,
        session_id=attempt.session_id,
        fresh=attempt.fresh,
        step_up=attempt.step_up,
        expire_time=now + ATTEMPT_LIFETIME,
    )


async def use(tx: Transaction, binding: Binding, now: datetime) -> Attempt | None:
    """The attempt begun in this browser, once. From another browser it is neither found nor used up."""
    row = await tx.first(USE_ATTEMPT, state_hash=binding.state.hash, browser_hash=binding.browser.hash, now=now)
    if row is None:
        return None
    told = dict(row)
    return Attempt(begin_time=told.pop("expire_time") - ATTEMPT_LIFETIME, **told)


async def sweep(tx: Transaction, now: datetime) -> None:
    await tx.run(SWEEP_ATTEMPTS, now=now)


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
