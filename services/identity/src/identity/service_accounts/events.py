"""What identity tells the suite about machines: ids. Every cache of principals listens."""

from uuid import UUID

from contactfollowup.identity.v1.events_pb2 import ServiceAccountChanged, SessionRevoked
from identity.sessions.events import SESSION_REVOKED, session_revoked

SERVICE_ACCOUNT_CHANGED = "cfu.identity.v1.service_account.changed"
# To a cache a token is a session: one that ended.
TOKEN_REVOKED = SESSION_REVOKED


def service_account_changed(service_account_id: UUID) -> ServiceAccountChanged:
    return ServiceAccountChanged(service_account_id=str(service_account_id))


def token_revoked(token_id: UUID, service_account_id: UUID) -> SessionRevoked:
    return session_revoked(token_id, service_account_id)
