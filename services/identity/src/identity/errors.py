"""Every error of identity, beside those any service may give. None tells whether an address is known."""

from kit.errors import AlreadyExists, InvalidInput, NotFound, RuleBroken, TooMany, Unauthenticated


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


class BaaNotAcceptedError(InvalidInput):
    reason = "BAA_NOT_ACCEPTED"
    message = "The BAA has to be accepted to be signed. Read it, then send `accepted` as true."


class BaaVersionNotOfferedError(InvalidInput):
    reason = "BAA_VERSION_NOT_OFFERED"
    message = "This version of the BAA is not the one offered now. Read that one at /api/v1/agreements, then sign it."


class BaaAlreadySignedError(AlreadyExists):
    reason = "BAA_ALREADY_SIGNED"
    message = "This version of the BAA was signed for the practice already. A signature is not changed."


class BaaNotSignedError(RuleBroken):
    reason = "BAA_NOT_SIGNED"
    message = "PHI mode asks for a BAA in force. Sign it first, by POST /api/v1/agreements:signBaa."
