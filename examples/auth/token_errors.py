"""Why a token is refused: one family of errors whose text is a sentence."""

from typing import Any

import jwt
from jwt import exceptions

from examples.auth.wording import shown

_PARTS = 3
_FAULTS = {
    exceptions.InvalidAlgorithmError: ("header", "alg", "is not allowed here"),
    exceptions.InvalidAudienceError: ("payload", "aud", "does not name this service"),
    exceptions.InvalidIssuerError: ("payload", "iss", "is not trusted here"),
    exceptions.InvalidSubjectError: ("payload", "sub", "is not a string"),
    exceptions.InvalidJTIError: ("payload", "jti", "is not a string"),
}


class TokenError(ValueError):
    """A token is refused; `str()` gives the sentence to show or log."""


class TokenExpiredError(TokenError):
    """The token's time is over."""


class TokenRevokedError(TokenError):
    """The token was valid and has been withdrawn."""


class TokenRejectedError(TokenError):
    """The token is not one that this verifier accepts.

    Args:
        reason: a few words, for a status line.
        sentence: what is wrong, with the offending value.

    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def translate(error: Exception, token: str) -> TokenRejectedError:
    """Turn what PyJWT raised for this token into a `Rejected` with a sentence."""
    if isinstance(error, exceptions.InvalidSignatureError):
        return TokenRejectedError(
            "the signature does not match",
            "The signature does not match: a changed token, or another key.",
        )
    if isinstance(error, exceptions.MissingRequiredClaimError):
        return missing(error.claim)
    for kind, (part, name, fault) in _FAULTS.items():
        if isinstance(error, kind):
            return _named(token, part, name, fault)
    return _malformed(error, token)


def missing(claim: str) -> TokenRejectedError:
    """Return the refusal of a token that lacks a required claim."""
    return TokenRejectedError(
        f"no {claim} claim", f"The token has no {claim} claim, which is required here."
    )


def _named(token: str, part: str, name: str, fault: str) -> TokenRejectedError:
    # Read only to say what is wrong with it: the token is refused already.
    parts = jwt.decode_complete(token, options={"verify_signature": False})
    fields: dict[str, Any] = parts[part]
    if name not in fields:
        return TokenRejectedError(f"no {name}", f"The token's {part} has no {name}.")
    value = shown(fields[name])
    return TokenRejectedError(f"{name} {fault}", f"The {name} {value} {fault}.")


def _malformed(error: Exception, token: str) -> TokenRejectedError:
    count = token.count(".") + 1
    if count != _PARTS:
        return TokenRejectedError(
            "malformed token",
            f"The token has {count} part{'s' if count > 1 else ''}, "
            "but 3 are expected: header, payload and signature.",
        )
    return TokenRejectedError("malformed token", f"The token is malformed ({error}).")
