"""Every error of this library, with its reason.

Texts name variables and key ids and say what to do; they never hold a key, a plaintext or a sealed value.
"""


class PhiCryptoError(Exception):
    """Base of the tree; `reason` is the stable code for logs and metrics."""

    reason = "PHI_CRYPTO"


class OpenError(PhiCryptoError):
    """The text was altered, cut, moved to another place, or never was a sealed value.

    Which of these it was is not said: the difference would help only whoever tampers.
    """

    reason = "SEAL_DOES_NOT_OPEN"

    def __init__(self) -> None:
        super().__init__("the sealed value does not open")


class UnknownKeyError(PhiCryptoError):
    """The value is sealed or wrapped under a key that is not at hand; `key_id` names it."""

    reason = "KEY_UNKNOWN"

    def __init__(self, key_id: str, remedy: str) -> None:
        super().__init__(f"key {key_id} is not at hand: {remedy}")
        self.key_id = key_id


class MissingKeyError(PhiCryptoError):
    """The environment variable `variable` is absent or blank."""

    reason = "KEY_MISSING"

    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable} is not set: give base64 of 32 random bytes, or the URI of where it is kept")
        self.variable = variable


class KeySizeError(PhiCryptoError):
    """The key that `variable` (or the argument of that name) stands for is not 32 bytes."""

    reason = "KEY_SIZE"

    def __init__(self, variable: str) -> None:
        super().__init__(f"{variable} is not a key of 32 bytes (in text form: base64, 43 or 44 characters)")
        self.variable = variable


class KeySourceError(PhiCryptoError):
    """The key store that `variable` points to was not understood, not reached, or refused."""

    reason = "KEY_SOURCE"

    def __init__(self, variable: str, problem: str) -> None:
        super().__init__(f"{variable}: {problem}")
        self.variable = variable
