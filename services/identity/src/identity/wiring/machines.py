"""Service accounts and their tokens."""

from identity.service_accounts.exchange import TokenExchange
from identity.service_accounts.issuing import Tokens
from identity.service_accounts.rpc import MachineUseCases
from identity.service_accounts.service import ServiceAccounts
from identity.wiring.shared import Shared


def machine_use_cases(shared: Shared) -> MachineUseCases:
    db, users, roles, pages, clock = shared.db, shared.user_store, shared.roles, shared.pages, shared.clock
    return MachineUseCases(
        accounts=ServiceAccounts(db=db, users=users, roles=roles, pages=pages, clock=clock),
        tokens=Tokens(db=db, users=users, roles=roles, pages=pages, clock=clock),
        exchange=TokenExchange(db=db, users=users, roles=roles, clock=clock),
    )
