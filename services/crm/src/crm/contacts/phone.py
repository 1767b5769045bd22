"""Telephone numbers: any common spelling in, E.164 out."""

import re

import phonenumbers

from crm.errors import InvalidPhoneError

# Parsing by the library costs as much as sealing a whole contact; most numbers of a North American file need no more
# than this. It asks for the form of the plan only: which area codes are in service changes faster than software.
_NORTH_AMERICAN = re.compile(r"\s*(?:\+?1[\s.-]*)?\(?([2-9]\d{2})\)?[\s./-]*(\d{3})[\s.-]*(\d{4})\s*")
_NORTH_AMERICAN_REGIONS = frozenset(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1])


def parse_phone(text: str, region: str) -> str:
    """E.164 of `text`, read as dialled within `region` unless it names its country. Raises InvalidPhoneError."""
    if region in _NORTH_AMERICAN_REGIONS:
        match = _NORTH_AMERICAN.fullmatch(text)
        if match:
            return "+1" + match[1] + match[2] + match[3]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise InvalidPhoneError(field="contact.phone") from None
    if not _well_formed(number):
        raise InvalidPhoneError(field="contact.phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _well_formed(number: phonenumbers.PhoneNumber) -> bool:
    if number.country_code == 1:
        return _NORTH_AMERICAN.fullmatch(str(number.national_number)) is not None
    return phonenumbers.is_possible_number(number)
