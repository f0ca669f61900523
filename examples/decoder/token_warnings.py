"""Warn of what is dangerous about a token or its key, the gravest first."""

import re
from collections.abc import Iterator

from examples.auth.wording import shown
from examples.decoder.claim_checks import Expected
from examples.decoder.claim_warnings import claim_warnings
from examples.decoder.key_warnings import key_warnings
from examples.decoder.types import GUIDE_READABLE, GUIDE_VERIFY, TokenWarning
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


def all_warnings(
    token: Token, keys: list[Key], expected: Expected
) -> list[TokenWarning]:
    """List every warning about the token and its keys."""
    found = [
        *_header_warnings(token),
        *_form_warnings(token),
        *key_warnings(token, keys),
    ]
    if token.encrypted:
        return found
    return [*found, *claim_warnings(token, expected)]


def _header_warnings(token: Token) -> Iterator[TokenWarning]:
    header = token.parameters
    if token.algorithm.lower() == "none":
        yield TokenWarning(
            "The alg is none, so nothing proves who wrote this token.",
            rfc(8725, "3.2"),
            GUIDE_VERIFY,
        )
    for name in ("jwk", "jku", "x5u", "x5c"):
        if name in header:
            yield TokenWarning(
                f"The header holds {name}, a key or the address of keys. A forger can "
                "write it too, so this page did not use or fetch it.",
                rfc(8725, "3.10"),
                GUIDE_VERIFY,
            )
    kid = header.get("kid")
    if isinstance(kid, str) and (kind := _injection(kid)):
        yield TokenWarning(
            f"The kid {shown(kid)} looks like {kind}. Compare it with known ids, and "
            "never build a file name or a query from it.",
            rfc(8725, "3.10"),
            GUIDE_VERIFY,
        )
    if token.unencoded:
        yield TokenWarning(
            "The b64 is false, so the payload is not base64url. Such a JWS must not "
            "be used as a JWT.",
            rfc(7797, "7"),
            GUIDE_VERIFY,
        )


def _injection(kid: str) -> str:
    if _PATH.search(kid):
        return "a path"
    if _SQL.search(kid):
        return "SQL"
    return "a command" if _SHELL.search(kid) else ""


def _form_warnings(token: Token) -> Iterator[TokenWarning]:
    for name, value in (("header", token.header), ("payload", token.payload)):
        for path in all_duplicates(value)[:3]:
            yield TokenWarning(
                f"The {name} repeats {shown(path)}. Parsers disagree on which value "
                "counts, so two services may read different ones.",
                rfc(7519, "4") if name == "payload" else rfc(7515, "4"),
                GUIDE_VERIFY,
            )
    if is_der(token):
        yield TokenWarning(
            "The ECDSA signature is in DER form, but a JWS holds r and s side by side. "
            "Convert the signature where it is made.",
            rfc(7518, "3.4"),
            GUIDE_VERIFY,
        )
    if _is_nested(token):
        yield TokenWarning(
            "The payload is itself a token, a nested JWT. Verify this one first, then "
            "paste the inner one.",
            rfc(7519, "5.2"),
            GUIDE_VERIFY,
        )
    if token.encrypted:
        yield _JWE


_JWE = TokenWarning(
    "This is a JWE, an encrypted token of five parts, so only its header can be read. "
    "PyJWT does not decrypt JWE. The libraries joserfc and jwcrypto do, but they need "
    "the package cryptography, which this site does not ship.",
    rfc(7516, "3"),
    GUIDE_READABLE,
)


def _is_nested(token: Token) -> bool:
    cty = token.parameters.get("cty")
    named = isinstance(cty, str) and cty.upper().removeprefix("APPLICATION/") == "JWT"
    data = token.part("payload").data
    return named or (b"." in data and bool(_NESTED.fullmatch(data)))
