"""Read the settings of the OpenID Connect servers from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

AUDIENCE = "https://api.example"
"""The `aud` of access tokens for the example API."""
CLIENT_ID = "shop"
LEAST_SECRET = 32


@dataclass(frozen=True)
class OidcSettings:
    """Where the three servers are, and the secret that two of them share.

    Args:
        issuer: the provider's public address, which is also its name.
        client_url: the public address of the backend for the front end.
        api_url: the address of the API.
        client_secret: with which the backend authenticates at the provider.

    """

    issuer: str
    client_url: str
    api_url: str
    client_secret: str = field(default="", repr=False)

    @property
    def after_logout(self) -> str:
        """Where the provider sends the browser after a log-out, as registered."""
        return f"{self.client_url}/signed-out"


def read_oidc_settings(environment: Mapping[str, str] = os.environ) -> OidcSettings:
    """Read the settings.

    Raises:
        ValueError: the client's secret is missing or too short.

    """
    secret = environment.get("CLIENT_SECRET", "")
    if len(secret) < LEAST_SECRET:
        raise ValueError(
            f"CLIENT_SECRET has {len(secret)} characters: give the provider and "
            f"the backend the same random text of at least {LEAST_SECRET}, for "
            "example from `openssl rand -hex 32`."
        )
    return OidcSettings(*addresses(environment), secret)


def addresses(environment: Mapping[str, str] = os.environ) -> tuple[str, str, str]:
    """Return the addresses of the provider, the backend and the API."""
    names = {"ISSUER": 8100, "CLIENT_URL": 8102, "API_URL": 8101}
    issuer, client, api = (
        (environment.get(name) or f"http://127.0.0.1:{port}").rstrip("/")
        for name, port in names.items()
    )
    return issuer, client, api
