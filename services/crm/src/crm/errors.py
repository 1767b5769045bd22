"""Every error of this service, with its reason (see contactfollowup.crm.v1.ErrorReason)."""

from kit.errors import Error, Forbidden, InvalidInput, NotFound, RuleBroken, Unavailable


class ContactNotFoundError(NotFound):
    message = "No contact by this id is visible to you, or it was erased. Check the id."


class ImportNotFoundError(NotFound):
    message = "No import by this id is visible to you. Check the id."


class PropertyNotFoundError(NotFound):
    message = "No property by this id is visible to you. Check the id."


class InvalidPhoneError(InvalidInput):
    reason = "INVALID_PHONE"
    message = "This is not a telephone number. Send it with its country code."


class InvalidDateOfBirthError(InvalidInput):
    reason = "INVALID_DATE_OF_BIRTH"
    message = "This date does not exist, lies in the future, or before 1900. Send it as YYYY-MM-DD."


class InvalidEmailError(InvalidInput):
    reason = "INVALID_EMAIL"
    message = "This is not an e-mail address. Send it as name@example.com."


class InvalidLifecycleError(InvalidInput):
    reason = "INVALID_FIELD"
    message = "A lifecycle begins with a letter and holds letters, digits, spaces, _ and -, at most 40."


class ContactUnnamedError(InvalidInput):
    reason = "CONTACT_UNNAMED"
    message = "Give at least one of name, e-mail and phone."


class CellTooLongError(InvalidInput):
    reason = "CELL_TOO_LONG"
    message = "The value is longer than its field allows. Shorten it."


class SearchEmptyError(InvalidInput):
    reason = "SEARCH_EMPTY"
    message = "Give a query of two letters or more, an e-mail, a phone or a date of birth."


class OwnerForbiddenError(Forbidden):
    reason = "OWNER_FORBIDDEN"
    message = "The contact would belong to nobody whose contacts you see. Name an owner among those."


class UnknownFieldError(InvalidInput):
    message = "The mask names a field that a contact does not have."


class FieldNotWritableError(InvalidInput):
    reason = "FIELD_NOT_WRITABLE"
    message = "The mask names a field that cannot be changed. Leave it out."


class ContactLimitReachedError(RuleBroken):
    reason = "CONTACT_LIMIT_REACHED"
    message = (
        "The workspace has as many contacts as its plan holds. Have an administrator choose a larger plan at "
        "/api/v1/subscription, or erase contacts that are no longer needed. Those there are stay as they are."
    )


class LegalHoldError(RuleBroken):
    reason = "LEGAL_HOLD"
    message = "The contact is under legal hold. Release the hold first."


class FileEmptyError(InvalidInput):
    reason = "FILE_EMPTY"
    message = "The upload holds no bytes. Send a CSV file with a header row."


class DescriptionMissingError(InvalidInput):
    reason = "DESCRIPTION_MISSING"
    message = "The first message of an upload must describe it, and only the first."


class UploadCutOffError(InvalidInput):
    """The stream ended before the empty piece that ends a file."""

    reason = "UPLOAD_CUT_OFF"
    message = "The upload broke off before the end of the file; nothing of it was kept. Send it again."


class FileNotTextError(InvalidInput):
    reason = "FILE_NOT_TEXT"
    message = "The file is no text in an encoding we know. Save it as UTF-8 CSV."


class HeaderNotRecognisedError(InvalidInput):
    reason = "HEADER_NOT_RECOGNISED"
    message = "No column of the header is a name, e-mail or phone. Name the columns in the first row."


class ColumnForbiddenError(Forbidden):
    """Never raised: an import fails for this reason."""

    reason = "COLUMN_FORBIDDEN"
    message = "Your role may not see or change the field that this column fills. Leave the column out."


class ImportMovedError(Unavailable):
    """Another process works on the import: the leadership was lost. Never leaves the service."""


class CellCountError(InvalidInput):
    reason = "CELL_COUNT"
    message = "The row has more or fewer cells than the header. Check its delimiters and quotes."


class QuoteNotClosedError(InvalidInput):
    reason = "QUOTE_NOT_CLOSED"
    message = "A quoted cell is never closed. Close it, and double the quotes inside it."


class CellNotTextError(InvalidInput):
    reason = "CELL_NOT_TEXT"
    message = "The row holds bytes that are no text. Save the file as UTF-8 CSV."


ROW_ERRORS: dict[str, type[Error]] = {
    error.reason: error
    for error in (
        InvalidPhoneError,
        InvalidDateOfBirthError,
        InvalidEmailError,
        InvalidLifecycleError,
        ContactUnnamedError,
        CellTooLongError,
        CellCountError,
        QuoteNotClosedError,
        CellNotTextError,
        ContactLimitReachedError,
    )
}
"""What a row can be rejected for, by reason: the sentence of a stored rejection is looked up here."""
