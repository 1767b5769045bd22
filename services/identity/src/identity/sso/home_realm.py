"""Which providers people of an address sign in through, told by the domain alone: nothing here looks at a person."""

from dataclasses import dataclass

from identity.ports import Entitled
from identity.sso import store
from identity.sso.model import FEATURE, Choice, domain_of
from identity.sso_domains import store as domains
from kit.db import DEPLOYMENT, Database


@dataclass(frozen=True, slots=True)
class Found:
    """Providers to choose from, and whether a password is of no use."""

    choices: tuple[Choice, ...] = ()
    sso_required: bool = False


class HomeRealms:
    def __init__(self, db: Database, entitled: Entitled) -> None:
        self._db = db
        self._entitled = entitled

    async def find(self, email: str) -> Found:
        """Nothing for a domain that no workspace has proved."""
        domain = domain_of(email)
        async with self._db.transaction(DEPLOYMENT) as tx:
            workspace_id = await domains.owner(tx, domain)
            if workspace_id is None or FEATURE not in await self._entitled.features(tx, workspace_id):
                return Found()
            enabled = await store.enabled(tx, workspace_id)
            choices = tuple(each for each in enabled if each.takes(domain))
            policy = await store.policy(tx, workspace_id)
        return Found(choices, policy.sso_required and bool(choices))
