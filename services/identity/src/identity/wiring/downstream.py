"""Who gets data from here, and under which agreements."""

from dataclasses import dataclass

from identity.subprocessors.service import Subprocessors
from identity.vendors.reminders import Reminders
from identity.vendors.service import Vendors
from identity.wiring.shared import Shared


@dataclass(frozen=True)
class Downstream:
    subprocessors: Subprocessors
    vendors: Vendors
    reminders: Reminders


def downstream(shared: Shared) -> Downstream:
    db, clock = shared.db, shared.clock
    circulars = shared.circulars
    subprocessors = Subprocessors(db=db, workspaces=shared.workspaces, circulars=circulars, clock=clock)
    return Downstream(
        subprocessors=subprocessors,
        vendors=Vendors(db=db, agreements=shared.agreements, subprocessors=subprocessors, clock=clock),
        reminders=Reminders(db=db, circulars=circulars, clock=clock),
    )
