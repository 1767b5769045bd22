"""Entitlement: what the workspace may use at all, whether it may write, and which acts ask for a fresh proof."""

import time

from google.protobuf.message import Message

from kit.contract import WRITES, Method
from kit.errors import FeatureUnavailable, StepUpRequired, WorkspaceReadOnly
from kit.interceptors.call import Call, Parts, Step

STEP_UP_SECONDS = 600.0
# What opens a feature that no subscription brings.
ADVICE = {
    "phi": "This workspace takes in no PHI yet. An administrator signs the BAA (POST /api/v1/agreements:signBaa) "
    "and switches PHI mode on (POST /api/v1/agreements:setPhiMode).",
}


def step(method: Method, _: Parts) -> Step | None:
    writes = stops_while_read_only(method)
    if not (method.feature or method.step_up or writes):
        return None

    def check(call: Call, _: Message | None) -> None:
        caller = call.caller
        if writes and (caller is None or WRITES not in caller.features):
            raise WorkspaceReadOnly
        if method.feature and (caller is None or method.feature not in caller.features):
            raise FeatureUnavailable(ADVICE.get(method.feature, ""), metadata={"feature": method.feature})
        if method.step_up and (caller is None or time.time() - caller.step_up_time > STEP_UP_SECONDS):
            raise StepUpRequired

    return check


def stops_while_read_only(method: Method) -> bool:
    """What people do with an account of their own, patients with their records, and services, never stops."""
    return method.writes and not method.while_read_only and method.access.WhichOneof("rule") == "permission"
