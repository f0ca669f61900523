"""The OAuth side of an identity provider: Authlib's server, with our storage.

Authlib parses the requests, authenticates clients, checks redirect addresses and PKCE,
and writes the answers. The classes here say where codes and tokens are kept, and they
close what Authlib leaves open: the PKCE method `plain`, requests without PKCE, and two
requests with one code at the same moment.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import jwt
from authlib.integrations.flask_oauth2 import (  # type: ignore[import-untyped]
    AuthorizationServer,
)
from authlib.oauth2.rfc6749 import (  # type: ignore[import-untyped]
    InvalidRequestError,
    grants,
)
from authlib.oauth2.rfc7009 import (  # type: ignore[import-untyped]
    RevocationEndpoint,
)
from authlib.oauth2.rfc7636 import CodeChallenge  # type: ignore[import-untyped]
from authlib.oauth2.rfc9207 import IssuerParameter  # type: ignore[import-untyped]
from authlib.oidc.core import OpenIDCode  # type: ignore[import-untyped]
from authlib.oidc.rpinitiated import (  # type: ignore[import-untyped]
    EndSessionEndpoint,
)
from flask import Flask

from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.tokens import Claims
from examples.servers.identity_clients import Client, Code, Grant, LogIn
from examples.servers.identity_state import IdentityState

type Grantor = Any
type EndOne = Callable[[str], None]


@dataclass(frozen=True)
class Issuing:
    """What the provider signs with.

    Args:
        state: what the provider remembers.
        tokens: issues the access tokens; its keys sign the ID tokens too.

    """

    state: IdentityState
    tokens: KeyPairTokens

    def id_token(self, code: Code) -> str:
        """Return the token that tells the client who logged in (OpenID Connect §2)."""
        now, key = int(self.state.clock()), self.tokens.keys.current()
        claims: Claims = {
            "iss": self.tokens.issuer,
            "sub": code.login.user,
            "aud": code.client_id,
            "iat": now,
            "exp": now + 300,
            "auth_time": code.login.auth_time,
            "sid": code.login.sid,
            "nonce": code.nonce,
        }
        headers = {"typ": "JWT", "kid": key.kid}
        return jwt.encode(claims, key.private, key.algorithm, headers)

    def access_token(self, client_id: str, login: LogIn, scope: str) -> dict[str, Any]:
        """Return the members of a token response, without the refresh token."""
        token = self.tokens.issue(
            login.user,
            client_id=client_id,
            scope=scope,
            sid=login.sid,
            auth_time=login.auth_time,
        )
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.tokens.lifetime,
            "scope": scope,
        }


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server, which the grants below reach as `self.server`."""

    issuing: Issuing


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """The authorization code, for clients with a secret."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    def save_authorization_code(self, code: str, request: Any) -> None:  # noqa: ANN401
        """Keep what a new code stands for."""
        data = request.payload.data
        held = Code(
            client_id=request.client.client_id,
            redirect_uri=request.payload.redirect_uri,
            scope=request.scope,
            nonce=data["nonce"],
            code_challenge=data["code_challenge"],
            login=request.user,
        )
        self.server.issuing.state.keep_code(code, held, held.login.sid)

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """Use the code up, whether or not the rest of the request is right."""
        found: Code | None = self.server.issuing.state.use_code(code, client)
        return found

    def delete_authorization_code(self, _: Code) -> None:
        """Do nothing: `use_code` has used it up."""

    def authenticate_user(self, code: Code) -> LogIn:
        """Return who granted the code."""
        return code.login

    def generate_token(self, **_: object) -> dict[str, Any]:
        """Return an access token and the first refresh token of a family."""
        issuing, code = self.server.issuing, self.request.authorization_code
        made = issuing.access_token(code.client_id, code.login, code.scope)
        return {**made, "refresh_token": issuing.state.start_grant(code)}


class RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]
    """Refresh tokens that are replaced at each use."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    def authenticate_refresh_token(self, token: str) -> Grant | None:
        """Use the token up."""
        state = self.server.issuing.state
        found: Grant | None = state.rotate(token, self.request.client)
        return found

    def authenticate_user(self, grant: Grant) -> LogIn:
        """Return whose grant it is."""
        return grant.login

    def issue_token(self, user: LogIn, grant: Grant) -> dict[str, Any]:
        """Return an access token and the next refresh token."""
        scope = self.request.payload.scope or grant.scope  # never more, says Authlib
        made = self.server.issuing.access_token(grant.client_id, user, scope)
        return {**made, "refresh_token": grant.next_token}

    def revoke_old_credential(self, _: Grant) -> None:
        """Do nothing: `rotate` has used it up."""


