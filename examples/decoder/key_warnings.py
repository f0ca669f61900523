"""Warn of what is dangerous about the key that verifies a token."""

from collections.abc import Iterator

from jwt.utils import from_base64url_uint

from examples.auth.keys import MIN_SECRET_BYTES
from examples.decoder.types import GUIDE_SECRETS, TokenWarning
from examples.jose.jose_names import Source, rfc
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, Key
from examples.jose.weak_secrets import is_published

MIN_RSA_BITS = 2048
_OWASP = "https://cheatsheetseries.owasp.org/cheatsheets/"
_MAC_SECRETS = Source(
    "OWASP: MAC secrets",
    f"{_OWASP}JSON_Web_Token_Cheat_Sheet.html#mac",
)


def key_warnings(token: Token, keys: list[Key]) -> Iterator[TokenWarning]:
    """Warn of short, published and private keys, and of white space in a secret."""
    for key in keys:
        if key.kind == HMAC:
            yield from _secret_warnings(token, key)
        elif key.private:
            yield TokenWarning(
                f"{key.name} is private. Verification needs only the public half: "
                "never paste a private key into a page.",
                rfc(7517, "9.2"),
                GUIDE_SECRETS,
            )
        modulus = key.source.get("n", "") if isinstance(key.source, dict) else ""
        bits = from_base64url_uint(modulus).bit_length()
        if modulus and bits < MIN_RSA_BITS:
            yield TokenWarning(
                f"{key.name} has {bits} bits, but RSA needs at least {MIN_RSA_BITS}.",
                rfc(7518, "3.3"),
                GUIDE_SECRETS,
            )


def _secret_warnings(token: Token, key: Key) -> Iterator[TokenWarning]:
    least = MIN_SECRET_BYTES.get(token.algorithm, 0)
    if is_published(key.secret):
        yield TokenWarning(
            "The secret is on public lists of guesses, so anyone can sign as you.",
            _MAC_SECRETS,
            GUIDE_SECRETS,
        )
    if len(key.secret) < least:
        yield TokenWarning(
            f"The secret has {len(key.secret)} bytes, but {token.algorithm} needs at "
            f"least {least}, because a short secret can be guessed.",
            rfc(7518, "3.2"),
            GUIDE_SECRETS,
        )
    if key.secret != key.secret.strip() and key.form == "text secret":
        yield TokenWarning(
            "The secret begins or ends with white space, which is part of the secret.",
            rfc(8725, "3.5"),
            GUIDE_SECRETS,
        )
