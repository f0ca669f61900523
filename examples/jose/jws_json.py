"""Turn the JSON serialization of a JWS into the compact one (RFC 7515 §7.2)."""

from jwt.utils import base64url_encode

from examples.jose.json_text import JsonObject, JsonValue, one_line
from examples.jose.parsing import ParseError

MAX_SIGNATURES = 100


def is_jws_json(value: JsonValue) -> bool:
    """Tell whether a JSON value is meant as a JWS, flattened or general."""
    return isinstance(value, JsonObject) and (
        "signatures" in value or ("signature" in value and "protected" in value)
    )


def compact_tokens(value: JsonObject) -> tuple[list[str], list[str]]:
    """Return a compact token for each signature, and notes about them.

    The compact serialization has no place for an unprotected header, which no
    signature covers. A signature without a protected header gets none either, so it
    cannot be read as a token.

    Raises:
        ParseError: A member is missing or has the wrong type.

    """
    payload = value.get("payload")
    notes: list[str] = []
    if "payload" not in value:
        payload = ""
        notes.append(
            "The payload is detached: it travels apart from this JWS, and the "
            "signature cannot be checked without it (RFC 7515 appendix F)."
        )
    if not isinstance(payload, str):
        raise ParseError("The JWS's payload must be a base64url text (RFC 7515 §7.2).")
    if "signatures" in value and "signature" in value:
        raise ParseError(
            "The JWS holds both signature and signatures, but one excludes the other "
            "(RFC 7515 §7.2.2)."
        )
    several = value.get("signatures") if "signatures" in value else [value]
    if not isinstance(several, list) or not several:
        raise ParseError("The JWS's signatures must be an array (RFC 7515 §7.2.1).")
    if len(several) > MAX_SIGNATURES:
        raise ParseError(
            f"The JWS has {len(several)} signatures, but this page reads at most "
            f"{MAX_SIGNATURES}."
        )
    tokens = []
    for number, one in enumerate(several, start=1):
        members = one if isinstance(one, JsonObject) else JsonObject([])
        tokens.append(_compact(members, payload, number))
        notes += _unprotected(members, number)
    return tokens, notes


def _compact(members: JsonObject, payload: str, number: int) -> str:
    protected, signature = members.get("protected"), members.get("signature")
    if not isinstance(signature, str):
        raise ParseError(f"Signature {number} lacks its signature (RFC 7515 §7.2.1).")
    if "protected" not in members:
        protected = base64url_encode(b"{}").decode()
    if not isinstance(protected, str):
        raise ParseError(
            f"Signature {number} has a protected header that is no text "
            "(RFC 7515 §7.2.1)."
        )
    return f"{protected}.{payload}.{signature}"


def _unprotected(members: JsonObject, number: int) -> list[str]:
    header, notes = members.get("header"), []
    if isinstance(header, JsonObject) and header.members:
        notes.append(
            f"The signature does not cover the header of signature {number}: "
            f"{one_line(header)[:200]}. Anyone can change it."
        )
    if "protected" not in members:
        notes.append(
            f"Signature {number} has no protected header, so nothing that the "
            "signature covers names its algorithm."
        )
    return notes
