"""The deadline: the peer's, or ours where it sent none; the database's time limit follows it."""

import time

from google.protobuf.message import Message

from kit.contract import Method
from kit.errors import DeadlineExceeded
from kit.interceptors.call import Call, Parts, Step

DEFAULT_SECONDS = 10.0
STREAM_SECONDS = 1800.0


def step(method: Method, _: Parts) -> Step:
    most = STREAM_SECONDS if method.client_streaming or method.server_streaming else DEFAULT_SECONDS

    def limit(call: Call, _: Message | None) -> None:
        remaining = call.context.time_remaining()
        seconds = most if remaining is None else min(remaining, most)
        if seconds <= 0:
            raise DeadlineExceeded
        call.deadline = time.monotonic() + seconds

    return limit
