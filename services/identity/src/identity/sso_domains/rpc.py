"""SsoDomainService over gRPC."""

from uuid import UUID

from contactfollowup.identity.v1 import sso_domains_pb2 as pb
from identity.sso_domains.model import Domain
from identity.sso_domains.service import SsoDomains
from kit.caller import Caller

SSO_DOMAIN_SERVICE = pb.DESCRIPTOR.services_by_name["SsoDomainService"]


class SsoDomainServicer:
    def __init__(self, domains: SsoDomains) -> None:
        self._domains = domains

    async def ListSsoDomains(self, _: pb.ListSsoDomainsRequest, caller: Caller) -> pb.ListSsoDomainsResponse:
        return pb.ListSsoDomainsResponse(domains=map(domain_message, await self._domains.list(caller)))

    async def CreateSsoDomain(self, request: pb.CreateSsoDomainRequest, caller: Caller) -> pb.CreateSsoDomainResponse:
        claimed = await self._domains.claim(caller, request.domain)
        return pb.CreateSsoDomainResponse(domain=domain_message(claimed))

    async def VerifySsoDomain(self, request: pb.VerifySsoDomainRequest, caller: Caller) -> pb.VerifySsoDomainResponse:
        proved = await self._domains.verify(caller, UUID(request.domain_id))
        return pb.VerifySsoDomainResponse(domain=domain_message(proved))

    async def DeleteSsoDomain(self, request: pb.DeleteSsoDomainRequest, caller: Caller) -> pb.DeleteSsoDomainResponse:
        await self._domains.delete(caller, UUID(request.domain_id))
        return pb.DeleteSsoDomainResponse()


def domain_message(domain: Domain) -> pb.SsoDomain:
    return pb.SsoDomain(
        domain_id=str(domain.domain_id),
        domain=domain.name,
        record_value=domain.record_value,
        verify_time=domain.verify_time,
        create_time=domain.create_time,
    )
