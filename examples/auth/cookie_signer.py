"""A signed-cookie session, as frameworks have by default: small, and irrevocable."""

import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from jwt.utils import base64url_decode, base64url_encode


class BadCookieError(ValueError):
    """The cookie is not one that we signed."""


@dataclass(frozen=True)
class CookieSigner:
    """Keeps a session's data in its cookie, readable and signed.

    Args:
        key: the HMAC secret; whoever has it can make any cookie.

    """

    key: bytes = field(repr=False)

    # --8<-- [start:sign]
    def sign(self, data: dict[str, Any]) -> str:
        """Return the cookie's value: the data, and an HMAC of it."""
        body = base64url_encode(json.dumps(data).encode())
        return f"{body.decode()}.{self._mac(body)}"

    def read(self, cookie: str) -> dict[str, Any]:
        """Return the data; raise BadCookieError if we did not sign it."""
        body, _, mac = cookie.partition(".")
        expected = self._mac(body.encode())
        if not hmac.compare_digest(expected.encode(), mac.encode()):
            raise BadCookieError("The cookie's signature does not match.")
        data: dict[str, Any] = json.loads(base64url_decode(body))
        return data

    # --8<-- [end:sign]

    def _mac(self, body: bytes) -> str:
        return base64url_encode(hmac.digest(self.key, body, "sha256")).decode()
