"""One call on its way in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message

from kit.caller import Caller
from kit.contract import Method
from kit.principal import Verifier

Step = Callable[["Call", Message | None], None]
StepMaker = Callable[[Method, "Parts"], Step | None]


@dataclass(frozen=True)
class Parts:
    """What steps are made from."""

    verifier: Verifier


@dataclass(slots=True)
class Call:
    """What is known of a call: filled step by step. `caller` is set by the principal step."""

    context: Any
    metadata: Mapping[str, Any]
    request_id: str = ""
    deadline: float = 0.0
    caller: Caller | None = None

    def peer(self) -> str:
        """The name in the peer's certificate."""
        names = self.context.auth_context().get("x509_common_name") or [b""]
        return str(names[0].decode())
