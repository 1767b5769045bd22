"""What an emergency makes of someone's grants."""

from datetime import UTC, datetime
from uuid import uuid4

from identity.break_glass.model import opened
from identity.roles.model import PERMISSIONS, Grants, Role

ENDS = datetime(2026, 1, 31, 10, tzinfo=UTC)


def test_everything_is_seen_and_nothing_is_changed() -> None:
    grant_id, owner = uuid4(), uuid4()
    before = Grants(
        PERMISSIONS[Role.MANAGER],
        hidden_fields=frozenset({"contact.phone"}),
        read_only_fields=frozenset({"contact.email"}),
        owner_ids=frozenset({owner}),
        features=frozenset({"phi"}),
    )
    after = opened(before, grant_id, ENDS)
    assert {"contacts.read", "users.read", "break_glass.use"} <= after.permissions
    assert not [name for name in after.permissions if not name.endswith((".read", ".use"))]
    assert (after.hidden_fields, after.owner_ids, after.features) == (frozenset(), None, before.features)
    assert {"contact.phone", "contact.email"} <= after.read_only_fields
    assert (after.break_glass_grant_id, after.break_glass_expire_time) == (str(grant_id), ENDS)


def test_who_lacks_everything_reads_contacts() -> None:
    assert opened(Grants(frozenset()), uuid4(), ENDS).permissions == {"contacts.read"}
