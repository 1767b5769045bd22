"""Structured logs, one JSON object a line, that drop every key not on the allow-list.

A value reaches the log only under a key listed here, and only as a number, a bool, an id or a code. What libraries
log is reduced to who logged at which level and the type of the exception: their texts may hold what a caller sent.
"""

import logging
import sys
from typing import cast

import orjson
import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

ALLOWED = frozenset(
    [
        "event",
        "level",
        "time",
        "service",
        "request_id",
        "method",
        "code",
        "reason",
        "duration_ms",
        "route",
        "status",
        "port",
        "address",
        "attempt",
        "rows",
        "batch",
        "seconds",
        "count",
        "size",
        "error",
        "logger",
        "import_id",
        "workspace_id",
        "session_id",
        "stream",
        "consumer",
        "process",
        "tree_size",
        "letter_id",
    ]
)


def get_logger() -> FilteringBoundLogger:
    """The logger. Events are dotted names: `log.info("import.finished", rows=10)`."""
    return cast(FilteringBoundLogger, structlog.get_logger())


def configure(service: str) -> None:
    """Sends our logs, and what is left of those of libraries, to standard output."""

    def name_service(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {**event, "service": service}

    structlog.configure(
        processors=[
            name_service,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", key="time"),
            keep_allowed,
            structlog.processors.JSONRenderer(serializer=orjson.dumps),
        ],
        logger_factory=structlog.BytesLoggerFactory(file=sys.stdout.buffer),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[LibraryHandler()], level=logging.WARNING, force=True)


def keep_allowed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {key: value for key, value in event.items() if key in ALLOWED}


class LibraryHandler(logging.Handler):
    """Reduces a library's record to its origin."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        get_logger().warning("library.logged", logger=record.name, error=error, code=record.levelname)
