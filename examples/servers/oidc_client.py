"""What a backend for the front end does at the identity provider, by Authlib."""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from typing import Any

import httpx
import jwt
from authlib.integrations.base_client import (  # type: ignore[import-untyped]
    OAuthError,
)
from authlib.integrations.requests_client import (  # type: ignore[import-untyped]
    OAuth2Session,
)
from requests import RequestException

from examples.auth.clock import Clock
from examples.auth.sessions import NoSessionError
from examples.auth.store_protocol import Store, entry_key
from examples.oauth.logout_token import LogoutTokens
from examples.oauth.published_keys import PublishedKeys
from examples.oauth.sign_in import Attempt, Provider, SignIn, SignInError, read_provider
from examples.servers.bff_tokens import ENDED, BffTokens, unavailable
from examples.servers.oidc_settings import CLIENT_ID, OidcSettings
from examples.servers.service_jwt import Pair

SCOPE = "openid orders:read"
TIMEOUT = 5.0
"""Seconds to wait for the provider; less than the lease of a refresh."""


@dataclass(frozen=True)
class Login:
    """What the backend remembers of a log-in, beside the tokens.

    Args:
        sid: the provider's session, or "" if the provider does not say.
        auth_time: when the user proved who they are, in seconds since 1970.
        id_token: goes back to the provider at the log-out, and to no API.

    """

    sid: str
    auth_time: float
    id_token: str


@dataclass(frozen=True)
class OidcClient:
    """A confidential client at one provider.

    Authlib authenticates the client, sends the requests and reads the answers.
    Authlib's Flask client would keep each attempt in Flask's signed cookie. Here it
    is in our own store, where it can be used up, so only Authlib's session is used.

    Args:
        settings: addresses, and the client's secret.
        provider: the provider's addresses.
        sign_in: the log-ins that users have begun.
        logouts: verifies what the provider sends when a user logs out there.

    """

    settings: OidcSettings
    provider: Provider
    sign_in: SignIn
    logouts: LogoutTokens

    def redeem(self, code: str, attempt: Attempt) -> tuple[Pair, str, dict[str, Any]]:
        """Exchange the code; return the tokens, the ID token and its claims.

        Raises:
            SignInError: the provider refuses the code.
            TokenError: the ID token is wrong.
            ProblemError: 503, the provider does not answer.

        """
        # --8<-- [start:redeem]
        try:
            answer = self._ask(
                "fetch_token",
                grant_type="authorization_code",
                code=code,
                redirect_uri=self.sign_in.redirect_uri,
                code_verifier=attempt.verifier,
            )
        except OAuthError as error:
            raise SignInError("The provider refuses the code.") from error
        id_token = str(answer.get("id_token", ""))
        claims = self.sign_in.verify(id_token, attempt)
        return _pair(answer), id_token, claims
        # --8<-- [end:redeem]

    def renew(self, refresh_token: str) -> Pair:
        """Return new tokens; see BffTokens.renew."""
        try:
            return _pair(self._ask("refresh_token", refresh_token=refresh_token))
        except OAuthError as error:
            raise NoSessionError(ENDED) from error

    def revoke(self, refresh_token: str) -> None:
        """End the refresh token at the provider, if the provider answers."""
        address = self.provider.revocation_endpoint
        with suppress(RequestException), self._session() as http:
            http.revoke_token(address, refresh_token, "refresh_token")

    def _ask(self, method: str, **body: str) -> Mapping[str, Any]:
        try:
            with self._session() as http:
                ask = getattr(http, method)
                found: Mapping[str, Any] = ask(
                    self.provider.token_endpoint, allow_redirects=False, **body
                )
        except (RequestException, ValueError) as error:
            raise unavailable() from error
        return found

    def _session(self) -> OAuth2Session:
        # One for each request: it remembers a token, and two threads must not share.
        return OAuth2Session(
            CLIENT_ID,
            self.settings.client_secret,
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106
            default_timeout=TIMEOUT,
        )


@dataclass
class Connection:
    """The client, made when the provider first answers, so that either may start.

    Args:
        settings: addresses, and the client's secret.
        store: keeps the attempts to log in.
        http: fetches the discovery document.
        clock: returns seconds since 1970-01-01 UTC.

    """

    settings: OidcSettings
    store: Store
    http: httpx.Client
    clock: Clock = time.time
    _client: OidcClient | None = field(init=False, default=None)

    def client(self) -> OidcClient:
        """Return the client.

        Raises:
            ProblemError: 503, the provider does not answer.
            SignInError: the provider's discovery document is wrong.

        """
        if self._client is None:
            self._client = connect(self.settings, self.store, self.http, self.clock)
        return self._client


@dataclass(frozen=True)
class OidcTokens(BffTokens):
    """The tokens of each session, refreshed at the provider instead of the API.

    Args:
        connection: to the provider.

    """

    connection: Connection = field(kw_only=True)

    def renew(self, refresh_token: str) -> Pair:
        """Return new tokens from the provider; see BffTokens.renew."""
        return self.connection.client().renew(refresh_token)

    def refresh_token(self, handle: str) -> str:
        """Return the session's refresh token, to be revoked; "" if it is gone."""
        text = self.store.get(entry_key("tokens", handle))
        return "" if text is None else str(json.loads(text)["refresh"])


@dataclass(frozen=True)
class Logins:
    """The log-ins of all sessions, found by session or by the provider's `sid`.

    Args:
        store: shared by all servers that have these sessions.
        lifetime: seconds, as long as a session can last.

    """

    store: Store
    lifetime: float = 28_800

    def keep(self, handle: str, login: Login) -> None:
        """Remember the log-in of a session."""
        self.store.add(entry_key("by-sid", login.sid), handle, self.lifetime)
        text = json.dumps(asdict(login))
        self.store.put(entry_key("login", handle), text, self.lifetime)

    def find(self, handle: str) -> Login:
        """Return the log-in of a session.

        Raises:
            NoSessionError: it is gone, for example because the store was lost.

        """
        text = self.store.get(entry_key("login", handle))
        if text is None:
            raise NoSessionError(ENDED)
        return Login(**json.loads(text))

    def handles(self, sid: str) -> set[str]:
        """Return the sessions that began with this session of the provider."""
        return self.store.members(entry_key("by-sid", sid))

    def drop(self, handle: str) -> None:
        """Forget the log-in of a session."""
        self.store.delete(entry_key("login", handle))


def connect(
    settings: OidcSettings, store: Store, http: httpx.Client, clock: Clock
) -> OidcClient:
    """Read the provider's discovery document, and return the client.

    Raises:
        ProblemError: 503, the provider does not answer.
        SignInError: the document is wrong.

    """
    address = f"{settings.issuer}/.well-known/openid-configuration"
    try:
        document = http.get(address).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise unavailable() from error
    provider = read_provider(document, settings.issuer)
    fetch = jwt.PyJWKClient(provider.jwks_uri, timeout=TIMEOUT).fetch_data
    keys = PublishedKeys(fetch, ("ES256",), clock)
    redirect_uri = f"{settings.client_url}/callback"
    sign_in = SignIn(store, provider, keys, CLIENT_ID, redirect_uri, SCOPE, clock)
    logouts = LogoutTokens(store, keys, settings.issuer, CLIENT_ID, clock)
    return OidcClient(settings, provider, sign_in, logouts)


def _pair(answer: Mapping[str, Any]) -> Pair:
    try:
        return Pair(
            access_token=str(answer["access_token"]),
            refresh_token=str(answer["refresh_token"]),
            token_type="Bearer",  # noqa: S106
            expires_in=int(answer["expires_in"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unavailable() from error
