"""Publish the status of every token in one signed list (Token Status List draft)."""

import threading
import time
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

import jwt
from jwt.utils import base64url_decode, base64url_encode

from examples.auth.clock import Clock
from examples.auth.signing_keys import KeyRing
from examples.auth.store_protocol import StoreUnavailableError
from examples.auth.times import numeric_date
from examples.auth.token_errors import TokenRejectedError, TokenRevokedError
from examples.auth.tokens import Claims
from examples.auth.wording import shown
from examples.oauth.signed_jwt import Expected, KeySource, verify_signed

TYPE = "statuslist+jwt"
VALID, INVALID, SUSPENDED = 0, 1, 2
BITS = (1, 2, 4, 8)
LARGEST = 2**21
"""Bytes that a verifier unpacks at most, because a small text could fill its memory."""


class StatusList:
    """The statuses of many tokens, packed into bytes from the lowest bit on (§4.1).

    Args:
        size: how many tokens the list has room for.
        bits: 1, 2, 4 or 8 for each token; one bit knows only valid and invalid.

    Raises:
        ValueError: the number of bits or the size is not possible.

    """

    def __init__(self, size: int, bits: int = 1) -> None:
        if bits not in BITS or size < 1:
            raise ValueError(f"A list of {size} tokens with {bits} bits is impossible.")
        self.bits = bits
        self._bytes = bytearray((size * bits + 7) // 8)
        self._lock = threading.Lock()

    # --8<-- [start:bits]
    def set(self, index: int, status: int) -> None:
        """Set the status of one token."""
        place, shift, mask = self._place(index)
        if not 0 <= status <= mask:
            raise ValueError(f"The status {status} does not fit {self.bits} bits.")
        with self._lock:  # the other tokens of this byte must not change
            rest = self._bytes[place] & ~(mask << shift)
            self._bytes[place] = rest | status << shift

    def get(self, index: int) -> int:
        """Return the status of one token."""
        place, shift, mask = self._place(index)
        return self._bytes[place] >> shift & mask

    # --8<-- [end:bits]

    def _place(self, index: int) -> tuple[int, int, int]:
        per_byte = 8 // self.bits
        # Python would take -1 for the last token.
        if not 0 <= index < len(self._bytes) * per_byte:
            raise IndexError(f"The index {index} is outside the list.")
        place, number = divmod(index, per_byte)
        return place, number * self.bits, (1 << self.bits) - 1

    def packed(self) -> dict[str, int | str]:
        """Return the claim `status_list`: DEFLATE in the ZLIB format (§4.2)."""
        with self._lock:
            held = bytes(self._bytes)
        return {
            "bits": self.bits,
            "lst": base64url_encode(zlib.compress(held, 9)).decode(),
        }

    @classmethod
    def unpacked(cls, claim: object) -> "StatusList":
        """Read the claim `status_list` of a verified token.

        Raises:
            TokenRejectedError: it is malformed, or it unpacks to more than `LARGEST`.

        """
        if not isinstance(claim, Mapping):
            raise _malformed("status_list is no object")
        bits, lst = claim.get("bits"), claim.get("lst")
        if isinstance(bits, bool) or bits not in BITS or not isinstance(lst, str):
            raise _malformed("bits or lst is wrong")
        reader = zlib.decompressobj()
        try:
            held = reader.decompress(base64url_decode(lst), LARGEST)
        except (ValueError, zlib.error) as error:
            raise _malformed("lst is not compressed") from error
        if not (reader.eof and held):
            raise _malformed("lst is empty, cut off or too large")
        made = cls(len(held) * 8 // bits, bits)
        made._bytes[:] = held
        return made


@dataclass(frozen=True)
class StatusIssuer:
    """The issuer's side: give each token a place in the list, and sign the list.

    The list is the only record of what was revoked, and an empty list says that
    every token is valid. So keep it in your database, not only in memory.

    Args:
        statuses: the list.
        keys: the issuer's keys.
        issuer: the `iss` of the list.
        uri: where verifiers fetch the list; each token repeats it.
        clock: returns seconds since 1970-01-01 UTC.
        ttl: seconds for which verifiers may keep a copy.
        lifetime: seconds after which a copy must not be used.

    """

    statuses: StatusList
    keys: KeyRing
    issuer: str
    uri: str
    clock: Clock = time.time
    ttl: int = 300
    lifetime: int = 3600

    def reference(self, index: int) -> Claims:
        """Return the claim `status` of the token that has this place (§6.2)."""
        return {"status_list": {"idx": index, "uri": self.uri}}

    def token(self) -> str:
        """Return the signed list, to be served as application/statuslist+jwt."""
        now, key = int(self.clock()), self.keys.current()
        claims = {
            "iss": self.issuer,
            "sub": self.uri,
            "iat": now,
            "exp": now + self.lifetime,
            "ttl": self.ttl,
            "status_list": self.statuses.packed(),
        }
        headers = {"typ": TYPE, "kid": key.kid}
        return jwt.encode(claims, key.private, key.algorithm, headers)


type Fetch = Callable[[str], tuple[int, str]]
"""Returns the HTTP status and the body for an address; raises OSError on failure."""


@dataclass(frozen=True)
class _Copy:
    statuses: StatusList
    fresh_until: float
    usable_until: float


@dataclass(frozen=True)
class StatusChecker:
    """The verifier's side: keep a copy of each list, and look tokens up in it.

    Args:
        fetch: gets a list over HTTPS, with a timeout and without redirects.
        keys: the issuer's public keys.
        issuer: the only accepted `iss` of a list.
        uris: the lists that may be fetched. The `uri` comes from a token, so
            without this list a token could send requests into your network.
        clock: returns seconds since 1970-01-01 UTC.
        longest_ttl: seconds, the most that a copy is kept, whatever the list says.
        retry: seconds to wait after a fetch that failed.
        leeway: seconds by which the clocks of issuer and verifier may differ.

    """

    fetch: Fetch
    keys: KeySource
    issuer: str
    uris: Collection[str]
    clock: Clock = time.time
    longest_ttl: float = 900
    retry: float = 10
    leeway: int = 60
    _copies: dict[str, _Copy] = field(init=False, repr=False, default_factory=dict)
    _next_try: dict[str, float] = field(init=False, repr=False, default_factory=dict)
    _lock: threading.Lock = field(
        init=False, repr=False, default_factory=threading.Lock
    )

    # --8<-- [start:check]
    def check(self, claims: Claims) -> None:
        """Let the token of these verified claims pass if its status is valid.

        Raises:
            TokenRevokedError: the status is not 0.
            TokenRejectedError: the token or the list is malformed.
            StoreUnavailableError: there is no list to decide with; answer 503.

        """
        index, uri = self._reference(claims)
        try:
            status = self._copy(uri).get(index)
        except IndexError as error:
            raise TokenRejectedError("not in the list", str(error)) from error
        if status != VALID:
            raise TokenRevokedError(f"The list gives it the status {status}.")

    # --8<-- [end:check]

    def _reference(self, claims: Claims) -> tuple[int, str]:
        status = claims.get("status")
        found = status.get("status_list") if isinstance(status, Mapping) else None
        if not isinstance(found, Mapping):
            raise TokenRejectedError(
                "no status", "The token has no status_list, which is required here."
            )
        index, uri = found.get("idx"), found.get("uri")
        if isinstance(index, bool) or not isinstance(index, int):
            raise TokenRejectedError("bad status", f"The idx {shown(index)} is wrong.")
        if not isinstance(uri, str) or uri not in self.uris:
            raise TokenRejectedError(
                "unknown list", f"The list {shown(uri)} is not one of ours."
            )
        return index, uri

    def _copy(self, uri: str) -> StatusList:
        with self._lock:  # one request fetches, the others wait for its result
            now, held = self.clock(), self._copies.get(uri)
            if held is not None and now < held.fresh_until:
                return held.statuses
            if now >= self._next_try.get(uri, now):
                try:
                    held = self._copies[uri] = self._fetched(uri, now)
                except (OSError, TokenRejectedError, ValueError):
                    # An old copy may be used until it expires, and no longer.
                    self._next_try[uri] = now + self.retry
            if held is None or now >= held.usable_until:
                raise StoreUnavailableError(int(self.retry))
            return held.statuses

    def _fetched(self, uri: str, now: float) -> _Copy:
        code, body = self.fetch(uri)
        if code != HTTPStatus.OK:
            raise OSError(f"The status list answers {code}.")
        required = ("sub", "iat", "exp", "status_list")
        expected = Expected(self.issuer, None, (TYPE,), required, self.leeway)
        claims = verify_signed(body, self.keys, expected, now)
        if claims["sub"] != uri:
            raise _malformed("sub is not the address that it was fetched from")
        ttl = numeric_date(claims, "ttl")
        if ttl == 0:
            raise _malformed("ttl must be positive")
        kept = self.longest_ttl if ttl is None else min(ttl, self.longest_ttl)
        statuses = StatusList.unpacked(claims["status_list"])
        return _Copy(statuses, now + kept, claims["exp"] + self.leeway)


def _malformed(fault: str) -> TokenRejectedError:
    return TokenRejectedError("bad status list", f"The status list is wrong: {fault}.")
