"""What can go wrong, each with a sentence that says what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class CfuError(Exception):
    """Anything this package raises on purpose."""


class UnsafeAddressError(CfuError):
    """The address would send a password or session where others can read it."""


class UnreachableError(CfuError):
    """The server did not answer, or the connection was lost on the way."""


class JarError(CfuError):
    """The file that keeps the session cannot be used."""


class KeyChangedError(CfuError):
    """The audit log signs with another key than the one trusted when it was first seen."""


class MfaRequiredError(CfuError):
    """The password was right, and the account asks for a second factor: answer `challenge_id` within five minutes."""

    def __init__(self, challenge_id: str) -> None:
        self.challenge_id = challenge_id
        super().__init__("A code of your authenticator app is needed. Give it with --code, or on a terminal.")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that broke a rule: `email`, `string.email`."""

    field: str
    rule: str

    def __str__(self) -> str:
        return f"{self.field} ({self.rule})" if self.rule else self.field


class ProblemError(CfuError):
    """The server refused. Branch on `reason`, never on the sentence."""

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: float | None = None) -> None:
        self.status = status
        self.type = str(problem.get("type") or "about:blank")
        self.title = str(problem.get("title") or f"HTTP status {status}")
        self.detail = str(problem.get("detail") or "")
        self.reason = str(problem.get("reason") or "")
        self.request_id = str(problem.get("requestId") or "")
        self.errors = _field_errors(problem.get("errors"))
        self.metadata = _texts(problem.get("metadata"))
        self.retry_after = retry_after
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        sentence = (self.detail or self.title).rstrip(".")
        if unnamed := [str(error) for error in self.errors if error.field not in sentence]:
            sentence += ": " + ", ".join(unnamed)
        marks = [mark for mark in (self.reason, self.request_id and f"request {self.request_id}") if mark]
        return f"{sentence} [{', '.join(marks)}]." if marks else f"{sentence}."


def _field_errors(errors: object) -> tuple[FieldError, ...]:
    if not isinstance(errors, list):
        return ()
    return tuple(
        FieldError(str(error.get("field") or ""), str(error.get("rule") or ""))
        for error in errors
        if isinstance(error, dict) and error.get("field")
    )


def _texts(metadata: object) -> dict[str, str]:
    return {str(key): str(value) for key, value in metadata.items()} if isinstance(metadata, dict) else {}
