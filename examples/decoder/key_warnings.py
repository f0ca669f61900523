"""What is dangerous about the key that a token is verified with."""

from collections.abc import Iterator

from jwt.utils import from_base64url_uint

from examples.auth.keys import MIN_SECRET_BYTES
from examples.decoder.token_warning import SECRETS, TokenWarning
from examples.jose.jose_names import Source, rfc
from examples.jose.token_parts import Token
from examples.jose.verification_keys import HMAC, Key
from examples.jose.weak_secrets import is_known

MIN_RSA_BITS = 2048
_OWASP = "https://cheatsheetseries.owasp.org/cheatsheets/"
_WEAK = Source(
    "OWASP: MAC secrets",
    f"{_OWASP}JSON_Web_Token_Cheat_Sheet.html#mac",
)


def of_keys(token: Token, keys: list[Key]) -> Iterator[TokenWarning]:
    """Warn of short, known, private and strangely written keys."""
    for key in keys:
        if key.kind == HMAC:
            yield from _of_secret(token, key)
        elif key.private:
            yield TokenWarning(
                f"{key.name} is private. To verify, the public half is enough: paste a "
                "private key nowhere.",
                rfc(7517, "9.2"),
                SECRETS,
            )
        modulus = key.source.get("n", "") if isinstance(key.source, dict) else ""
        bits = from_base64url_uint(modulus).bit_length()
        if modulus and bits < MIN_RSA_BITS:
            yield TokenWarning(
                f"{key.name} has {bits} bits, but RSA needs at least {MIN_RSA_BITS}.",
                rfc(7518, "3.3"),
                SECRETS,
            )


def _of_secret(token: Token, key: Key) -> Iterator[TokenWarning]:
    least = MIN_SECRET_BYTES.get(token.algorithm, 0)
    if is_known(key.secret):
        yield TokenWarning(
            "The secret is on every guesser's list: whoever tries it signs as you.",
            _WEAK,
            SECRETS,
        )
    if len(key.secret) < least:
        yield TokenWarning(
            f"The secret has {len(key.secret)} bytes, but {token.algorithm} needs at "
            f"least {least}: a short one can be found by trying.",
            rfc(7518, "3.2"),
            SECRETS,
        )
    if key.secret != key.secret.strip() and key.form == "text secret":
        yield TokenWarning(
            "The secret begins or ends with white space, which counts as a part of it.",
            rfc(8725, "3.5"),
            SECRETS,
        )
