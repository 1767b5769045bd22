"""Every error of identity, beside those any service may give. None tells whether an address is known."""

from kit.errors import AlreadyExists, InvalidInput, NotFound, TooMany, Unauthenticated


class InvalidCredentialsError(Unauthenticated):
    reason = "INVALID_CREDENTIALS"
    message = "Address and password do not fit together. Check both and try again."


class TooManyAttemptsError(TooMany):
    reason = "TOO_MANY_ATTEMPTS"
    message = "Too many wrong passwords. Wait as long as Retry-After says, or sign in on a device you used before."


class SessionEndedError(Unauthenticated):
    reason = "SESSION_ENDED"
    message = "The session was ended or has expired. Sign in again."


class SessionNotFoundError(NotFound):
    message = "You have no session in force by this id. List your sessions to see those you have."


class PasswordLengthError(InvalidInput):
    reason = "PASSWORD_LENGTH"
    message = "A password has 8 to 1024 characters. Choose one of that length."


class PasswordBreachedError(InvalidInput):
    reason = "PASSWORD_BREACHED"
    message = "Attackers try this password first. Choose another."


class EmailTakenError(AlreadyExists):
    reason = "EMAIL_TAKEN"
    message = "Someone signs in with this address already. Use another address."


class WorkspaceNotFoundError(NotFound):
    message = "There is no workspace by this id. `python -m identity bootstrap` prints those there are."