# --8<-- [start:pkce]
class RequiredPkce(CodeChallenge):  # type: ignore[misc]
    """PKCE with S256 for every client (RFC 9700 §2.1.1, RFC 7636 §4.2)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Grantor, address: str) -> None:
        """Demand a challenge; Authlib only checks the one that it finds."""
        super().validate_code_challenge(grant, address)
        data = grant.request.payload.data
        if data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Send a code_challenge with S256.")


# --8<-- [end:pkce]


class IdToken(OpenIDCode):  # type: ignore[misc]
    """Adds the ID token, signed by our key ring, to the token response."""

    def exists_nonce(self, _nonce: str, _request: object) -> bool:
        """Accept each nonce: the client compares it, and each code works once."""
        return False

    def encode_id_token(self, _token: object, request: Any) -> str:  # noqa: ANN401
        """Return the ID token of the code's user."""
        return self.issuing.id_token(request.authorization_code)

    def __init__(self, issuing: Issuing) -> None:
        super().__init__(require_nonce=True)
        self.issuing = issuing


class Issuer(IssuerParameter):  # type: ignore[misc]
    """Adds `iss` to each authorization response (RFC 9207)."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def get_issuer(self) -> str:
        """Return the provider's name."""
        return self.issuer


class Revocation(RevocationEndpoint):  # type: ignore[misc]
    """Ends a refresh token and its family (RFC 7009)."""

    def query_token(self, token: str, _hint: str | None) -> Grant | None:
        """Return the grant of a refresh token."""
        found: Grant | None = self.server.issuing.state.find_grant(token)
        return found

    def revoke_token(self, grant: Grant, _request: object) -> None:
        """End the family."""
        state = self.server.issuing.state
        state.refresh.end_one(grant.login.user, grant.handle)


def new_authorization_server(app: Flask, issuing: Issuing, end: EndOne) -> Server:
    """Return Authlib's server with the code flow, rotation, revocation and log-out.

    Args:
        app: the Flask app that receives the requests.
        issuing: the provider's state and keys.
        end: ends a session, given its `sid`, and tells its clients.

    """
    server = Server(app, issuing.state.clients.get, lambda *_: None)
    server.issuing = issuing
    server.register_grant(CodeGrant, [RequiredPkce(), IdToken(issuing)])
    server.register_grant(RefreshGrant)
    server.register_extension(Issuer(issuing.tokens.issuer))
    server.register_endpoint(Revocation)
    server.register_endpoint(EndSession(issuing, end))
    return server


class EndSession(EndSessionEndpoint):  # type: ignore[misc]
    """Logs the user out at the client's request (RP-Initiated Logout 1.0).

    Args:
        issuing: verifies the ID token that the client sends along.
        end: ends a session, given its `sid`, and tells the other clients.

    """

    def __init__(self, issuing: Issuing, end: EndOne) -> None:
        super().__init__()
        self.issuing = issuing
        self.end = end

    def get_server_jwks(self) -> dict[str, Any]:
        """Return the provider's public keys."""
        return self.issuing.tokens.keys.jwks()

    def get_algorithms(self) -> list[str]:
        """Return the only algorithm of our ID tokens."""
        return [self.issuing.tokens.keys.current().algorithm]

    def end_session(self, request: Any) -> None:  # noqa: ANN401
        """End the session that the ID token names."""
        self.end(str((request.id_token_claims or {}).get("sid", "")))
