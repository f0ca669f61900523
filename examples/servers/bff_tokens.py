"""Tokens that a server holds for a browser, which has a session cookie and no more."""

import json
import time
from dataclasses import asdict, dataclass, replace
from typing import Any

import httpx

from examples.auth.clock import Clock
from examples.auth.sessions import UNKNOWN, NoSessionError
from examples.auth.store_protocol import Store, entry_key
from examples.servers.problems import ProblemError
from examples.servers.service_jwt import Pair

ENDED = "The API has ended this log-in: log in again."


@dataclass(frozen=True)
class TokenPair:
    """The tokens of one session; times are seconds since 1970."""

    access: str
    refresh: str
    expires: float
    leased_until: float = 0
    """Until then somebody refreshes them."""


@dataclass(frozen=True)
class BffTokens:
    """Keeps the tokens of each session in the store, and keeps them fresh.

    A refresh token is good once, and a second use ends the log-in. So one thread
    of one process refreshes: the one whose swap put a lease into the entry.

    Args:
        store: shared by every server that has the same sessions.
        api: talks to the JWT server.
        clock: returns seconds since 1970-01-01 UTC.
        lifetime: seconds, as long as a session can last.
        early: seconds before it expires that an access token is renewed.
        lease: seconds for one refresh, more than the API takes to answer.

    """

    store: Store
    api: httpx.Client
    clock: Clock = time.time
    lifetime: float = 28800
    early: float = 5
    lease: float = 30

    def keep(self, handle: str, pair: Pair) -> None:
        """Keep the tokens of a log-in for the session with this handle."""
        self.store.put(_key(handle), _text(self._held(pair)), self.lifetime)

    def drop(self, handle: str) -> None:
        """Forget the tokens of the session."""
        self.store.delete(_key(handle))

    def access_token(self, handle: str) -> str:
        """Return a good access token; wait while somebody else refreshes it.

        Raises:
            NoSessionError: there are no tokens, or the API refused to refresh them.
            ProblemError: 503, the API does not answer.

        """
        key = _key(handle)
        while True:
            text = self.store.get(key)
            if text is None:
                raise NoSessionError(UNKNOWN)
            held, now = TokenPair(**json.loads(text)), self.clock()
            if now < held.expires - self.early:
                return held.access
            leased = _text(replace(held, leased_until=now + self.lease))
            free = now >= held.leased_until
            if free and self.store.swap(key, text, leased, self.lifetime):
                return self._refresh(handle, held, leased)
            time.sleep(0.05)

    def _refresh(self, handle: str, held: TokenPair, leased: str) -> str:
        key = _key(handle)
        try:
            body = {"refresh_token": held.refresh}
            answer = send(self.api, "POST", "/token/refresh", json=body)
        except ProblemError:
            self.store.swap(key, leased, _text(held), self.lifetime)
            raise
        if answer.is_error:
            self.drop(handle)
            raise NoSessionError(ENDED)
        renewed = self._held(answer.json())
        # Only if the lease is still there: a log-out since then must win.
        if not self.store.swap(key, leased, _text(renewed), self.lifetime):
            raise NoSessionError(UNKNOWN)
        return renewed.access

    def _held(self, pair: Pair) -> TokenPair:
        expires = self.clock() + pair["expires_in"]
        return TokenPair(pair["access_token"], pair["refresh_token"], expires)


def send(api: httpx.Client, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401
    """Return the API's answer.

    Raises:
        ProblemError: 503, there is none, or it says that the API has failed.

    """
    try:
        answer = api.request(method, path, **more)
    except httpx.TransportError as error:
        raise _away() from error
    if answer.is_server_error:
        raise _away()
    return answer


def _away() -> ProblemError:
    text = "The API does not answer: try again in 2 seconds."
    return ProblemError(503, text, {"Retry-After": "2"})


def _key(handle: str) -> str:
    return entry_key("tokens", handle)


def _text(held: TokenPair) -> str:
    return json.dumps(asdict(held))
