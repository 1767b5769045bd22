"""PolicyService over gRPC."""

from contactfollowup.identity.v1 import policies_pb2 as pb
from identity.policies.service import Policies
from kit.caller import Caller

POLICY_SERVICE = pb.DESCRIPTOR.services_by_name["PolicyService"]


class PolicyServicer:
    def __init__(self, policies: Policies) -> None:
        self._policies = policies

    async def GetPolicies(self, _: pb.GetPoliciesRequest, __: Caller) -> pb.GetPoliciesResponse:
        now = self._policies.in_force
        policies = pb.Policies(current_version=now.version, terms_url=now.terms_url, privacy_url=now.privacy_url)
        return pb.GetPoliciesResponse(policies=policies)
