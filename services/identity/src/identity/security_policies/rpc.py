"""SecurityPolicyService over gRPC."""

from contactfollowup.identity.v1 import security_policy_pb2 as pb
from identity.security_policies.model import SecurityPolicy
from identity.security_policies.service import SecurityPolicies
from kit import etag
from kit.caller import Caller

SECURITY_POLICY_SERVICE = pb.DESCRIPTOR.services_by_name["SecurityPolicyService"]


class SecurityPolicyServicer:
    def __init__(self, policies: SecurityPolicies) -> None:
        self._policies = policies

    async def GetSecurityPolicy(self, _: pb.GetSecurityPolicyRequest, caller: Caller) -> pb.GetSecurityPolicyResponse:
        return pb.GetSecurityPolicyResponse(security_policy=to_message(await self._policies.get(caller)))

    async def UpdateSecurityPolicy(
        self, request: pb.UpdateSecurityPolicyRequest, caller: Caller
    ) -> pb.UpdateSecurityPolicyResponse:
        asked = request.security_policy
        changed = await self._policies.update(
            caller, request.update_mask.paths, asked.mfa_required, asked.grace_period_days, request.etag
        )
        return pb.UpdateSecurityPolicyResponse(security_policy=to_message(changed))


def to_message(policy: SecurityPolicy) -> pb.SecurityPolicy:
    return pb.SecurityPolicy(
        mfa_required=policy.mfa_required,
        grace_period_days=policy.grace_period_days,
        mfa_required_time=policy.mfa_required_time,
        etag=etag.of(policy.version),
    )
