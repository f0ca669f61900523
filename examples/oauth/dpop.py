"""Bind access tokens to a key of the client: proofs of possession (DPoP, RFC 9449)."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

import jwt
from jwt.utils import base64url_encode

from examples.auth.clock import Clock
from examples.auth.signing_keys import Jwk, new_signing_key
from examples.auth.store_protocol import Store, entry_key
from examples.auth.times import numeric_date
from examples.auth.token_errors import TokenError, TokenRejectedError
from examples.auth.tokens import Claims
from examples.auth.wording import shown
from examples.oauth.key_proofs import (
    ALGORITHM,
    key_in_header,
    public_members,
    thumbprint,
    verify_proof,
)

TYPE = "dpop+jwt"


class DpopError(TokenError):
    """The proof is missing or wrong, so the request is refused.

    Args:
        error: `invalid_dpop_proof`, `invalid_token` or `use_dpop_nonce`.
        sentence: what is wrong.
        nonce: the value of the answer's header DPoP-Nonce, or "" for none.

    """

    def __init__(self, error: str, sentence: str, nonce: str = "") -> None:
        super().__init__(sentence)
        self.error = error
        self.nonce = nonce

    def headers(self) -> dict[str, str]:
        """Return the headers of the answer 401 (RFC 9449 §7.1, §9)."""
        challenge = f'DPoP algs="{ALGORITHM}", error="{self.error}"'
        more = {"DPoP-Nonce": self.nonce} if self.nonce else {}
        return {"WWW-Authenticate": challenge} | more


class DpopKey:
    """The client's side: a key pair that signs one proof for each request."""

    def __init__(self, clock: Clock = time.time) -> None:
        self._clock = clock
        pair = new_signing_key(ALGORITHM)
        self._private = pair.private
        self.jwk: Jwk = public_members(pair.public_jwk())

    @property
    def thumbprint(self) -> str:
        """The name of the key, which the issuer writes into the token's `cnf`."""
        return thumbprint(self.jwk)

    def proof(
        self, method: str, url: str, access_token: str = "", nonce: str = ""
    ) -> str:
        """Return the value of the header DPoP for one request (RFC 9449 §4.2)."""
        claims: Claims = {
            "jti": secrets.token_urlsafe(16),
            "htm": method,
            "htu": without_query(url),
            "iat": int(self._clock()),
        }
        if access_token:
            claims["ath"] = hash_of_token(access_token)
        if nonce:
            claims["nonce"] = nonce
        headers = {"typ": TYPE, "jwk": self.jwk}
        return jwt.encode(claims, self._private, ALGORITHM, headers)


