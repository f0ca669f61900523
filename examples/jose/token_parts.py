"""Split a pasted token as far as possible, and name each fault in it."""

from dataclasses import dataclass, field, replace
from itertools import starmap

from examples.auth.wording import shown
from examples.jose.compact import MAX_CHARACTERS, decode_leniently, decode_part
from examples.jose.jose_names import HEADER_PARAMETERS
from examples.jose.json_text import JsonObject, JsonValue, read_json
from examples.jose.parsing import ParseError

JWS = ("header", "payload", "signature")
JWE = ("header", "encrypted key", "initialization vector", "ciphertext", "tag")
_STRINGS = ("alg", "kid", "typ", "cty", "jku", "x5u", "x5t", "x5t#S256")


@dataclass(frozen=True)
class Part:
    """One part between two dots.

    Args:
        name: `header`, `payload`, `signature`, or a part of a JWE.
        text: the part as it stands in the token.
        data: the bytes that could be decoded.
        fault: a sentence about what is wrong, empty if nothing is.

    """

    name: str
    text: str
    data: bytes = b""
    fault: str = ""


@dataclass(frozen=True)
class Token:
    """The content of a token. Nothing in it is verified.

    Args:
        text: the whole token.
        parts: the texts between the dots.
        header: the header's JSON, None if it cannot be read.
        payload: the payload's JSON, None if it cannot be read.
        payload_fault: why the payload is not JSON, empty if it is.
        faults: what is wrong with the structure. One fault refuses the token.

    """

    text: str
    parts: list[Part] = field(default_factory=list)
    header: JsonValue = None
    payload: JsonValue = None
    payload_fault: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def parameters(self) -> JsonObject:
        """The header's parameters, empty if the header cannot be read."""
        return self.header if isinstance(self.header, JsonObject) else JsonObject([])

    @property
    def claims(self) -> JsonObject:
        """The claims, empty if the payload is not a JSON object."""
        return self.payload if isinstance(self.payload, JsonObject) else JsonObject([])

    @property
    def algorithm(self) -> str:
        """The header's `alg`. A verifier must not choose its algorithm by it."""
        found = self.parameters.get("alg")
        return found if isinstance(found, str) else ""

    @property
    def encrypted(self) -> bool:
        """Whether the token is a JWE (RFC 7516 §9)."""
        return len(self.parts) == len(JWE) and "enc" in self.parameters

    @property
    def unencoded(self) -> bool:
        """Whether the payload is not base64url-encoded (RFC 7797 §3)."""
        return self.parameters.get("b64") is False

    def part(self, name: str) -> Part:
        """Return the part of that name, an empty one if the token has none."""
        found = (part for part in self.parts if part.name == name)
        return next(found, Part(name, ""))


def split_token(text: str) -> Token:
    """Split and decode a token without a key. No text makes this raise."""
    if not text:
        return Token(text)
    if len(text) > MAX_CHARACTERS:
        fault = (
            f"The token has {len(text)} characters, but this page reads at most "
            f"{MAX_CHARACTERS} (64 KiB)."
        )
        return Token(text, faults=[fault])
    texts = text.split(".")
    parts = list(starmap(_decode, zip(_names(len(texts)), texts, strict=True)))
    header, fault = _read(parts[0], "The header's fields")
    faults = [fault] if fault else _header_faults(header)
    token = Token(text, parts, header)
    if token.unencoded:
        parts = [_raw(part) if part.name == "payload" else part for part in parts]
        token = replace(token, parts=parts)
    payload, payload_fault = _read(token.part("payload"), "The payload's claims")
    broken = [part.fault for part in parts if part.fault]
    faults = _count_fault(token) + broken + faults
    return replace(token, payload=payload, payload_fault=payload_fault, faults=faults)


def _names(count: int) -> list[str]:
    known = JWE if count == len(JWE) else JWS
    return [known[at] if at < len(known) else f"part {at + 1}" for at in range(count)]


def _raw(part: Part) -> Part:
    try:
        return Part(part.name, part.text, part.text.encode())
    except UnicodeEncodeError as error:
        fault = f"Character {error.start + 1} of the payload is a lone surrogate."
        return Part(part.name, part.text, b"", fault)


def _decode(name: str, text: str) -> Part:
    try:
        return Part(name, text, decode_part(text, name))
    except ParseError as error:
        return Part(name, text, decode_leniently(text), str(error))


def _read(part: Part, what: str) -> tuple[JsonValue, str]:
    try:
        return read_json(part.data.decode(), what), ""
    except UnicodeDecodeError as error:
        byte = part.data[error.start]
        return None, f"{what} are not UTF-8: byte {error.start + 1} is 0x{byte:02X}."
    except ParseError as error:
        return None, str(error)


def _count_fault(token: Token) -> list[str]:
    count = len(token.parts)
    if token.text.startswith("{"):
        return [
            "This is JSON, and this page does not read the JSON serialization of a "
            "JWS: paste the compact one, three parts joined by dots (RFC 7515 §7.1)."
        ]
    if count == len(JWS) or token.encrypted:
        return []
    return [
        f"The token has {count} part{'s' if count > 1 else ''}, "
        "but 3 are expected: header, payload and signature."
    ]


def _header_faults(header: JsonValue) -> list[str]:
    if not isinstance(header, JsonObject):
        return ["The header must be a JSON object, but it is another JSON value."]
    faults = [
        f"The header repeats {shown(name)}, but names must be unique (RFC 7515 §4)."
        for name in header.duplicates()
    ]
    if "alg" not in header:
        faults.append("The header lacks alg, which is required (RFC 7515 §4.1.1).")
    for name in _STRINGS:
        if name in header and not isinstance(header.get(name), str):
            label = HEADER_PARAMETERS[name][1].label
            faults.append(f"The header's {name} must be a string ({label}).")
    if "jwk" in header and not isinstance(header.get("jwk"), JsonObject):
        faults.append("The header's jwk must be an object (RFC 7515 §4.1.3).")
    if "b64" in header and not isinstance(header.get("b64"), bool):
        faults.append("The header's b64 must be true or false (RFC 7797 §3).")
    return faults
