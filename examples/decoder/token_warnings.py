"""What is dangerous about a token or its key, the gravest first."""

import re
from collections.abc import Iterator

from examples.auth.wording import shown
from examples.decoder.claim_checks import Expected
from examples.decoder.claim_warnings import of_claims
from examples.decoder.key_warnings import of_keys
from examples.decoder.token_warning import READABLE, VERIFY, TokenWarning
from examples.jose.jose_names import rfc
from examples.jose.json_text import all_duplicates
from examples.jose.signature_check import is_der
from examples.jose.token_parts import Token
from examples.jose.verification_keys import Key

_PATH = re.compile(r"\.\.[/\\]|^[/\\~]|^[a-z]:\\|/dev/null|^\w+://", re.IGNORECASE)
_SQL = re.compile(
    r"['\";]|--|/\*|\b(union|select|insert|drop|or\s+\d+\s*=)\b", re.IGNORECASE
)
_SHELL = re.compile(r"[|`$&\x00-\x1f]")
_NESTED = re.compile(rb"\s*[\w-]+\.[\w-]+\.[\w-]*(\.[\w-]+\.[\w-]+)?\s*")


def warn(token: Token, keys: list[Key], expected: Expected) -> list[TokenWarning]:
    """List every warning, each with a source and a way to learn."""
    found = [*_of_header(token), *_of_form(token), *of_keys(token, keys)]
    if token.encrypted:
        return found
    return [*found, *of_claims(token, expected)]


def _of_header(token: Token) -> Iterator[TokenWarning]:
    header = token.parameters
    if token.algorithm.lower() == "none":
        yield TokenWarning(
            "alg is none: nothing proves who wrote this token.",
            rfc(8725, "3.2"),
            VERIFY,
        )
    for name in ("jwk", "jku", "x5u", "x5c"):
        if name in header:
            yield TokenWarning(
                f"The header brings {name}, a key or an address of keys. Whoever "
                "forges a token writes it too: it was neither used nor fetched.",
                rfc(8725, "3.10"),
                VERIFY,
            )
    kid = header.get("kid")
    if isinstance(kid, str) and (kind := _injection(kid)):
        yield TokenWarning(
            f"The kid {shown(kid)} looks like {kind}: compare it with known ids, and "
            "never build a file name or a query from it.",
            rfc(8725, "3.10"),
            VERIFY,
        )
    if token.unencoded:
        yield TokenWarning(
            "b64 is false: the payload is not base64url, and such a JWS must not be "
            "used as a JWT.",
            rfc(7797, "7"),
            VERIFY,
        )


def _injection(kid: str) -> str:
    if _PATH.search(kid):
        return "a path"
    if _SQL.search(kid):
        return "SQL"
    return "a command" if _SHELL.search(kid) else ""


def _of_form(token: Token) -> Iterator[TokenWarning]:
    for name, value in (("header", token.header), ("payload", token.payload)):
        for path in all_duplicates(value)[:3]:
            yield TokenWarning(
                f"The {name} names {shown(path)} more than once. Parsers disagree on "
                "which one counts, so two services may read two values.",
                rfc(7519, "4") if name == "payload" else rfc(7515, "4"),
                VERIFY,
            )
    if is_der(token):
        yield TokenWarning(
            "The ECDSA signature is in DER form. JWS wants r and s side by side: "
            "convert it where it is made.",
            rfc(7518, "3.4"),
            VERIFY,
        )
    if _is_nested(token):
        yield TokenWarning(
            "The payload is itself a token: a nested JWT. Verify this one first, then "
            "paste the inner one.",
            rfc(7519, "5.2"),
            VERIFY,
        )
    if token.encrypted:
        yield _JWE


_JWE = TokenWarning(
    "This is a JWE: five parts, encrypted, so only the header can be read. It is not "
    "decrypted here: PyJWT does not read JWE, and the libraries that do, joserfc and "
    "jwcrypto, need the package cryptography, which this site does not ship.",
    rfc(7516, "3"),
    READABLE,
)


def _is_nested(token: Token) -> bool:
    cty = token.parameters.get("cty")
    named = isinstance(cty, str) and cty.upper().removeprefix("APPLICATION/") == "JWT"
    data = token.part("payload").data
    return named or (b"." in data and bool(_NESTED.fullmatch(data)))
