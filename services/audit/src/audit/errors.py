"""Every error of audit, with its reason."""

from kit.errors import Error, InvalidInput, NotFound, RuleBroken


class LogEmptyError(RuleBroken):
    """Nothing was recorded yet."""

    reason = "LOG_EMPTY"
    message = "The log holds no entry yet. Try again after something was done."


class SizeOutOfRangeError(InvalidInput):
    """A tree size that the log has not reached, or sizes the wrong way round."""

    reason = "SIZE_OUT_OF_RANGE"
    message = "Ask for sizes up to the newest checkpoint's, the smaller one first."


class TimeRangeReversedError(InvalidInput):
    """The range of time ends before it begins."""

    reason = "TIME_RANGE_REVERSED"
    message = "The range ends before it begins. Swap the two times."


class EntryNotFoundError(NotFound):
    """No entry of this id is in the workspace's log."""


class LogDamagedError(Error):
    """The stored hashes do not lead to the signed root: nothing may be appended before an operator has looked."""

    reason = "LOG_DAMAGED"
    message = "The audit log does not match its signed checkpoint. Call the operator; run verify-database."
