"""Read the settings of an example server from its environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network


@dataclass(frozen=True)
class Settings:
    """Hold the settings of an example server.

    Args:
        demo_password: the password of the users alice and bob.
        redis_url: the address of Redis, or of one node of a Redis Cluster. With
            None the server keeps all state in its own memory.
        jwt_lifetime: the seconds for which an access token is valid.
        key_period: the seconds for which the server signs with one key.
        port: the TCP port to listen on.
        api_url: the address of the JWT server that a backend for the front end
            calls.
        trusted_proxies: the addresses and networks of the proxies whose
            `X-Forwarded-For` the server believes. With none, the client is the
            peer of the connection, and behind a proxy that is the proxy.

    """

    demo_password: str = field(repr=False)
    redis_url: str | None = field(default=None, repr=False)
    jwt_lifetime: int = 900
    key_period: int = 86400
    port: int = 8001
    api_url: str = "http://127.0.0.1:8000"
    trusted_proxies: frozenset[str] = frozenset()


# --8<-- [start:read_settings]
def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; without DEMO_PASSWORD the password is random.

    Raises:
        ValueError: a variable has a value that the server cannot use.

    """
    password = environment.get("DEMO_PASSWORD") or secrets.token_urlsafe(12)
    return Settings(
        demo_password=password,
        redis_url=environment.get("REDIS_URL") or None,
        jwt_lifetime=_positive(environment, "JWT_LIFETIME", 900),
        key_period=_positive(environment, "KEY_PERIOD", 86400),
        port=_positive(environment, "PORT", 8001),
        api_url=environment.get("API_URL") or Settings.api_url,
        trusted_proxies=_networks(environment, "TRUSTED_PROXIES"),
    )


# --8<-- [end:read_settings]


def _positive(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError(f"{name} is {text!r}: give a whole number above 0.")
    return int(text)


def _networks(environment: Mapping[str, str], name: str) -> frozenset[str]:
    parts = {part.strip() for part in environment.get(name, "").split(",")} - {""}
    for part in parts:
        try:
            ip_network(part)
        except ValueError as error:
            raise ValueError(
                f"{name} has {part!r}: give addresses such as 10.0.0.7 or networks "
                "such as 10.0.0.0/8, separated by commas."
            ) from error
    return frozenset(parts)
