"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds). Pure."""

import hmac
import io
from datetime import datetime

import pyotp
import segno

ISSUER = "ContactFollowUp"
STEP_SECONDS = 30
DIGITS = 6
# Clocks differ, and typing takes time: one step to either side.
DRIFT = 1


def new_secret() -> str:
    """160 random bits in Base32."""
    return pyotp.random_base32(32)


def looks_like_code(typed: str) -> bool:
    code = plain(typed)
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def plain(typed: str) -> str:
    """Apps show codes in two halves, and people type them so."""
    return "".join(typed.split())


def matching_step(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The time step that the code belongs to, when it is near now and later than the last one used."""
    generator = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_SECONDS
    steps = range(max(current - DRIFT, last_step + 1), current + DRIFT + 1)
    # As bytes: of text, only ASCII can be compared, and people type anything.
    typed = code.encode()
    return next((step for step in steps if hmac.compare_digest(generator.generate_otp(step).encode(), typed)), None)


def otpauth_uri(secret: str, account: str) -> str:
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=ISSUER)


def qr_svg(uri: str) -> str:
    """An SVG document, which stands as an image by itself."""
    drawn = io.BytesIO()
    segno.make(uri, error="m", micro=False).save(drawn, kind="svg", scale=4, xmldecl=False, nl=False)
    return drawn.getvalue().decode()
