"""Exchange a user's token for one that the next service accepts (RFC 8693)."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypedDict

from examples.auth.clock import Clock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing
from examples.auth.token_errors import TokenError
from examples.auth.tokens import Claims
from examples.auth.wording import shown

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 - a name

KEPT = ("acr", "auth_time", "sid")
"""Claims that describe the user's log-in, so they stay true in the new token."""


class ExchangeRefusedError(ValueError):
    """The issuer does not exchange this token.

    Args:
        error: the code for the client (RFC 8693 §2.2.2, RFC 6749 §5.2).
        sentence: what is wrong with the request.

    """

    def __init__(self, error: str, sentence: str) -> None:
        super().__init__(sentence)
        self.error = error


class Exchanged(TypedDict):
    """The answer to an exchange (RFC 8693 §2.2.1)."""

    access_token: str
    issued_token_type: str
    token_type: str
    expires_in: int
    scope: str


@dataclass(frozen=True)
class TokenExchange:
    """The issuer's side of token exchange, for services that call each other.

    The new token has the same user, one new audience, no scope and no time that the
    old one did not have, and the claim `act`, which names the service that acts for
    the user (RFC 8693 §4.1).

    Args:
        keys: the issuer's keys.
        issuer: the `iss` of the old token and of the new one.
        may_call: maps each service to the services that it may call.
        clock: returns seconds since 1970-01-01 UTC.
        lifetime: seconds, the most that a new token is valid. A log-out at the
            issuer does not end it, so keep it as short as one chain of calls.
        longest_chain: how many services may act one after the other.

    """

    keys: KeyRing
    issuer: str
    may_call: Mapping[str, Collection[str]]
    clock: Clock = time.time
    lifetime: int = 60
    longest_chain: int = 4

    def exchange(
        self, actor: str, subject_token: str, audience: str, scope: str | None = None
    ) -> Exchanged:
        """Return a token with which the actor may call one other service.

        Args:
            actor: the service that asks; authenticate it before this call.
            subject_token: the user's token, which must be meant for the actor.
            audience: the service that the actor wants to call.
            scope: less than the old token has, or None for the same.

        Raises:
            ExchangeRefusedError: the answer is the OAuth error that it names.

        """
        # --8<-- [start:exchange]
        old = self._verified(actor, subject_token)
        if audience not in self.may_call.get(actor, ()):
            raise ExchangeRefusedError("invalid_target", not_allowed(actor, audience))
        granted = narrowed(old, scope)
        seconds = min(self.lifetime, int(old["exp"] - self.clock()))
        new = replace(self._tokens(audience), lifetime=seconds)
        kept = {name: old[name] for name in KEPT if name in old}
        act, chosen = self._chain(actor, old), {"scope": granted} if granted else {}
        token = new.issue(old["sub"], act=act, client_id=actor, **chosen, **kept)
        return answer(token, seconds, granted)
        # --8<-- [end:exchange]

    def _tokens(self, audience: str) -> KeyPairTokens:
        return KeyPairTokens(self.keys, self.issuer, audience, self.clock)

    def _verified(self, actor: str, token: str) -> Claims:
        # The token must be meant for the actor. Otherwise a service could exchange
        # a token that it found in a log or took from another service.
        try:
            claims = self._tokens(actor).verify(token)
        except TokenError as error:
            raise ExchangeRefusedError("invalid_request", str(error)) from error
        allowed = claims.get("may_act", {"sub": actor})
        if not (isinstance(allowed, dict) and allowed.get("sub") == actor):
            raise ExchangeRefusedError(
                "invalid_request", f"The token's may_act does not name {shown(actor)}."
            )
        return claims

    def _chain(self, actor: str, old: Claims) -> Claims:
        act, length, earlier = {"sub": actor}, 1, old.get("act")
        if earlier is not None:
            act["act"] = earlier
        while isinstance(earlier, dict):
            length, earlier = length + 1, earlier.get("act")
        if length > self.longest_chain:
            raise ExchangeRefusedError(
                "invalid_request",
                f"{length} services would act one after the other, but "
                f"{self.longest_chain} are allowed: shorten the chain of calls.",
            )
        return act


def narrowed(old: Claims, scope: str | None) -> str:
    """Return the scope of the new token, which the old token must contain.

    Raises:
        ExchangeRefusedError: `invalid_scope`, the old token does not have all of it.

    """
    held = str(old.get("scope", ""))
    wanted = held if scope is None else scope
    more = sorted(set(wanted.split()) - set(held.split()))
    if more:
        raise ExchangeRefusedError(
            "invalid_scope",
            f"The user's token does not have the scope {shown(' '.join(more))}: "
            "ask for no more than it has.",
        )
    return wanted


def not_allowed(actor: str, audience: str) -> str:
    """Return the sentence for a service that may not call the other one."""
    return (
        f"{shown(actor)} may not call {shown(audience)}: "
        "register the call at the issuer if it is meant."
    )


def answer(token: str, seconds: int, scope: str) -> Exchanged:
    """Return the body of the answer; send it with `Cache-Control: no-store`."""
    return Exchanged(
        access_token=token,
        issued_token_type=ACCESS_TOKEN,
        token_type="Bearer",  # noqa: S106 - a name
        expires_in=seconds,
        scope=scope,
    )
