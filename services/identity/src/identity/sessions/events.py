"""What identity tells the suite about sessions. Every cache of principals listens for the end of one."""

from uuid import UUID

from contactfollowup.identity.v1.events_pb2 import SessionCreated, SessionRevoked

SESSION_CREATED = "cfu.identity.v1.session.created"
SESSION_REVOKED = "cfu.identity.v1.session.revoked"


def session_created(session_id: UUID, user_id: UUID) -> SessionCreated:
    return SessionCreated(session_id=str(session_id), user_id=str(user_id))


def session_revoked(session_id: UUID, user_id: UUID) -> SessionRevoked:
    return SessionRevoked(session_id=str(session_id), user_id=str(user_id))
