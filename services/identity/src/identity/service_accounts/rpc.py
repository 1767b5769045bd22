"""ServiceAccountService over gRPC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from contactfollowup.contract.v1.principal_pb2 import REALM_STAFF, Principal
from contactfollowup.identity.v1 import service_accounts_pb2 as pb
from identity.service_accounts.exchange import TokenExchange
from identity.service_accounts.issuing import NewToken, Tokens
from identity.service_accounts.model import ServiceAccount, State, Token, Vouched
from identity.service_accounts.service import ServiceAccounts, Wanted
from kit import etag
from kit.caller import Caller
from kit.clock import Clock
from kit.principal import Signer
from kit.timestamps import to_datetime

SERVICE_ACCOUNT_SERVICE = pb.DESCRIPTOR.services_by_name["ServiceAccountService"]
STATES: Mapping[State, pb.ServiceAccountState] = {
    State.ACTIVE: pb.SERVICE_ACCOUNT_STATE_ACTIVE,
    State.DISABLED: pb.SERVICE_ACCOUNT_STATE_DISABLED,
}

ASKED_STATES = {message: state for state, message in STATES.items()}


@dataclass(frozen=True)
class MachineUseCases:
    accounts: ServiceAccounts
    tokens: Tokens
    exchange: TokenExchange


class ServiceAccountServicer:
    def __init__(self, cases: MachineUseCases, signer: Signer, clock: Clock) -> None:
        self._accounts = cases.accounts
        self._tokens = cases.tokens
        self._exchange = cases.exchange
        self._signer = signer
        self._clock = clock

    async def ListServiceAccounts(
        self, request: pb.ListServiceAccountsRequest, caller: Caller
    ) -> pb.ListServiceAccountsResponse:
        found, token = await self._accounts.list(caller, request.page_size, request.page_token)
        return pb.ListServiceAccountsResponse(service_accounts=map(account_message, found), next_page_token=token)

    async def CreateServiceAccount(
        self, request: pb.CreateServiceAccountRequest, caller: Caller
    ) -> pb.CreateServiceAccountResponse:
        wanted = Wanted(request.name, request.role, person(request.on_behalf_of))
        account = await self._accounts.create(caller, wanted)
        return pb.CreateServiceAccountResponse(service_account=account_message(account))

    async def GetServiceAccount(
        self, request: pb.GetServiceAccountRequest, caller: Caller
    ) -> pb.GetServiceAccountResponse:
        account = await self._accounts.get(caller, UUID(request.service_account_id))
        return pb.GetServiceAccountResponse(service_account=account_message(account))

    async def UpdateServiceAccount(
        self, request: pb.UpdateServiceAccountRequest, caller: Caller
    ) -> pb.UpdateServiceAccountResponse:
        asked = request.service_account
        wanted = Wanted(asked.name, asked.role, person(asked.on_behalf_of), ASKED_STATES.get(asked.state))
        account = await self._accounts.update(
            caller, UUID(request.service_account_id), wanted, request.update_mask.paths, request.etag
        )
        return pb.UpdateServiceAccountResponse(service_account=account_message(account))

    async def DeleteServiceAccount(
        self, request: pb.DeleteServiceAccountRequest, caller: Caller
    ) -> pb.DeleteServiceAccountResponse:
        await self._accounts.delete(caller, UUID(request.service_account_id))
        return pb.DeleteServiceAccountResponse()

    async def ListServiceAccountTokens(
        self, request: pb.ListServiceAccountTokensRequest, caller: Caller
    ) -> pb.ListServiceAccountTokensResponse:
        account_id = UUID(request.service_account_id)
        found, token = await self._tokens.list(caller, account_id, request.page_size, request.page_token)
        return pb.ListServiceAccountTokensResponse(tokens=map(self._message, found), next_page_token=token)

    async def CreateServiceAccountToken(
        self, request: pb.CreateServiceAccountTokenRequest, caller: Caller
    ) -> pb.CreateServiceAccountTokenResponse:
        expire_time = to_datetime(request.expire_time, "expire_time") if request.HasField("expire_time") else None
        new = NewToken(request.name, frozenset(request.scopes), expire_time)
        issued = await self._tokens.create(caller, UUID(request.service_account_id), new)
        return pb.CreateServiceAccountTokenResponse(
            service_account_token=self._message(issued.token), token=issued.secret.token
        )

    async def RotateServiceAccountToken(
        self, request: pb.RotateServiceAccountTokenRequest, caller: Caller
    ) -> pb.RotateServiceAccountTokenResponse:
        issued = await self._tokens.rotate(
            caller,
            UUID(request.service_account_id),
            UUID(request.token_id),
            timedelta(hours=request.overlap_hours),
            to_datetime(request.expire_time, "expire_time") if request.HasField("expire_time") else None,
        )
        return pb.RotateServiceAccountTokenResponse(
            service_account_token=self._message(issued.token), token=issued.secret.token
        )

    async def RevokeServiceAccountToken(
        self, request: pb.RevokeServiceAccountTokenRequest, caller: Caller
    ) -> pb.RevokeServiceAccountTokenResponse:
        await self._tokens.revoke(caller, UUID(request.service_account_id), UUID(request.token_id))
        return pb.RevokeServiceAccountTokenResponse()

    async def ExchangeToken(self, request: pb.ExchangeTokenRequest, caller: Caller) -> pb.ExchangeTokenResponse:
        vouched = await self._exchange.exchange(caller, request.token)
        return pb.ExchangeTokenResponse(
            signed_principal=self._signer.sign(principal(vouched)), session_id=str(vouched.token.token_id)
        )

    def _message(self, token: Token) -> pb.ServiceAccountToken:
        return token_message(token, self._clock.now())


def person(user_id: str) -> UUID | None:
    return UUID(user_id) if user_id else None


def principal(vouched: Vouched) -> Principal:
    """No `step_up_time`: a machine never does what asks for a fresh proof of who acts."""
    account, grants = vouched.account, vouched.grants
    return Principal(
        realm=REALM_STAFF,
        subject_id=str(account.service_account_id),
        actor_kind="agent",
        workspace_id=str(account.workspace_id),
        session_id=str(vouched.token.token_id),
        on_behalf_of=str(account.on_behalf_of or ""),
        permissions=sorted(grants.permissions),
        hidden_fields=sorted(grants.hidden_fields),
        read_only_fields=sorted(grants.read_only_fields),
        features=sorted(grants.features),
        contact_limit=grants.contact_limit,
        all_records=grants.owner_ids is None,
        owner_ids=sorted(each.bytes for each in grants.owner_ids or ()),
        issue_time=vouched.issue_time,
        expire_time=vouched.expire_time,
    )


def account_message(account: ServiceAccount) -> pb.ServiceAccount:
    return pb.ServiceAccount(
        service_account_id=str(account.service_account_id),
        name=account.name,
        role=account.role,
        on_behalf_of=str(account.on_behalf_of or ""),
        state=STATES[account.state],
        create_time=account.create_time,
        creator_id=account.creator_id,
        etag=etag.of(account.version),
    )


def token_message(token: Token, now: datetime) -> pb.ServiceAccountToken:
    return pb.ServiceAccountToken(
        token_id=str(token.token_id),
        name=token.name,
        scopes=sorted(token.scopes),
        state=token_state(token, now),
        create_time=token.create_time,
        creator_id=token.creator_id,
        expire_time=token.expire_time,
        last_use_time=token.last_use_time,
        last_use_source=token.last_use_source,
        revoke_time=token.revoke_time,
        successor_id=str(token.successor_id or ""),
        creator_state=f"USER_STATE_{token.creator_state or 'UNSPECIFIED'}",
    )


def token_state(token: Token, now: datetime) -> pb.ServiceAccountTokenState:
    if token.revoke_time is not None:
        return pb.SERVICE_ACCOUNT_TOKEN_STATE_REVOKED
    active = token.active(now)
    return pb.SERVICE_ACCOUNT_TOKEN_STATE_ACTIVE if active else pb.SERVICE_ACCOUNT_TOKEN_STATE_EXPIRED
