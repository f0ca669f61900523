"""Tokens that a backend holds for browsers, which have a session cookie instead."""

import json
import secrets
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import httpx

from examples.auth.clock import Clock
from examples.auth.sessions import UNKNOWN, NoSessionError
from examples.auth.store_protocol import Store, StoreUnavailableError, entry_key
from examples.servers.problems import ProblemError
from examples.servers.service_jwt import Pair

ENDED = "The API has ended this log-in: log in again."


@dataclass(frozen=True)
class TokenPair:
    """The tokens of one session.

    Args:
        access: str, the access token.
        refresh: str, the refresh token.
        expires: float, when the access token expires, in seconds since 1970.
        leased_until: float, the time, in the same unit, until which one request may
            refresh these tokens.
        lease: str, random, so that no two requests write the same lease.

    """

    access: str
    refresh: str
    expires: float
    leased_until: float = 0
    lease: str = ""


@dataclass(frozen=True)
class BffTokens:
    """The tokens of each session, refreshed in time.

    A refresh token is good for one use, and a second use ends the log-in. So one
    request alone may refresh: the one whose swap puts a lease into the entry.

    The store may fail just when the API has given new tokens. The request then
    repeats its write, because without it the session would end at the next refresh.

    Args:
        store: Store, shared by every server that has the same sessions.
        api: httpx.Client, talks to the JWT server.
        clock: Clock, returns seconds since 1970-01-01 UTC.
        lifetime: float, seconds, as long as a session can last.
        early: float, seconds before its expiry at which an access token is renewed.
        lease: float, seconds for one refresh, more than the API takes to answer.
        patience: float, seconds for which a request waits for the lease of another,
            or for the store to take new tokens.

    """

    store: Store
    api: httpx.Client
    clock: Clock = time.time
    lifetime: float = 28800
    early: float = 5
    lease: float = 30
    patience: float = 10

    def keep(self, handle: str, pair: Pair) -> None:
        """Keep the tokens of a log-in for the session with this handle."""
        self.store.put(_key(handle), _text(self._held(pair)), self.lifetime)

    def drop(self, handle: str) -> None:
        """Forget the tokens of the session."""
        self.store.delete(_key(handle))

    def access_token(self, handle: str) -> str:
        """Return a valid access token; wait while another request refreshes it.

        Raises:
            NoSessionError: there are no tokens, or the API refused to refresh them.
            ProblemError: 503, the API does not answer.
            StoreUnavailableError: the store does not answer.

        """
        key, end = _key(handle), time.monotonic() + self.patience
        while time.monotonic() < end:
            text = self.store.get(key)
            if text is None:
                raise NoSessionError(UNKNOWN)
            held, now = TokenPair(**json.loads(text)), self.clock()
            if now < held.expires - self.early:
                return held.access
            until, own = now + self.lease, secrets.token_hex(16)
            leased = _text(replace(held, leased_until=until, lease=own))
            free = now >= held.leased_until
            if free and self.store.swap(key, text, leased, self.lifetime):
                return self._refresh(key, text, leased)
            time.sleep(0.05)
        raise unavailable()

    def renew(self, refresh_token: str) -> Pair:
        """Return new tokens from the API.

        Raises:
            NoSessionError: the API refuses the refresh token.
            ProblemError: 503, the API does not answer.

        """
        body = {"refresh_token": refresh_token}
        answer = send(self.api, "POST", "/token/refresh", json=body)
        if answer.is_error:
            raise NoSessionError(ENDED)
        pair: Pair = answer.json()
        return pair

    def _refresh(self, key: str, text: str, leased: str) -> str:
        try:
            pair = self.renew(json.loads(text)["refresh"])
        except ProblemError:
            # Give the lease back, so that the next request need not wait for its end.
            self.store.swap(key, leased, text, self.lifetime)
            raise
        except NoSessionError:
            self.store.delete(key)
            raise
        renewed = self._held(pair)
        # Only if the lease is still there: a log-out since then must win.
        if not self._swap_patiently(key, leased, _text(renewed)):
            raise NoSessionError(UNKNOWN)
        return renewed.access

    def _swap_patiently(self, key: str, old: str, new: str) -> bool:
        end = time.monotonic() + self.patience
        while True:
            try:
                return self.store.swap(key, old, new, self.lifetime)
            except StoreUnavailableError:
                if time.monotonic() > end:
                    raise
            time.sleep(0.05)

    def _held(self, pair: Pair) -> TokenPair:
        expires = self.clock() + pair["expires_in"]
        return TokenPair(pair["access_token"], pair["refresh_token"], expires)


def send(api: httpx.Client, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401
    """Return the API's answer.

    Raises:
        ProblemError: 503, the API does not answer, or it answers that it has failed.

    """
    try:
        answer = api.request(method, path, **more)
    except httpx.TransportError as error:
        raise unavailable() from error
    if answer.is_server_error:
        raise unavailable()
    return answer


def unavailable() -> ProblemError:
    """Return the answer 503 for an API or provider that does not answer."""
    text = "The API does not answer: try again in 2 seconds."
    return ProblemError(503, text, {"Retry-After": "2"})


def _key(handle: str) -> str:
    return entry_key("tokens", handle)


def _text(pair: TokenPair) -> str:
    return json.dumps(asdict(pair))
