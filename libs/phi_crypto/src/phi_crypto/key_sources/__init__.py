"""Where a key of 32 bytes comes from: an environment variable that holds it, or says where it is kept.

| value of the variable | read from |
|---|---|
| base64 of 32 bytes, standard or URL-safe, padded or not | the variable itself |
| `file:/path` | a file with the base64 text (`file`) |
| `aws-secrets-manager:NAME?region=R&endpoint=URL` | AWS Secrets Manager (`aws`); both options optional |
| `azure-key-vault:https://VAULT/SECRET` | Azure Key Vault (`azure`) |

Keys are read once, at start. Errors name the variable and never its value, nor what the key store holds.
"""

from base64 import b64decode
from collections.abc import Callable, Mapping

from phi_crypto.errors import KeySizeError, KeySourceError, MissingKeyError
from phi_crypto.key_sources import aws, azure, file

Source = Callable[[str, str], str]
"""(variable to name in errors, location after the scheme) -> base64 text; raises KeySourceError."""

SOURCES: Mapping[str, Source] = {
    "file": file.read,
    "aws-secrets-manager": aws.read,
    "azure-key-vault": azure.read,
}


def load_key(name: str, environ: Mapping[str, str], sources: Mapping[str, Source] = SOURCES) -> bytes:
    """The 32 bytes that variable `name` of `environ` stands for.

    Raises MissingKeyError when absent or blank, KeySizeError when not base64 of 32 bytes, KeySourceError when
    the place it names cannot be read.
    """
    value = environ.get(name, "").strip()
    if not value:
        raise MissingKeyError(name)
    return _key(name, value, sources)


def load_keys(name: str, environ: Mapping[str, str], sources: Mapping[str, Source] = SOURCES) -> list[bytes]:
    """The keys of a comma-separated variable, in order; none when absent or blank. Errors as `load_key`."""
    values = (value.strip() for value in environ.get(name, "").split(","))
    return [_key(name, value, sources) for value in values if value]


def _key(variable: str, value: str, sources: Mapping[str, Source]) -> bytes:
    scheme, colon, location = value.partition(":")
    if not colon:
        return _decoded(variable, value)
    if scheme not in sources:
        raise KeySourceError(variable, f"neither base64 nor a URI of a known source ({', '.join(sources)})")
    return _decoded(variable, sources[scheme](variable, location))


def _decoded(variable: str, text: str) -> bytes:
    unpadded = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        key = b64decode(unpadded + "=" * (-len(unpadded) % 4), validate=True)
    except ValueError:
        raise KeySizeError(variable) from None
    if len(key) != 32:
        raise KeySizeError(variable)
    return key
