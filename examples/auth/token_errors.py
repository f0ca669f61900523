"""The errors that say why a verifier refuses a token."""

from jwt import exceptions

from examples.auth.wording import shown

_PARTS = 3


class TokenError(ValueError):
    """A verifier refuses this token; `str()` gives the sentence to show or log."""


class TokenExpiredError(TokenError):
    """The token has expired."""


class TokenRevokedError(TokenError):
    """The token was valid, and then somebody revoked it."""


class TokenRejectedError(TokenError):
    """The verifier does not accept this token, now or later.

    Args:
        reason: a few words for a status line.
        sentence: what is wrong with the token, for the person who sent it.

    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


_FAULTS: dict[type[Exception], tuple[str, str]] = {
    exceptions.InvalidSignatureError: (
        "the signature does not match",
        "The signature does not match: a changed token, or another key.",
    ),
    exceptions.InvalidAlgorithmError: (
        "alg is not allowed here",
        "The token's alg is missing or not allowed here.",
    ),
    exceptions.InvalidAudienceError: (
        "aud does not name this service",
        "The token's aud does not name this service.",
    ),
    exceptions.InvalidIssuerError: (
        "iss is not trusted here",
        "The token's iss is not trusted here.",
    ),
    exceptions.InvalidSubjectError: (
        "sub is not a string",
        "The token's sub must be a string (RFC 7519 §4.1.2).",
    ),
    exceptions.InvalidJTIError: (
        "jti is not a string",
        "The token's jti must be a string (RFC 7519 §4.1.7).",
    ),
}


def translate(error: Exception, token: str) -> TokenRejectedError:
    """Return the refusal for what PyJWT raised when it decoded this token.

    The sentence names no value of the token, because PyJWT does not pass one on and
    decoding a refused token again could raise once more.

    Args:
        error: the exception of PyJWT, or the UnicodeEncodeError of a lone surrogate.
        token: the text that was decoded; only its dots are counted.

    """
    if isinstance(error, exceptions.MissingRequiredClaimError):
        return missing(error.claim)
    for kind, (reason, sentence) in _FAULTS.items():
        if isinstance(error, kind):
            return TokenRejectedError(reason, sentence)
    return _malformed(error, token)


def missing(claim: str) -> TokenRejectedError:
    """Return the refusal of a token that lacks a required claim."""
    return TokenRejectedError(
        f"no {claim} claim", f"The token has no {claim} claim, which is required here."
    )


def _malformed(error: Exception, token: str) -> TokenRejectedError:
    count = token.count(".") + 1
    if count != _PARTS:
        return TokenRejectedError(
            "malformed token",
            f"The token has {count} part{'s' if count > 1 else ''}, "
            "but 3 are expected: header, payload and signature.",
        )
    # PyJWT quotes the token in some of its messages, so the text is made safe to send.
    return TokenRejectedError(
        "malformed token", f"The token is malformed: {shown(str(error))}."
    )
