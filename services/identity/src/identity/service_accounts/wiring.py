"""The use cases of machines, put together."""

from dataclasses import dataclass

from identity.roles.service import Roles
from identity.service_accounts.exchange import TokenExchange
from identity.service_accounts.issuing import Tokens
from identity.service_accounts.service import ServiceAccounts
from identity.users.store import UserStore
from kit.clock import Clock
from kit.db import Database
from kit.paging import Pages


@dataclass(frozen=True)
class MachineUseCases:
    accounts: ServiceAccounts
    tokens: Tokens
    exchange: TokenExchange


def machine_use_cases(db: Database, users: UserStore, roles: Roles, pages: Pages, clock: Clock) -> MachineUseCases:
    return MachineUseCases(
        accounts=ServiceAccounts(db=db, users=users, roles=roles, pages=pages, clock=clock),
        tokens=Tokens(db=db, roles=roles, pages=pages, clock=clock),
        exchange=TokenExchange(db=db, users=users, roles=roles, clock=clock),
    )
