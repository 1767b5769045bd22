"""Sealing, keys, blind indexes and key sources for PHI. Byte formats are documented where they are made."""

from phi_crypto.binding import Binding
from phi_crypto.blind_index import INDEX_BYTES, BlindIndex
from phi_crypto.data_key import DataKey
from phi_crypto.errors import (
    KeySizeError,
    KeySourceError,
    MissingKeyError,
    OpenError,
    PhiCryptoError,
    UnknownKeyError,
)
from phi_crypto.key_sources import load_key, load_keys
from phi_crypto.master_keys import MasterKeys
from phi_crypto.normalise import (
    NORMALISATION_VERSION,
    name_words,
    normalise_date_of_birth,
    normalise_email,
    normalise_name,
)
from phi_crypto.prefix_tokens import PREFIX_LENGTHS, name_matches, prefix_tokens, query_tokens

__all__ = [
    "INDEX_BYTES",
    "NORMALISATION_VERSION",
    "PREFIX_LENGTHS",
    "Binding",
    "BlindIndex",
    "DataKey",
    "KeySizeError",
    "KeySourceError",
    "MasterKeys",
    "MissingKeyError",
    "OpenError",
    "PhiCryptoError",
    "UnknownKeyError",
    "load_key",
    "load_keys",
    "name_matches",
    "name_words",
    "normalise_date_of_birth",
    "normalise_email",
    "normalise_name",
    "prefix_tokens",
    "query_tokens",
]
