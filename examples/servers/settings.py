"""What an example server reads from its environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    """The settings of an example server.

    Args:
        demo_password: of the users alice and bob.
        redis_url: of Redis or of one node of a Redis Cluster; None keeps all state
            in the memory of this process.
        jwt_lifetime: seconds that an access token lives.
        key_period: seconds for which a key signs.
        port: to listen on.
        api_url: of the JWT server behind a backend-for-frontend.

    """

    demo_password: str = field(repr=False)
    redis_url: str | None = field(default=None, repr=False)
    jwt_lifetime: int = 900
    key_period: int = 86400
    port: int = 8001
    api_url: str = "http://127.0.0.1:8000"


# --8<-- [start:read_settings]
def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; without DEMO_PASSWORD the password is random.

    Raises:
        ValueError: a value is not one that its variable can have.

    """
    password = environment.get("DEMO_PASSWORD") or secrets.token_urlsafe(12)
    return Settings(
        demo_password=password,
        redis_url=environment.get("REDIS_URL") or None,
        jwt_lifetime=_positive(environment, "JWT_LIFETIME", 900),
        key_period=_positive(environment, "KEY_PERIOD", 86400),
        port=_positive(environment, "PORT", 8001),
        api_url=environment.get("API_URL") or Settings.api_url,
    )


# --8<-- [end:read_settings]


def _positive(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError(f"{name} is {text!r}: give a whole number above 0.")
    return int(text)
