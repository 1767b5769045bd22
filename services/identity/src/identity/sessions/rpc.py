"""SessionService over gRPC."""

from uuid import UUID

from contactfollowup.contract.v1.principal_pb2 import REALM_STAFF, Principal
from contactfollowup.identity.v1 import sessions_pb2 as pb
from identity.roles.model import actor_kind_of
from identity.sessions.model import Origin, Secret, SignedIn, SignIn, Vouched
from identity.sessions.service import Sessions
from identity.sessions.sign_in import SignIns
from identity.sign_in_history.devices import device_of
from identity.sign_in_history.locations import NOWHERE, Location, Locations
from identity.sign_in_history.rpc import device_message, location_message
from identity.users.rpc import to_message as user_message
from identity.workspaces.model import Workspace, WorkspaceKind
from kit.caller import Caller
from kit.contract import WRITES
from kit.principal import Signer

SESSION_SERVICE = pb.DESCRIPTOR.services_by_name["SessionService"]
KINDS = {
    WorkspaceKind.PRODUCTION: pb.WORKSPACE_KIND_PRODUCTION,
    WorkspaceKind.SANDBOX: pb.WORKSPACE_KIND_SANDBOX,
}


class SessionServicer:
    def __init__(self, sign_ins: SignIns, sessions: Sessions, signer: Signer, locations: Locations) -> None:
        self._sign_ins = sign_ins
        self._sessions = sessions
        self._signer = signer
        self._locations = locations

    async def CreateSession(self, request: pb.CreateSessionRequest, caller: Caller) -> pb.CreateSessionResponse:
        opened = await self._sign_ins.create(
            caller,
            SignIn(
                email=request.email,
                password=request.password,
                origin=Origin(request.device_token, request.source_address, request.user_agent),
            ),
        )
        return pb.CreateSessionResponse(
            session=session_message(opened.signed_in, current=True),
            session_token=opened.session.token,
            device_token=opened.device.token,
        )

    async def GetSession(self, _: pb.GetSessionRequest, caller: Caller) -> pb.GetSessionResponse:
        signed_in = await self._sessions.current(caller)
        location = self._locations.of(signed_in.session.source_address)
        return pb.GetSessionResponse(session=session_message(signed_in, current=True, location=location))

    async def DeleteSession(self, _: pb.DeleteSessionRequest, caller: Caller) -> pb.DeleteSessionResponse:
        await self._sessions.sign_out(caller)
        return pb.DeleteSessionResponse()

    async def ListSessions(self, _: pb.ListSessionsRequest, caller: Caller) -> pb.ListSessionsResponse:
        found = await self._sessions.list(caller)
        return pb.ListSessionsResponse(
            sessions=[
                session_message(
                    each,
                    current=str(each.session.session_id) == caller.session_id,
                    location=self._locations.of(each.session.source_address),
                )
                for each in found
            ]
        )

    async def RevokeSession(self, request: pb.RevokeSessionRequest, caller: Caller) -> pb.RevokeSessionResponse:
        await self._sessions.revoke(caller, UUID(request.session_id))
        return pb.RevokeSessionResponse()

    async def ExchangeSession(self, request: pb.ExchangeSessionRequest, _: Caller) -> pb.ExchangeSessionResponse:
        vouched = await self._sessions.exchange(Secret(request.session_token))
        return pb.ExchangeSessionResponse(
            signed_principal=self._signer.sign(principal(vouched)),
            session_id=str(vouched.session.session_id),
        )


def principal(vouched: Vouched) -> Principal:
    grants = vouched.grants
    return Principal(
        realm=REALM_STAFF,
        subject_id=str(vouched.user.user_id),
        actor_kind=actor_kind_of(vouched.user.role),
        workspace_id=str(vouched.session.workspace_id),
        session_id=str(vouched.session.session_id),
        permissions=sorted(grants.permissions),
        hidden_fields=sorted(grants.hidden_fields),
        read_only_fields=sorted(grants.read_only_fields),
        features=sorted(grants.features),
        contact_limit=grants.contact_limit,
        all_records=grants.owner_ids is None,
        owner_ids=sorted(each.bytes for each in grants.owner_ids or ()),
        step_up_time=vouched.session.step_up_time,
        mfa_enrolment_required=vouched.enrolment.required,
        issue_time=vouched.issue_time,
        expire_time=vouched.expire_time,
        break_glass_grant_id=grants.break_glass_grant_id,
    )


def session_message(signed_in: SignedIn, *, current: bool, location: Location = NOWHERE) -> pb.Session:
    session = signed_in.session
    return pb.Session(
        session_id=str(session.session_id),
        user=user_message(signed_in.user),
        workspace=workspace_message(signed_in.workspace, signed_in.grants.features),
        permissions=sorted(signed_in.grants.permissions),
        create_time=session.create_time,
        last_use_time=session.last_use_time,
        idle_expire_time=session.idle_expire_time,
        expire_time=session.expire_time,
        source_address=session.source_address,
        user_agent=session.user_agent,
        current=current,
        mfa_enrolment_required=signed_in.enrolment.required,
        mfa_enrol_by_time=signed_in.enrolment.by_time,
        break_glass_grant_id=signed_in.grants.break_glass_grant_id,
        break_glass_expire_time=signed_in.grants.break_glass_expire_time,
        device=device_message(device_of(session.user_agent)),
        location=location_message(location),
    )


def workspace_message(workspace: Workspace, features: frozenset[str]) -> pb.Workspace:
    return pb.Workspace(
        workspace_id=str(workspace.workspace_id),
        display_name=workspace.display_name,
        kind=KINDS[workspace.kind],
        phi_allowed="phi" in features,
        read_only=WRITES not in features,
    )
