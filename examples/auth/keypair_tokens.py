"""Sign access tokens with a key pair, so that verifiers cannot make tokens."""

import secrets
import time
from dataclasses import dataclass

import jwt

from examples.auth.clock import Clock
from examples.auth.signing_keys import KeyRing, SigningKey
from examples.auth.times import check_times
from examples.auth.token_errors import TokenRejectedError, translate
from examples.auth.tokens import (
    DECODE_OPTIONS,
    TYPE,
    Claims,
    check_type,
    refuse_registered,
)
from examples.auth.wording import shown


@dataclass(frozen=True)
class KeyPairTokens:
    """Issue and verify the access tokens of one issuer for one audience.

    Args:
        keys: the issuer's keys; a token's header only chooses among them.
        issuer: the `iss` claim of new tokens, and the only one accepted.
        audience: the `aud` claim of new tokens; an accepted token must name it.
        clock: returns seconds since 1970-01-01 UTC.
        lifetime: seconds from issue to expiry.
        leeway: seconds by which the clocks of two servers may differ.

    """

    keys: KeyRing
    issuer: str
    audience: str
    clock: Clock = time.time
    lifetime: int = 900
    leeway: int = 0

    def issue(self, subject: str, **more: object) -> str:
        """Sign a token for the subject, with the claims of RFC 9068 §2.2.

        Raises:
            ValueError: an extra claim would overwrite a registered one.

        """
        refuse_registered(more)
        now, key = int(self.clock()), self.keys.current()
        claims = more | {
            "iss": self.issuer,
            "sub": subject,
            "aud": self.audience,
            "iat": now,
            "exp": now + self.lifetime,
            "jti": secrets.token_urlsafe(16),
        }
        headers = {"typ": TYPE, "kid": key.kid}
        return jwt.encode(claims, key.private, key.algorithm, headers)

    # --8<-- [start:verify]
    def verify(self, token: str) -> Claims:
        """Return the claims if genuine, ours and in time, else raise TokenError."""
        try:
            key = self._key_of(token)
            decoded = jwt.decode_complete(
                token,
                key.public,
                algorithms=[key.algorithm],  # the key's, never the header's
                audience=self.audience,
                issuer=self.issuer,
                options=DECODE_OPTIONS,
            )
        except (jwt.PyJWTError, UnicodeEncodeError) as error:
            raise translate(error, token) from error
        claims: Claims = decoded["payload"]
        check_type(decoded["header"])
        check_times(claims, self.clock(), self.leeway)
        return claims

    # --8<-- [end:verify]

    def _key_of(self, token: str) -> SigningKey:
        # The kid only chooses one of our keys. A key or an address in the header is
        # ignored, because the sender wrote it.
        kid = jwt.get_unverified_header(token).get("kid")
        key = self.keys.find(kid)
        if key is None:
            raise TokenRejectedError(
                "unknown key", f"The kid {shown(kid)} is not a key of ours."
            )
        return key
