"""Ask for a fresh or stronger log-in before a sensitive action (RFC 9470)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from examples.auth.clock import Clock
from examples.auth.times import numeric_date
from examples.auth.wording import shown_duration

ERROR = "insufficient_user_authentication"


class StepUpRequiredError(ValueError):
    """The user must authenticate again; `str()` says why.

    Args:
        sentence: for the user.
        needed: what the next log-in has to fulfil.

    """

    def __init__(self, sentence: str, needed: "StepUp") -> None:
        super().__init__(sentence)
        self.needed = needed

    def challenge(self, scheme: str = "Bearer") -> str:
        """Return the value of WWW-Authenticate for the answer 401 (RFC 9470 §3)."""
        parts = [f'error="{ERROR}"', f'error_description="{self}"']
        if self.needed.acr_values:
            parts.append(f'acr_values="{" ".join(self.needed.acr_values)}"')
        if self.needed.max_age is not None:
            parts.append(f'max_age="{self.needed.max_age}"')
        return f"{scheme} {', '.join(parts)}"


@dataclass(frozen=True)
class StepUp:
    """What an action demands of the user's log-in.

    Args:
        acr_values: accepted values of `acr`, the best one first; the identity
            provider defines them. Empty accepts any.
        max_age: seconds since the user last proved who they are; None for any.
        clock: returns seconds since 1970-01-01 UTC.
        leeway: seconds by which the provider's clock may be ahead.

    """

    acr_values: tuple[str, ...] = ()
    max_age: int | None = None
    clock: Clock = time.time
    leeway: int = 30

    # --8<-- [start:check]
    def check(self, claims: Mapping[str, object]) -> None:
        """Return if the log-in of these verified claims is good enough.

        Args:
            claims: of an access token or ID token, or what a session remembers.

        Raises:
            StepUpRequiredError: it is too old or too weak, or the claims do not
                say. A claim that is missing proves nothing.
            TokenRejectedError: `auth_time` is not a date.

        """
        if self.acr_values and claims.get("acr") not in self.acr_values:
            raise StepUpRequiredError("Log in with a stronger method.", self)
        if self.max_age is None:
            return
        logged_in = numeric_date(claims, "auth_time")
        if logged_in is None or not self._is_recent(logged_in):
            limit = shown_duration(self.max_age)
            raise StepUpRequiredError(
                f"Log in again: the last log-in must be under {limit} old.", self
            )

    # --8<-- [end:check]

    def _is_recent(self, logged_in: float) -> bool:
        age = self.clock() - logged_in
        return self.max_age is not None and -self.leeway <= age < self.max_age

    def request(self) -> dict[str, str]:
        """Return what to add to the authorization request (OpenID Connect §3.1.2.1)."""
        wanted = {"acr_values": " ".join(self.acr_values)} if self.acr_values else {}
        if self.max_age is not None:
            wanted["max_age"] = str(self.max_age)
        return wanted