@dataclass(frozen=True)
class DpopNonces:
    """Nonces that the server computes from the time, so it need not store them.

    With a nonce, a proof cannot have been made long before its use. Without it, a
    script that could use the key for one minute could sign proofs for next week
    (RFC 9449 §11.2).

    Args:
        secret: at least 32 random bytes, the same on every server.
        clock: returns seconds since 1970-01-01 UTC.
        period: seconds after which there is a new nonce; the previous one still works.

    """

    secret: bytes = field(repr=False)
    clock: Clock = time.time
    period: int = 120

    def current(self) -> str:
        """Return the nonce to send to clients now."""
        return self._nonce(int(self.clock() // self.period))

    def accepts(self, given: object) -> bool:
        """Return whether this is the current nonce or the one before."""
        if not (isinstance(given, str) and given.isascii()):
            return False
        number = int(self.clock() // self.period)
        known = [self._nonce(number), self._nonce(number - 1)]
        return any(hmac.compare_digest(given, one) for one in known)

    def _nonce(self, number: int) -> str:
        mac = hmac.digest(self.secret, b"dpop-nonce %d" % number, "sha256")
        return base64url_encode(mac[:16]).decode()


@dataclass(frozen=True)
class DpopProofs:
    """The server's side: check proofs, and accept each of them once.

    Args:
        store: remembers the proofs that were used; shared by all servers that one
            proof could be sent to.
        clock: returns seconds since 1970-01-01 UTC.
        window: seconds for which a proof is accepted after its `iat`.
        leeway: seconds by which a client's clock may be ahead.
        nonces: demands a nonce in each proof; None demands none.

    """

    store: Store
    clock: Clock = time.time
    window: int = 60
    leeway: int = 5
    nonces: DpopNonces | None = None

    def check(
        self, proofs: Sequence[str], method: str, url: str, access_token: str = ""
    ) -> str:
        """Check the header DPoP of a request (RFC 9449 §4.3).

        Args:
            proofs: the values of the header; there must be exactly one.
            method: of the request.
            url: the address as the client sees it, also behind a proxy.
            access_token: the token of the request; "" at the token endpoint.

        Returns:
            The thumbprint of the key that signed the proof.

        Raises:
            DpopError: the proof is missing or wrong, or it was used before.

        """
        # --8<-- [start:check]
        claims, jwk = self._verified(proofs)
        self._check_request(claims, method, url, access_token)
        self._check_fresh(claims)
        self._use_up(claims, thumbprint(jwk))
        return thumbprint(jwk)
        # --8<-- [end:check]

    def _verified(self, proofs: Sequence[str]) -> tuple[Claims, Jwk]:
        if len(proofs) != 1:
            raise _bad(f"The request has {len(proofs)} DPoP headers, not one.")
        (proof,) = proofs
        try:
            jwk = key_in_header(proof)
            return verify_proof(proof, jwk, TYPE, "jti", "htm", "htu", "iat"), jwk
        except TokenRejectedError as error:
            raise _bad(str(error)) from error

    def _check_request(
        self, claims: Claims, method: str, url: str, access_token: str
    ) -> None:
        if claims["htm"] != method:
            raise _bad(f"The proof is for the method {shown(claims['htm'])}.")
        if not same_address(claims["htu"], url):
            raise _bad(f"The proof is for {shown(claims['htu'])}.")
        ath = claims.get("ath")
        if access_token and not _equal(ath, hash_of_token(access_token)):
            raise _bad("The proof's ath is not the hash of this access token.")

    def _check_fresh(self, claims: Claims) -> None:
        if self.nonces is not None and not self.nonces.accepts(claims.get("nonce")):
            raise DpopError(
                "use_dpop_nonce",
                "The proof has no current nonce: repeat the request with the one "
                "of the header DPoP-Nonce.",
                self.nonces.current(),
            )
        try:
            issued = numeric_date(claims, "iat") or 0
        except TokenRejectedError as error:
            raise _bad(str(error)) from error
        age = self.clock() - issued
        if not -self.leeway <= age < self.window:
            raise _bad(f"The proof is {age:.0f} seconds old, not 0 to {self.window}.")

    # --8<-- [start:use_up]
    def _use_up(self, claims: Claims, key: str) -> None:
        # The last check, so that only holders of a key can fill the store. The hash
        # keeps a long jti from becoming a long key.
        jti = f"{key} {claims['jti']}".encode(errors="surrogatepass")
        name = hashlib.sha256(jti).hexdigest()
        lasts = self.window + self.leeway + 1
        # Of several requests with this proof, one can write its own random value.
        own = secrets.token_hex(8)
        if not self.store.swap(entry_key("dpop", name), "", own, lasts):
            raise _bad("The proof was used before: sign a new one.")

    # --8<-- [end:use_up]


class Verifier(Protocol):
    """Verifies access tokens, as Tokens and KeyPairTokens do."""

    def verify(self, token: str, /) -> Claims:
        """Return the claims, or raise TokenError."""
        ...


@dataclass(frozen=True)
class DpopGate:
    """The protected API: a token works only together with the key it is bound to.

    Args:
        tokens: verifies the access token.
        proofs: checks the proof.

    """

    tokens: Verifier
    proofs: DpopProofs

    # --8<-- [start:gate]
    def authenticate(
        self, authorization: str, proofs: Sequence[str], method: str, url: str
    ) -> Claims:
        """Return the claims of the request's token.

        Raises:
            DpopError: the token is bound to another key, to none, or it was sent
                as a bearer token, which a thief could do without the key.
            TokenError: the token itself is refused.

        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "dpop":
            raise _unbound("Send the token as DPoP, with a proof.")
        claims = self.tokens.verify(token)
        confirmed = claims.get("cnf")
        bound_to = confirmed.get("jkt") if isinstance(confirmed, dict) else None
        key = self.proofs.check(proofs, method, url, token)
        if not _equal(bound_to, key):
            raise _unbound("The token is bound to another key.")
        return claims

    # --8<-- [end:gate]


def hash_of_token(token: str) -> str:
    """Return the `ath` of an access token (RFC 9449 §4.2)."""
    digest = hashlib.sha256(token.encode("ascii", "replace")).digest()
    return base64url_encode(digest).decode()


def without_query(url: str) -> str:
    """Return the address without its query and fragment (RFC 9449 §4.2, htu)."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def same_address(given: Any, url: str) -> bool:  # noqa: ANN401 - any JSON value
    """Compare two addresses as RFC 3986 §6.2.2 and §6.2.3 allow, without the query."""
    try:
        return isinstance(given, str) and _parts(given) == _parts(url)
    except ValueError:  # `http://[` or a port that is no number
        return False


def _parts(url: str) -> tuple[str, str | None, int | None, str]:
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or usual, parts.path or "/"


def _equal(given: object, expected: str) -> bool:
    if not isinstance(given, str):
        return False
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())


def _bad(sentence: str) -> DpopError:
    return DpopError("invalid_dpop_proof", sentence)


def _unbound(sentence: str) -> DpopError:
    return DpopError("invalid_token", sentence)
