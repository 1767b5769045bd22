"""SsoService over gRPC."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from contactfollowup.identity.v1 import sso_pb2 as pb
from identity.sessions.model import Origin
from identity.sessions.rpc import session_message
from identity.sso.home_realm import HomeRealms
from identity.sso.links import SsoLinks
from identity.sso.logout import SsoLogouts
from identity.sso.model import Assurance, Link, Policy, Provider, ProviderKind, RoleRule, Terms
from identity.sso.service import SECRET_FIELD, SsoProviders
from identity.sso.sign_in import SsoSignIns, Started, callback_of, returned
from kit import etag
from kit.caller import Caller
from kit.errors import InvalidInput

SSO_SERVICE = pb.DESCRIPTOR.services_by_name["SsoService"]
KINDS = {
    ProviderKind.GOOGLE: pb.SSO_PROVIDER_KIND_GOOGLE,
    ProviderKind.MICROSOFT: pb.SSO_PROVIDER_KIND_MICROSOFT,
    ProviderKind.OIDC: pb.SSO_PROVIDER_KIND_OIDC,
}
KINDS_BY_NUMBER = {number: kind for kind, number in KINDS.items()}
ASSURANCES = {
    Assurance.TRUSTED: pb.SSO_ASSURANCE_TRUSTED,
    Assurance.STATED: pb.SSO_ASSURANCE_STATED,
}
ASSURANCES_BY_NUMBER = {number: assurance for assurance, number in ASSURANCES.items()}
SWITCHES = ("just_in_time", "follow_roles", "enabled")
PLAIN = ("display_name", "client_id", SECRET_FIELD, "default_role", "role_claim", *SWITCHES)
LISTS = ("tenant_ids", "allowed_domains", "acr_values")
CHANGEABLE = (*PLAIN, *LISTS, "role_rules", "assurance")
POLICY_FIELDS = ("sso_required", "break_glass_user_ids")


@dataclass(frozen=True)
class SsoUseCases:
    """Everything that can be done with single sign-on."""

    providers: SsoProviders
    home_realms: HomeRealms
    sign_ins: SsoSignIns
    links: SsoLinks
    logouts: SsoLogouts


class SsoServicer:
    def __init__(self, cases: SsoUseCases) -> None:
        self._providers = cases.providers
        self._home_realms = cases.home_realms
        self._sign_ins = cases.sign_ins
        self._links = cases.links
        self._logouts = cases.logouts

    async def ListSsoProviders(self, _: pb.ListSsoProvidersRequest, caller: Caller) -> pb.ListSsoProvidersResponse:
        return pb.ListSsoProvidersResponse(providers=map(provider_message, await self._providers.list(caller)))

    async def GetSsoProvider(self, request: pb.GetSsoProviderRequest, caller: Caller) -> pb.GetSsoProviderResponse:
        found = await self._providers.get(caller, UUID(request.provider_id))
        return pb.GetSsoProviderResponse(provider=provider_message(found))

    async def CreateSsoProvider(
        self, request: pb.CreateSsoProviderRequest, caller: Caller
    ) -> pb.CreateSsoProviderResponse:
        made = await self._providers.create(caller, new_terms(request.provider), request.request_id)
        return pb.CreateSsoProviderResponse(provider=provider_message(made))

    async def UpdateSsoProvider(
        self, request: pb.UpdateSsoProviderRequest, caller: Caller
    ) -> pb.UpdateSsoProviderResponse:
        message = request.provider
        fields = list(request.update_mask.paths) or [field.name for field, _ in message.ListFields()]
        fields = [name for name in fields if name in CHANGEABLE]
        given = read_terms(message, fields)
        changed = await self._providers.update(
            caller, UUID(request.provider_id), lambda terms: replace(terms, **given), fields, request.etag
        )
        return pb.UpdateSsoProviderResponse(provider=provider_message(changed))

    async def DeleteSsoProvider(
        self, request: pb.DeleteSsoProviderRequest, caller: Caller
    ) -> pb.DeleteSsoProviderResponse:
        await self._providers.delete(caller, UUID(request.provider_id))
        return pb.DeleteSsoProviderResponse()

    async def GetSsoPolicy(self, _: pb.GetSsoPolicyRequest, caller: Caller) -> pb.GetSsoPolicyResponse:
        return pb.GetSsoPolicyResponse(policy=policy_message(await self._providers.policy(caller)))

    async def UpdateSsoPolicy(self, request: pb.UpdateSsoPolicyRequest, caller: Caller) -> pb.UpdateSsoPolicyResponse:
        message = request.policy
        fields = list(request.update_mask.paths) or [field.name for field, _ in message.ListFields()]
        required = message.sso_required if "sso_required" in fields else None
        named = frozenset(map(UUID, message.break_glass_user_ids)) if "break_glass_user_ids" in fields else None
        return pb.UpdateSsoPolicyResponse(
            policy=policy_message(await self._providers.set_policy(caller, required, named))
        )

    async def ListSsoLinks(self, _: pb.ListSsoLinksRequest, caller: Caller) -> pb.ListSsoLinksResponse:
        return pb.ListSsoLinksResponse(links=map(link_message, await self._links.list(caller)))

    async def StartSsoLink(self, request: pb.StartSsoLinkRequest, caller: Caller) -> pb.StartSsoLinkResponse:
        started = await self._sign_ins.start_link(caller, UUID(request.provider_id), request.return_to)
        return pb.StartSsoLinkResponse(start=start_message(started), browser_token=started.browser.token)

    async def StartSsoStepUp(self, request: pb.StartSsoStepUpRequest, caller: Caller) -> pb.StartSsoStepUpResponse:
        started = await self._sign_ins.start_step_up(caller, request.return_to)
        return pb.StartSsoStepUpResponse(start=start_message(started), browser_token=started.browser.token)

    async def DeleteSsoLink(self, request: pb.DeleteSsoLinkRequest, caller: Caller) -> pb.DeleteSsoLinkResponse:
        await self._links.delete(caller, UUID(request.link_id))
        return pb.DeleteSsoLinkResponse()

    async def DiscoverSso(self, request: pb.DiscoverSsoRequest, _: Caller) -> pb.DiscoverSsoResponse:
        found = await self._home_realms.find(request.email)
        choices = [
            pb.SsoChoice(provider_id=str(each.provider_id), display_name=each.display_name, start_path=each.start_path)
            for each in found.choices
        ]
        return pb.DiscoverSsoResponse(choices=choices, sso_required=found.sso_required)

    async def StartSso(self, request: pb.StartSsoRequest, _: Caller) -> pb.StartSsoResponse:
        started = await self._sign_ins.start(UUID(request.provider_id), request.return_to, fresh=request.fresh)
        return pb.StartSsoResponse(start=start_message(started), browser_token=started.browser.token)

    async def FinishSso(self, request: pb.FinishSsoRequest, caller: Caller) -> pb.FinishSsoResponse:
        callback = callback_of(request.state, request.browser_token, request.code, request.error, request.issuer)
        origin = Origin(request.device_token, request.source_address, request.user_agent)
        finished = await self._sign_ins.finish(caller, returned(callback, request.session_token, origin))
        answer = pb.FinishSsoResponse(return_to=finished.return_to)
        if finished.opened is not None:
            answer.session.CopyFrom(session_message(finished.opened.signed_in, current=True))
            answer.session_token = finished.opened.session.token
            answer.device_token = finished.opened.device.token
        if finished.demand is not None:
            answer.challenge_id = finished.demand.metadata["challengeId"]
            answer.challenge_kinds = finished.demand.metadata["kinds"]
        return answer

    async def EndSsoSessions(self, request: pb.EndSsoSessionsRequest, caller: Caller) -> pb.EndSsoSessionsResponse:
        await self._logouts.end(caller, request.logout_token)
        return pb.EndSsoSessionsResponse()


def new_terms(message: pb.SsoProvider) -> Terms:
    kind = KINDS_BY_NUMBER.get(message.kind)
    if kind is None:
        raise InvalidInput("Say which kind of provider it is.", field="provider.kind")
    given = read_terms(message, CHANGEABLE)
    return Terms(kind=kind, issuer=message.issuer, **given)


def read_terms(message: pb.SsoProvider, fields: list[str] | tuple[str, ...]) -> dict[str, Any]:
    """What the message says of the fields."""
    found: dict[str, Any] = {name: getattr(message, name) for name in PLAIN if name in fields}
    found |= {name: tuple(getattr(message, name)) for name in LISTS if name in fields}
    if "assurance" in fields:
        found["assurance"] = ASSURANCES_BY_NUMBER.get(message.assurance, Assurance.STATED)
    if "role_rules" in fields:
        found["role_rules"] = tuple(RoleRule(rule.value, rule.role) for rule in message.role_rules)
    return found


def provider_message(provider: Provider) -> pb.SsoProvider:
    terms = provider.terms
    return pb.SsoProvider(
        provider_id=str(provider.provider_id),
        kind=KINDS[terms.kind],
        display_name=terms.display_name,
        issuer=terms.issuer,
        client_id=terms.client_id,
        tenant_ids=terms.tenant_ids,
        allowed_domains=terms.allowed_domains,
        just_in_time=terms.just_in_time,
        default_role=terms.default_role,
        role_claim=terms.role_claim,
        role_rules=[pb.SsoRoleRule(value=rule.value, role=rule.role) for rule in terms.role_rules],
        enabled=terms.enabled,
        assurance=ASSURANCES[terms.assurance],
        acr_values=terms.acr_values,
        follow_roles=terms.follow_roles,
        etag=etag.of(provider.version),
        create_time=provider.create_time,
        update_time=provider.update_time,
    )


def policy_message(policy: Policy) -> pb.SsoPolicy:
    return pb.SsoPolicy(
        workspace_id=str(policy.workspace_id),
        sso_required=policy.sso_required,
        break_glass_user_ids=sorted(map(str, policy.break_glass_user_ids)),
    )


def link_message(link: Link) -> pb.SsoLink:
    return pb.SsoLink(
        link_id=str(link.link_id),
        issuer=link.issuer,
        email=link.email,
        create_time=link.create_time,
        last_sign_in_time=link.last_sign_in_time,
    )


def start_message(started: Started) -> pb.SsoStart:
    return pb.SsoStart(authorization_url=started.authorization_url)
