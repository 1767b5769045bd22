"""How long sessions live, and that secrets do not show."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from identity.sessions.model import Lifetime, Origin, Secret, Session, SignIn

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
LIFETIME = Lifetime(idle=timedelta(hours=8), absolute=timedelta(hours=24))
SESSION = Session(
    session_id=UUID(int=1),
    workspace_id=UUID(int=2),
    user_id=UUID(int=3),
    create_time=START,
    last_use_time=START,
    idle_expire_time=START + timedelta(hours=8),
    expire_time=START + timedelta(hours=24),
    source_address="192.0.2.1",
    user_agent="test",
    step_up_time=START,
)


def test_ends_when_idle_at_the_latest_hour_and_when_revoked() -> None:
    assert SESSION.active(START + timedelta(hours=8) - timedelta(seconds=1))
    assert not SESSION.active(START + timedelta(hours=8))
    used = replace(SESSION, idle_expire_time=START + timedelta(hours=30))
    assert not used.active(START + timedelta(hours=24))
    assert not replace(SESSION, revoke_time=START).active(START)


def test_use_moves_the_idle_limit_never_past_the_absolute_one() -> None:
    assert LIFETIME.idle_expire_time(START, SESSION.expire_time) == START + timedelta(hours=8)
    late = START + timedelta(hours=20)
    assert LIFETIME.idle_expire_time(late, SESSION.expire_time) == SESSION.expire_time


def test_use_is_noted_once_a_minute() -> None:
    assert not SESSION.needs_touch(START + timedelta(seconds=59))
    assert SESSION.needs_touch(START + timedelta(seconds=60))


def test_secrets_are_long_differ_and_do_not_show() -> None:
    one, other = Secret.new(), Secret.new()
    assert one.hash != other.hash
    assert len(one.token) == 43
    assert one.token not in repr(one)
    typed = SignIn("ada@practice.example", "quartz-lamp", Origin(one.token, "192.0.2.1", "test"))
    assert not any(word in repr(typed) for word in ("ada@", "quartz", one.token))
