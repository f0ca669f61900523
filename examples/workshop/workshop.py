"""Sign, decode, verify and revoke tokens: texts of a page's fields in, dicts out."""

import json
import math
import time
from collections.abc import Callable, Mapping
from typing import Any

import jwt

from examples.auth.clock import Clock
from examples.auth.revocation import KEPT_FOR_EVER, Denylist
from examples.auth.times import check_times
from examples.auth.token_errors import (
    TokenError,
    TokenExpiredError,
    TokenRejectedError,
    TokenRevokedError,
    missing,
    translate,
)
from examples.auth.wording import shown, shown_time
from examples.jose.compact import read_token
from examples.jose.parsing import ParseError
from examples.stores.memory import MemoryStore, Store
from examples.workshop.fields import check_length, read_claims
from examples.workshop.keys import read_workshop_key
from examples.workshop.types import (
    Cost,
    Decoded,
    Done,
    Failure,
    FieldError,
    Listed,
    Row,
    Signed,
    Verified,
)
from examples.workshop.user_revocations import UserRevocations

DENYLIST_INDEX = "workshop-denylist"
NEVER_EXPIRES = "This token never expires, so its denylist entry has to stay for ever."

_SIGNATURE_ONLY: jwt.types.Options = {
    "verify_aud": False,
    "verify_iss": False,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
}


class Workshop:
    """Sign, decode, verify and revoke tokens. No text makes a method raise.

    Args:
        store: keeps the denylist, by default in memory.
        clock: returns seconds since 1970-01-01 UTC.

    """

    def __init__(self, store: Store | None = None, clock: Clock = time.time) -> None:
        self._store = MemoryStore(clock) if store is None else store
        self._clock = clock
        self._denied = Denylist(self._store, clock)
        self._users = UserRevocations(clock)

    def sign(self, claims: str, algorithm: str, key: str) -> Signed | Failure:
        """Sign a JSON object of claims as a JWT."""
        try:
            signer = read_workshop_key(algorithm, key, signing=True)
            token = jwt.encode(read_claims(claims), signer, algorithm)
            return {"token": check_length(token)}
        except FieldError as error:
            return error.failure()

    def decode(self, token: str) -> Decoded | Failure:
        """Show the content of a token without verifying it."""
        try:
            parts = read_token(token.strip())
        except ParseError as error:
            return {"error": str(error), "field": "token"}
        return {
            "header": parts.header,
            "payload": parts.payload,
            "header_text": _indented(parts.header),
            "payload_text": _indented(parts.payload),
            "sizes": parts.sizes,
        }

    def verify(self, token: str, algorithm: str, key: str) -> Verified:
        """Judge a token as a server does, but without comparing iss and aud."""
        try:
            claims = self._verified(token.strip(), algorithm, key)
        except TokenExpiredError as error:
            return {"verdict": "Expired", "detail": str(error)}
        except TokenRevokedError as error:
            return {"verdict": "Revoked", "detail": str(error)}
        except TokenRejectedError as error:
            return {"verdict": f"Rejected: {error.reason}", "detail": str(error)}
        except FieldError as error:
            return {"verdict": f"Rejected: bad {error.field}", "detail": str(error)}
        return {"verdict": "Accepted", "detail": _accepted(claims)}

    def revoke(self, token: str, algorithm: str, key: str) -> Listed | Failure:
        """Put a valid token on the denylist until it expires.

        The token is verified first, because otherwise anyone could fill the list
        with invented ids. A token without `exp` keeps its entry for ever.
        """
        try:
            claims = self._verified(token.strip(), algorithm, key)
            row = _row(claims)
        except TokenRevokedError as error:
            return {"denylist": self.denylist(), "message": str(error)}
        except TokenError as error:
            return {"error": f"Nothing was revoked. {error}", "field": "token"}
        except FieldError as error:
            return error.failure()
        self._denied.revoke(claims)
        message = f"The token {shown(row['jti'])} is refused from now on."
        lasts = KEPT_FOR_EVER
        if row["exp"] is None:
            message = f"{message} {NEVER_EXPIRES}"
        else:
            # The token may expire between the check and here, but a time to live
            # must be positive.
            lasts = max(1, math.ceil(row["exp"] - self._clock()))
        self._store.add(DENYLIST_INDEX, json.dumps(row), lasts)
        return {"denylist": self.denylist(), "message": message}

    def revoke_user(self, token: str, algorithm: str, key: str) -> Done | Failure:
        """Refuse every token issued until now to the user of a valid token."""
        return self._for_user(self._users.revoke_all, token, algorithm, key)

    def raise_version(self, token: str, algorithm: str, key: str) -> Done | Failure:
        """Refuse every token that lacks the new version of a valid token's user."""
        return self._for_user(self._users.raise_version, token, algorithm, key)

    def _for_user(
        self,
        revoke: Callable[[Mapping[str, Any]], str],
        token: str,
        algorithm: str,
        key: str,
    ) -> Done | Failure:
        try:
            return {"message": revoke(self._verified(token.strip(), algorithm, key))}
        except TokenError as error:
            return {"error": f"Nothing was revoked. {error}", "field": "token"}
        except FieldError as error:
            return error.failure()

    def costs(self) -> list[Cost]:
        """Count what each way of revocation has stored."""
        return self._users.costs(self.denylist())

    def denylist(self) -> list[Row]:
        """Return the entries of unexpired tokens, the next one to expire first."""
        rows: list[Row] = [
            json.loads(row) for row in self._store.members(DENYLIST_INDEX)
        ]
        alive = [row for row in rows if _expiry(row) > self._clock()]
        return sorted(alive, key=lambda row: (_expiry(row), row["iss"], row["jti"]))

    def _verified(self, token: str, algorithm: str, key: str) -> dict[str, Any]:
        verifier = read_workshop_key(algorithm, key, signing=False)
        try:
            read_token(token)
            claims: dict[str, Any] = jwt.decode(
                token, verifier, algorithms=[algorithm], options=_SIGNATURE_ONLY
            )
        except ParseError as error:
            raise TokenRejectedError("malformed token", str(error)) from error
        except jwt.PyJWTError as error:
            raise translate(error, token) from error
        check_times(claims, self._clock())
        if "iss" in claims and "jti" in claims:
            self._denied.check(claims)
        self._users.check(claims)
        return claims


def _row(claims: dict[str, Any]) -> Row:
    for name in ("iss", "jti"):
        if name not in claims:
            raise missing(name)
    if not isinstance(claims["iss"], str):
        raise TokenRejectedError(
            "iss is not a string",
            f"The iss {shown(claims['iss'])} is not a string (RFC 7519 §4.1.1).",
        )
    return {"iss": claims["iss"], "jti": claims["jti"], "exp": claims.get("exp")}


def _expiry(row: Row) -> float:
    return math.inf if row["exp"] is None else row["exp"]


def _accepted(claims: dict[str, Any]) -> str:
    until = f"until {shown_time(claims['exp'])}" if "exp" in claims else "for ever"
    return (
        f"The signature matches and the token is valid {until}. "
        "The workshop does not compare iss and aud."
    )


def _indented(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)
