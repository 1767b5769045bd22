"""What a workspace asks of everyone who signs in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

DEFAULT_GRACE_DAYS = 14


@dataclass(frozen=True, slots=True)
class SecurityPolicy:
    """`version` is 0 until the policy is first changed."""

    mfa_required_time: datetime | None = None
    grace_period_days: int = DEFAULT_GRACE_DAYS
    version: int = 0

    @property
    def mfa_required(self) -> bool:
        return self.mfa_required_time is not None

    def enrol_by(self, added_time: datetime) -> datetime | None:
        """By when a person has to have a second factor; None while nobody has to."""
        if self.mfa_required_time is None:
            return None
        return max(self.mfa_required_time, added_time) + timedelta(days=self.grace_period_days)

    def requiring_mfa(self, required: bool, now: datetime) -> "SecurityPolicy":
        """What was asked for already is asked for since then."""
        if not required:
            return replace(self, mfa_required_time=None)
        return replace(self, mfa_required_time=self.mfa_required_time or now)

    def codes(self) -> list[str]:
        """As the audit log writes it."""
        return [f"mfa_required={str(self.mfa_required).lower()}", f"grace_period_days={self.grace_period_days}"]
