"""Who processes data for the operator of this deployment, and how early a new one is announced."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from identity.errors import SubprocessorNoticeError

NOTICE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Subprocessor:
    """`baa`: the operator has one with it, in force. Without times it was there from the start."""

    code: str
    name: str
    purpose: str
    region: str
    touches_phi: bool
    baa: bool = False
    announce_time: datetime | None = None
    effective_time: datetime | None = None
    removed: bool = False

    def in_use(self, now: datetime) -> bool:
        return not self.removed and (self.effective_time is None or self.effective_time <= now)


def check_notice(announce_time: datetime, effective_time: datetime) -> None:
    """A material change is announced at least 30 days before."""
    if effective_time - announce_time < NOTICE:
        raise SubprocessorNoticeError(metadata={"earliest": (announce_time + NOTICE).isoformat()})
