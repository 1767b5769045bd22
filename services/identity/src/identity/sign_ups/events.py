"""What identity tells the suite about practices that signed up."""

from uuid import UUID

from contactfollowup.identity.v1.events_pb2 import WorkspaceSignedUp

WORKSPACE_SIGNED_UP = "cfu.identity.v1.workspace.signed_up"


def workspace_signed_up(workspace_id: UUID) -> WorkspaceSignedUp:
    return WorkspaceSignedUp(workspace_id=str(workspace_id))
