"""What happens to every call before its handler runs, in this order. Each step is compiled once per method.

A step is made from the method's contract and is None where the method does not need it; it reads and fills the
`Call`, and raises a kit error to refuse. Errors, the log and metrics frame all of it (`kit.server`).
"""

from kit.interceptors import access, deadline, entitlement, field_permissions, principal, request_id, validation
from kit.interceptors.call import Call, Step, StepMaker

ORDER: tuple[StepMaker, ...] = (
    request_id.step,
    deadline.step,
    principal.step,
    access.step,
    entitlement.step,
    field_permissions.step,
    validation.step,
)

__all__ = ["ORDER", "Call", "Step", "StepMaker"]
