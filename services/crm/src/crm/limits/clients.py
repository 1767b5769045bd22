"""What identity is asked, for work that no principal comes with."""

from uuid import UUID

from contactfollowup.identity.v1.subscriptions_pb2 import GetWorkspaceEntitlementsRequest
from kit.client import Client

ENTITLEMENTS = "contactfollowup.identity.v1.SubscriptionService/GetWorkspaceEntitlements"


class IdentityEntitlements:
    def __init__(self, client: Client) -> None:
        self._client = client

    async def contact_limit(self, workspace_id: UUID) -> int | None:
        request = GetWorkspaceEntitlementsRequest(workspace_id=str(workspace_id))
        found = (await self._client.call(ENTITLEMENTS, request)).entitlements
        return found.contact_limit if found.HasField("contact_limit") else None
