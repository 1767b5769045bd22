"""Entitlement: what the workspace may use at all, and which acts ask for a fresh proof of who acts."""

import time

from google.protobuf.message import Message

from kit.contract import Method
from kit.errors import FeatureUnavailable, StepUpRequired
from kit.interceptors.call import Call, Parts, Step

STEP_UP_SECONDS = 600.0
# What opens a feature that no subscription brings.
ADVICE = {
    "phi": "This workspace takes in no PHI yet. An administrator signs the BAA (POST /api/v1/agreements:signBaa) "
    "and switches PHI mode on (POST /api/v1/agreements:setPhiMode).",
}


def step(method: Method, _: Parts) -> Step | None:
    if not (method.feature or method.step_up):
        return None

    def check(call: Call, _: Message | None) -> None:
        caller = call.caller
        if method.feature and (caller is None or method.feature not in caller.features):
            raise FeatureUnavailable(ADVICE.get(method.feature, ""), metadata={"feature": method.feature})
        if method.step_up and (caller is None or time.time() - caller.step_up_time > STEP_UP_SECONDS):
            raise StepUpRequired

    return check
