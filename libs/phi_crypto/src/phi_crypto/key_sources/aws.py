"""A key in AWS Secrets Manager: SecretString or SecretBinary holds the base64 text.

Location: `NAME?region=R&endpoint=URL`, NAME a secret's name or ARN. Credentials, and the region when it is
left out, come from the standard chain of the AWS SDK (environment, web identity, instance role). The endpoint
is for private ones; it must be https except on loopback.
"""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from phi_crypto.errors import KeySourceError

_OPTIONS = {"region", "endpoint"}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def read(variable: str, location: str) -> str:
    """The text of the secret; gives up after about 20 seconds. Raises KeySourceError."""
    name, options = _parse(variable, location)
    try:
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError:
        raise KeySourceError(variable, "AWS Secrets Manager needs the extra: install cfu-phi-crypto[aws]") from None
    try:
        secret = _secret(name, options)
        return str(secret["SecretString"]) if "SecretString" in secret else str(secret["SecretBinary"], "ascii")
    except ClientError as error:
        problem = str(error.response.get("Error", {}).get("Code", "unknown error"))
    except BotoCoreError as error:
        problem = type(error).__name__
    except ValueError:
        problem = "the secret does not hold base64 text"
    raise KeySourceError(variable, f"AWS Secrets Manager: {problem}")


def _secret(name: str, options: dict[str, str]) -> dict[str, Any]:
    import boto3  # type: ignore[import-untyped]  # noqa: PLC0415
    from botocore.config import Config  # type: ignore[import-untyped]  # noqa: PLC0415

    patience = Config(connect_timeout=5, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
    client = boto3.session.Session().client(
        "secretsmanager",
        region_name=options.get("region"),
        endpoint_url=options.get("endpoint"),
        config=patience,
    )
    try:
        return dict(client.get_secret_value(SecretId=name))
    finally:
        client.close()


def _parse(variable: str, location: str) -> tuple[str, dict[str, str]]:
    name, _, query = location.partition("?")
    try:
        options = dict(parse_qsl(query, strict_parsing=True, max_num_fields=2)) if query else {}
        endpoint = urlsplit(options.get("endpoint", "https://aws"))
        host = endpoint.hostname
    except ValueError:
        raise KeySourceError(variable, "write aws-secrets-manager:NAME?region=REGION&endpoint=URL") from None
    if not name or not options.keys() <= _OPTIONS:
        raise KeySourceError(variable, "write aws-secrets-manager:NAME?region=REGION&endpoint=URL")
    if endpoint.scheme != "https" and not (endpoint.scheme == "http" and host in _LOOPBACK):
        raise KeySourceError(variable, "the endpoint must be an https URL")
    return name, options
