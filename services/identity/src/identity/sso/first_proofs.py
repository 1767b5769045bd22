"""A provider's word for somebody whose own second factor is still to be given."""

from uuid import UUID

from identity.sso.statements import ADD_SESSION, USE_FIRST_PROOF
from kit.db import Transaction


class FirstProofs:
    """What factors know of providers (`ports.ProviderProofs`)."""

    async def used(self, tx: Transaction, challenge_hash: bytes, session_id: UUID) -> bool:
        """The session has come through the provider, unless that has signed the person out since, or is off."""
        row = await tx.first(USE_FIRST_PROOF, challenge_hash=challenge_hash)
        if row is None:
            return False
        await tx.run(ADD_SESSION, session_id=session_id, **row)
        return True
