"""A pasted token taken apart as far as it goes, with each fault named."""

from dataclasses import dataclass, field, replace
from itertools import starmap

from examples.auth.wording import shown
from examples.jose.compact import MAX_CHARACTERS, decode_leniently, decode_part
from examples.jose.jose_names import HEADER
from examples.jose.json_text import Object, Value, read_json
from examples.jose.parsing import ParseError

JWS = ("header", "payload", "signature")
JWE = ("header", "encrypted key", "initialization vector", "ciphertext", "tag")
_STRINGS = ("alg", "kid", "typ", "cty", "jku", "x5u", "x5t", "x5t#S256")


@dataclass(frozen=True)
class Part:
    """One part between dots; `data` is what can be decoded of it."""

    name: str
    text: str
    data: bytes = b""
    fault: str = ""


@dataclass(frozen=True)
class Token:
    """What was found; nothing of it is verified.

    `faults` are sentences on the structure; one is enough to refuse the token.
    """

    text: str
    parts: list[Part] = field(default_factory=list)
    header: Value = None
    payload: Value = None
    payload_fault: str = ""
    faults: list[str] = field(default_factory=list)

    @property
    def parameters(self) -> Object:
        """The header's parameters; none if it cannot be read."""
        return self.header if isinstance(self.header, Object) else Object([])

    @property
    def claims(self) -> Object:
        """The claims; none if the payload is no JSON object."""
        return self.payload if isinstance(self.payload, Object) else Object([])

    @property
    def algorithm(self) -> str:
        """What the header calls its algorithm: never a reason to use it."""
        found = self.parameters.get("alg")
        return found if isinstance(found, str) else ""

    @property
    def encrypted(self) -> bool:
        """Whether it is a JWE (RFC 7516 §9)."""
        return len(self.parts) == len(JWE) and "enc" in self.parameters

    @property
    def unencoded(self) -> bool:
        """Whether the payload stands as it is (RFC 7797 §3)."""
        return self.parameters.get("b64") is False

    def part(self, name: str) -> Part:
        """Return the part of that name, empty if the token has none."""
        found = (part for part in self.parts if part.name == name)
        return next(found, Part(name, ""))


def take_apart(text: str) -> Token:
    """Split and decode, without a key and without raising."""
    if not text:
        return Token(text)
    if len(text) > MAX_CHARACTERS:
        fault = (
            f"The token has {len(text)} characters, but at most {MAX_CHARACTERS} "
            "(64 KiB) are read here."
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
        fault = f"Character {error.start + 1} of the payload is half of a pair."
        return Part(part.name, part.text, b"", fault)


def _decode(name: str, text: str) -> Part:
    try:
        return Part(name, text, decode_part(text, name))
    except ParseError as error:
        return Part(name, text, decode_leniently(text), str(error))


def _read(part: Part, what: str) -> tuple[Value, str]:
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
            "This is JSON. A JWS in the JSON serialization (RFC 7515 §7.2) is not read "
            "here: paste the compact one, three parts with dots between them."
        ]
    if count == len(JWS) or token.encrypted:
        return []
    return [
        f"The token has {count} part{'s' if count > 1 else ''}, "
        "but 3 are expected: header, payload and signature."
    ]


def _header_faults(header: Value) -> list[str]:
    if not isinstance(header, Object):
        return ["The header must be a JSON object, but is another JSON value."]
    faults = [
        f"The header names {shown(name)} twice, but names must be unique (RFC 7515 §4)."
        for name in header.duplicates()
    ]
    if "alg" not in header:
        faults.append("The header has no alg, which is required (RFC 7515 §4.1.1).")
    for name in _STRINGS:
        if name in header and not isinstance(header.get(name), str):
            label = HEADER[name][1].label
            faults.append(f"The header's {name} must be a string ({label}).")
    if "jwk" in header and not isinstance(header.get("jwk"), Object):
        faults.append("The header's jwk must be an object (RFC 7515 §4.1.3).")
    if "b64" in header and not isinstance(header.get("b64"), bool):
        faults.append("The header's b64 must be true or false (RFC 7797 §3).")
    return faults
