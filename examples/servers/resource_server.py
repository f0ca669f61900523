"""An API that accepts the identity provider's access tokens.

make run-example NAME=resource-server PORT=8101
"""

from dataclasses import dataclass

import jwt
from flask import Blueprint, Flask, current_app, request

from examples.auth.clock import Clock
from examples.auth.tokens import Claims
from examples.oauth.published_keys import PublishedKeys
from examples.oauth.signed_jwt import Expected, verify_signed
from examples.servers.flask_parts import new_app
from examples.servers.oidc_settings import AUDIENCE, addresses
from examples.servers.problems import ProblemError

TIMEOUT = 3
"""Seconds to wait for the provider's keys."""

routes = Blueprint("api", __name__)


@dataclass(frozen=True)
class AccessTokens:
    """Verifies the access tokens of one provider.

    Args:
        keys: the provider's published keys.
        issuer: the provider.

    """

    keys: PublishedKeys
    issuer: str

    # --8<-- [start:verify]
    def verify(self, authorization: str, scope: str) -> Claims:
        """Return the claims of a bearer token that has this scope.

        Raises:
            ProblemError: 403, the token is genuine and has too little scope.
            TokenError: the token is refused.
            StoreUnavailableError: there are no keys to verify with.

        """
        token = authorization.partition(" ")[2]
        required = ("sub", "aud", "exp", "iat", "jti", "client_id", "scope")
        expected = Expected(self.issuer, AUDIENCE, ("at+jwt",), required)
        claims = verify_signed(token, self.keys, expected, self.keys.clock())
        if scope not in str(claims["scope"]).split():
            challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
            header = {"WWW-Authenticate": challenge}
            raise ProblemError(403, f"The token lacks the scope {scope}.", header)
        return claims

    # --8<-- [end:verify]


@routes.get("/orders")
def orders() -> dict[str, object]:
    """Return the user's orders."""
    tokens: AccessTokens = current_app.extensions["access_tokens"]
    claims = tokens.verify(request.headers.get("Authorization", ""), "orders:read")
    return {"user": claims["sub"], "client": claims["client_id"], "orders": [1, 2]}


def make_app(tokens: AccessTokens | None = None) -> Flask:
    """Return the app; None reads the provider's address from the environment."""
    app = new_app("resource server")
    app.extensions["access_tokens"] = tokens or make_access_tokens(addresses()[0])
    app.register_blueprint(routes)
    return app


def make_access_tokens(issuer: str, clock: Clock | None = None) -> AccessTokens:
    """Return a verifier that fetches the provider's keys when it needs them."""
    # PyJWT's client makes the request: http and https only, and no redirects.
    fetch = jwt.PyJWKClient(f"{issuer}/jwks.json", timeout=TIMEOUT).fetch_data
    keys = PublishedKeys(fetch, ("ES256",))
    if clock is not None:
        keys.clock = clock
    return AccessTokens(keys, issuer)
