"""Opaque access tokens: random references that the issuer looks up (RFC 7662)."""

import json
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from examples.auth.clock import Clock
from examples.auth.sessions import hash_of
from examples.auth.store_protocol import Store, StoreUnavailableError, entry_key
from examples.auth.times import check_times
from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.auth.tokens import Claims

INACTIVE: Claims = {"active": False}


@dataclass(frozen=True)
class OpaqueTokens:
    """The issuer's side: issue, introspect and revoke access tokens.

    The store has only the SHA-256 of a token, so its reader cannot use one.

    Args:
        store: shared by all servers of the issuer.
        issuer: the `iss` of the answers.
        clock: returns seconds since 1970-01-01 UTC.
        lifetime: seconds from issue to expiry.

    """

    store: Store
    issuer: str
    clock: Clock = time.time
    lifetime: int = 900

    def issue(self, subject: str, audience: str, client: str, scope: str = "") -> str:
        """Return a new token: 256 random bits that say nothing to their holder."""
        token, now = secrets.token_urlsafe(32), int(self.clock())
        known = {
            "iss": self.issuer,
            "sub": subject,
            "aud": audience,
            "client_id": client,
            "scope": scope,
            "iat": now,
            "exp": now + self.lifetime,
        }
        handle = hash_of(token)
        self.store.add(entry_key("opaque-of", subject), handle, self.lifetime)
        self.store.put(entry_key("opaque", handle), json.dumps(known), self.lifetime)
        return token

    # --8<-- [start:introspect]
    def introspect(self, token: str, caller: str) -> Claims:
        """Return what an API may know of a token (RFC 7662 §2.2).

        Args:
            token: as the API received it.
            caller: the API that asks. Authenticate it before this call, or anyone
                could try tokens here (RFC 7662 §2.1, §4).

        """
        text = self.store.get(entry_key("opaque", hash_of(token)))
        known: Claims = {} if text is None else json.loads(text)
        # An API learns nothing about tokens that are meant for another one.
        if known.get("aud") != caller or self.clock() >= known["exp"]:
            return INACTIVE
        return {"active": True, "token_type": "Bearer"} | known

    # --8<-- [end:introspect]

    def revoke(self, token: str) -> None:
        """Refuse the token from now on; an unknown one is no error (RFC 7009 §2.2)."""
        self.store.delete(entry_key("opaque", hash_of(token)))

    def revoke_all(self, subject: str) -> None:
        """Refuse all tokens of the subject from now on."""
        index = entry_key("opaque-of", subject)
        for handle in self.store.members(index):
            self.store.delete(entry_key("opaque", handle))
            self.store.discard(index, handle)


type Ask = Callable[[str], Mapping[str, Any]]
"""Sends a token to the issuer over HTTPS and returns the JSON object of the answer.

It raises OSError if the issuer does not answer.
"""


@dataclass(frozen=True)
class IntrospectionClient:
    """The API's side: ask the issuer, and remember its yes for a few seconds.

    Args:
        ask: sends the token to the issuer.
        issuer: the only accepted `iss`.
        audience: the name of this API.
        clock: returns seconds since 1970-01-01 UTC.
        keep: seconds for which a revoked token may still be accepted. 0 asks the
            issuer at each request (RFC 7662 §4).
        most: how many answers to remember.

    """

    ask: Ask
    issuer: str
    audience: str
    clock: Clock = time.time
    keep: float = 0
    most: int = 10_000
    _known: dict[str, tuple[float, Claims]] = field(
        init=False, repr=False, default_factory=dict
    )
    _lock: threading.Lock = field(
        init=False, repr=False, default_factory=threading.Lock
    )

    # --8<-- [start:verify]
    def verify(self, token: str) -> Claims:
        """Return what the issuer says of the token.

        Raises:
            TokenRevokedError: the issuer does not accept the token, or not here.
            TokenRejectedError: the answer is not about a token for this API.
            StoreUnavailableError: the issuer does not answer; reply with 503.

        """
        now, name = self.clock(), hash_of(token)
        until, claims = self._known.get(name, (now, INACTIVE))
        if now >= until:
            claims = self._asked(token)
            if self.keep > 0:
                self._remember(name, now + self.keep, claims)
        check_times(claims, now)
        return claims

    # --8<-- [end:verify]

    def _asked(self, token: str) -> Claims:
        try:
            answer = dict(self.ask(token))
        except OSError as error:
            raise StoreUnavailableError from error
        if answer.get("active") is not True:
            raise TokenRevokedError("The issuer says that this token is not active.")
        audience = answer.get("aud")
        named = audience if isinstance(audience, list) else [audience]
        if answer.get("iss") != self.issuer or self.audience not in named:
            raise TokenRejectedError(
                "not for this API",
                "The issuer's answer is about a token of another issuer or API.",
            )
        return answer

    def _remember(self, name: str, until: float, claims: Claims) -> None:
        with self._lock:
            if len(self._known) >= self.most:
                self._known.clear()  # plain, and it bounds the memory
            self._known[name] = until, claims
