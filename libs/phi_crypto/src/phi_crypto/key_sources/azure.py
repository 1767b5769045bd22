"""A key in Azure Key Vault: the newest enabled version of a secret whose value is the base64 text.

Location: `https://VAULT/SECRET`. Signs in by the default chain of the Azure SDK (environment, workload
identity, managed identity).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from phi_crypto.errors import KeySourceError

if TYPE_CHECKING:
    from azure.keyvault.secrets import SecretClient

    OpenClient = Callable[[str], AbstractContextManager[SecretClient]]


def read(variable: str, location: str, open_client: OpenClient | None = None) -> str:
    """The text of the secret. `open_client` makes the client of a vault URL. Raises KeySourceError."""
    vault_url, secret = _parse(variable, location)
    try:
        from azure.core.exceptions import AzureError  # noqa: PLC0415
    except ImportError:
        raise KeySourceError(variable, "Azure Key Vault needs the extra: install cfu-phi-crypto[azure]") from None
    try:
        with (open_client or _default_client)(vault_url) as client:
            return client.get_secret(secret).value or ""
    except AzureError as error:
        raise KeySourceError(variable, f"Azure Key Vault: {type(error).__name__}") from None
    except ValueError:  # how the SDK reports a sign-in challenge for a domain that the vault is not in
        raise KeySourceError(variable, "what answers there is not an Azure Key Vault") from None


@contextmanager
def _default_client(vault_url: str) -> Iterator[SecretClient]:
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415
    from azure.keyvault.secrets import SecretClient  # noqa: PLC0415

    with (
        DefaultAzureCredential() as credential,
        SecretClient(vault_url, credential, connection_timeout=5, read_timeout=5, retry_total=2) as client,
    ):
        yield client


def _parse(variable: str, location: str) -> tuple[str, str]:
    try:
        url = urlsplit(location)
        host, secret = url.hostname, url.path.strip("/")
    except ValueError:
        host = secret = ""
    plain = host and secret and "/" not in secret and not (url.query or url.fragment or url.username)
    if not plain or url.scheme != "https":
        raise KeySourceError(variable, "write azure-key-vault:https://VAULT/SECRET")
    return f"https://{url.netloc}", secret
