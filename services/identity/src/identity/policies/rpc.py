"""PolicyService over gRPC."""

from contactfollowup.identity.v1 import policies_pb2 as pb
from identity.policies.service import Policies
from kit.caller import Caller

POLICY_SERVICE = pb.DESCRIPTOR.services_by_name["PolicyService"]


class PolicyServicer:
    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    async def GetPolicies(self, _: pb.GetPoliciesRequest, __: Caller) -> pb.GetPoliciesResponse:
        return pb.GetPoliciesResponse(policies=pb.Policies(current_version=self._policies.current_version))
