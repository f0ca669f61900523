"""Recognise what a reader pasted, and find the tokens in it."""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import parse_qsl, unquote, urlsplit

from examples.decoder.bare_values import classify
from examples.decoder.pasted_types import FoundToken, Pasted
from examples.jose.dpop import check_proof, is_proof
from examples.jose.json_text import (
    JsonNumber,
    JsonObject,
    JsonValue,
    indented_runs,
    read_json,
    to_python,
)
from examples.jose.jws_json import compact_tokens, is_jws_json
from examples.jose.parsing import ParseError
from examples.jose.token_parts import split_token

__all__ = ["FoundToken", "Pasted", "recognise", "unwrap"]

MAX_PASTED = 1 << 20
"""Characters of a paste."""
MAX_TOKENS = 20
MAX_VALUES = 500
"""Of a paste: so many are looked at."""
MAX_COMMAND = 128 * 1024
MAX_CONTENT = 64 * 1024
MAX_LAYERS = 20
_SPACE = " \t\r\n\f\v\x00\x85\xa0\u200b\u2028\u2029\u2060\ufeff"
_QUOTES = "\"'`\u201c\u201d\u2018\u2019\u00ab\u00bb"
_SCHEME = re.compile(
    r"^((?:proxy-)?authorization[ \t]*:[ \t]*)?(Bearer[ \t\r\n]+)?", re.IGNORECASE
)
_BRACED_ID = re.compile(r"\{[0-9a-fA-F-]{36}\}$")
_BREAK = re.compile(r"\r\n|\r|\n")

type Named = tuple[str, str]
"""What to call a value, and the value."""

_CURL = re.compile(r"^[$>%]?[ \t]*(?:curl|http|https|wget)[ \t]+\S", re.IGNORECASE)
_HEADER = re.compile(r"^[<>* \t]*([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:[ \t]*(.*)$")
_STATUS_LINE = re.compile(r"^[<> \t]*(HTTP/\d|[A-Z]{3,7} \S+ HTTP/)")
_HEADER_NAMES = frozenset(
    (
        *("authorization", "proxy-authorization", "cookie", "set-cookie", "dpop"),
        *("host", "accept", "content-type", "user-agent", "www-authenticate"),
        *("x-csrf-token", "x-access-token", "x-auth-token", "x-amzn-oidc-data"),
        *("x-goog-iap-jwt-assertion", "cf-access-jwt-assertion", "x-api-key"),
        *("x-forwarded-access-token", "x-id-token", "date", "server", "etag"),
        *("location", "referer", "origin", "cache-control", "content-length"),
    )
)
_AUTH_SCHEME = re.compile(r"^(Bearer|DPoP|Token|JWT|Basic)[ \t]+(.*)$", re.IGNORECASE)
_INLINE_OPTION = re.compile(r"^(-[HbdFu])(.+)$|^(--[a-z-]+)=(.+)$", re.DOTALL)
_CURL_OPTIONS = {
    **dict.fromkeys(("-H", "--header"), "header"),
    **dict.fromkeys(("-b", "--cookie"), "cookie"),
    **dict.fromkeys(("--oauth2-bearer",), "bearer"),
    **dict.fromkeys(
        ("-d", "--data", "--data-raw", "--data-binary", "--data-urlencode"), "data"
    ),
    **dict.fromkeys(("-F", "--form", "--form-string", "--url", "-u"), "other"),
}
"""The options of curl that have an argument which may hold a token."""
_COOKIE = re.compile(r"^([!#$%&'*+.^`|~\w-]{1,64})=(\S.*)$", re.DOTALL)
_EMBEDDED = re.compile(
    r"(?<![\w.~-])eyJ[\w-]{8,}\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?", re.ASCII
)
_TOKEN_MEMBERS = (
    *("access_token", "id_token", "refresh_token", "token", "jwt", "idToken"),
    *("accessToken", "refreshToken", "logout_token", "device_secret", "assertion"),
    *("client_assertion", "subject_token", "actor_token", "request", "response"),
)
_JWE_MEMBERS = ("protected", "encrypted_key", "iv", "ciphertext", "tag")
_ATTRIBUTES = frozenset(
    (
        *("path", "domain", "expires", "max-age", "samesite", "priority"),
        *("secure", "httponly", "partitioned"),
    )
)
_JOSE_KINDS = frozenset(("jwt", "jwe", "dpop proof", "detached jws", "sd-jwt"))
_KEY_EXPLANATION = (
    "Paste this into the field Key: it is {what}, not a token. Then paste the token "
    "that it verifies here."
)


def recognise(text: str) -> Pasted:
    """Tell what a pasted text is, and find the tokens in it.

    No text makes this raise, and none makes it decode or fetch more than it says.

    Args:
        text: whatever the reader pasted.

    """
    bare = text.strip(_SPACE)
    if not bare:
        return Pasted("empty")
    if len(bare) > MAX_PASTED:
        return Pasted(
            "too large",
            explanation=f"Paste the token alone: this text has {len(bare)} "
            f"characters, and this page reads at most {MAX_PASTED}.",
        )
    for read in (_pem, _json, _curl, _headers, _url, _cookie):
        if (found := read(bare)) is not None:
            return found
    return _value(bare)


def unwrap(text: str) -> tuple[str, list[str]]:
    """Return the token, and the names of what was removed.

    Mail, terminals and RFCs wrap long tokens, so line breaks inside the token are
    removed with the spaces beside them. Other white space stays, because base64url
    has none and the token must be refused (RFC 7515 §2).
    """
    removed: list[str] = []
    # A hostile text could be a million layers of quotes and commas.
    for _ in range(MAX_LAYERS):
        before = text
        text = _take(text, text.strip(_SPACE), "white space around it", removed)
        text = _take(text, text.strip(_QUOTES), "quotes", removed)
        text = _take(text, text.removesuffix(","), "a comma", removed)
        rest = _SCHEME.sub("", text)
        scheme = "bearer" in text[: len(text) - len(rest)].lower()
        name = "“Bearer”" if scheme else "a header's name"
        text = _take(text, rest, name, removed)
        if text == before:
            break
    lines = _BREAK.split(text)
    if wraps := len(lines) - 1:
        removed.append(f"{wraps} line break{'s' if wraps > 1 else ''}")
    return "".join(line.strip(" \t") for line in lines), removed


def _take(text: str, rest: str, name: str, removed: list[str]) -> str:
    if rest != text and name not in removed:
        removed.append(name)
    return rest


def _value(text: str) -> Pasted:
    """Recognise one value, or tokens in the midst of other text."""
    value, _ = unwrap(text)
    found = classify(value)
    if found.kind != "text":
        return found
    inside = list(dict.fromkeys(_EMBEDDED.findall(text)))[:MAX_TOKENS]
    named = [(f"token {n}", one) for n, one in enumerate(inside, start=1)]
    return _container("text with tokens", named) if named else found


def _pem(text: str) -> Pasted | None:
    if "-----BEGIN " not in text:
        return None
    what = "a certificate" if "BEGIN CERTIFICATE" in text else "a public key"
    if "PRIVATE KEY-----" in text:
        what = "a private key"
    return Pasted("key", explanation=_KEY_EXPLANATION.format(what=what))


def _json(text: str) -> Pasted | None:
    if text[0] not in "{[" or _BRACED_ID.match(text):
        return None
    try:
        value = read_json(text, "The members")
    except ParseError as error:
        return None if _EMBEDDED.search(text) else _broken_json(str(error))
    return _jose_json(value) or _other_json(value)


def _jose_json(value: JsonValue) -> Pasted | None:
    if not isinstance(value, JsonObject):
        return None
    if is_jws_json(value):
        return _jws_json(value)
    if "ciphertext" in value:
        return _jwe_json(value)
    return _key_or_metadata(value)


def _other_json(value: JsonValue) -> Pasted:
    named = list(islice(_strings(value, ""), MAX_VALUES))
    is_response = isinstance(value, JsonObject) and any(
        isinstance(value.get(name), str) for name in _TOKEN_MEMBERS
    )
    kind = "token response" if is_response else "json"
    content = _content(value)
    if is_response:
        names = [one for one in named if one[0] in _TOKEN_MEMBERS]
        named = names + [one for one in named if one not in names]
    found = _container(kind, named)
    if not is_response and not found.tokens:
        return Pasted(
            "json",
            explanation="Paste a token: this is JSON in which no token was found.",
            content=content,
        )
    notes = found.notes
    if isinstance(value, JsonObject):
        notes += tuple(_lifetime_notes(value, found.tokens))
    return replace(found, kind=kind, content=content, notes=notes)


def _content(value: JsonValue) -> str:
    text = "".join(run for _, run in indented_runs(value))
    return text if len(text) <= MAX_CONTENT else f"{text[:MAX_CONTENT]}…"


def _broken_json(reason: str) -> Pasted:
    return Pasted("json", explanation=f"Paste it again, unchanged. {reason}")


def _jws_json(value: JsonObject) -> Pasted:
    try:
        tokens, notes = compact_tokens(value)
    except ParseError as error:
        return Pasted("jws json", explanation=f"Refuse this token. {error}")
    labels = [f"signature {number}" for number in range(1, len(tokens) + 1)]
    if len(tokens) == 1:
        labels = ["token"]
    found = tuple(FoundToken(*pair) for pair in zip(labels, tokens, strict=True))
    return Pasted("jws json", found, notes=tuple(notes))


def _jwe_json(value: JsonObject) -> Pasted:
    """Turn a flattened JWE into a compact one, if nothing would be lost."""
    found = [value.get(name, "") for name in _JWE_MEMBERS]
    extra = {name for name, _ in value.members} - {*_JWE_MEMBERS}
    if not extra and all(isinstance(one, str) for one in found):
        return replace(classify(".".join(map(str, found))), kind="jwe json")
    return Pasted(
        "jwe json",
        explanation="Ask the sender for the compact serialization, five parts joined "
        "by dots: this encrypted token is in the JSON serialization (RFC 7516 §7.2) "
        f"and has {', '.join(sorted(extra)) or 'damaged members'}, for which the "
        "compact one has no place.",
    )


def _key_or_metadata(value: JsonObject) -> Pasted | None:
    kinds = {
        "keys": ("key set", "a set of keys (JWKS, RFC 7517 §5)"),
        "jwks_uri": ("openid configuration", "the metadata of an issuer (RFC 8414)"),
        "kty": ("key", "a key (JWK, RFC 7517)"),
    }
    for name, (kind, what) in kinds.items():
        if name in value:
            return Pasted(kind, explanation=_KEY_EXPLANATION.format(what=what))
    return None


def _strings(value: JsonValue, path: str) -> Iterator[Named]:
    if isinstance(value, str) and value:
        yield path, value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one, path)
    elif isinstance(value, JsonObject):
        for name, one in value.members:
            yield from _strings(one, name)


def _lifetime_notes(value: JsonObject, tokens: Iterable[FoundToken]) -> Iterator[str]:
    """Compare `expires_in` with the access token's own times (RFC 6749 §5.1)."""
    lasts = value.get("expires_in")
    access = next((one.text for one in tokens if one.label == "access_token"), "")
    claims = split_token(access).claims
    exp, iat = to_python(claims.get("exp")), to_python(claims.get("iat"))
    if not isinstance(lasts, JsonNumber):
        if "expires_in" in value:
            yield "The expires_in must be a number of seconds (RFC 6749 §5.1)."
        return
    if not isinstance(exp, int | float) or not isinstance(iat, int | float):
        return
    lifetime = exp - iat
    if lifetime == lasts.value:
        yield f"The expires_in of {lasts.text} seconds agrees with the token's exp."
    else:
        yield (
            f"The expires_in says {lasts.text} seconds, but the token lives "
            f"{lifetime:.0f} seconds from iat to exp: services go by exp."
        )


def _curl(text: str) -> Pasted | None:
    if not _CURL.match(text):
        return None
    joined = re.sub(r"[\\^`][ \t]*(\r\n|\r|\n)", " ", text)
    try:
        words = shlex.split(joined[:MAX_COMMAND].lstrip("$>% \t"))
    except ValueError:
        words = [one.strip(_QUOTES) for one in joined.split()]
    return _container("curl", _curl_values(words))


def _curl_values(words: list[str]) -> Iterator[Named]:
    for option, word in _options(words[1:]):
        kind = _CURL_OPTIONS.get(option, "")
        if kind == "header":
            name, _, value = word.partition(":")
            yield from _header_values(name.strip(), value.strip())
        elif kind == "cookie":
            yield from _cookies(word)
        elif kind == "bearer":
            yield "--oauth2-bearer", word
        elif "://" in word or kind == "data" or word.startswith("?"):
            yield from _data_values(word)
        elif not option.startswith("-") and ":" in word:
            # HTTPie writes a header as Name:value.
            name, _, value = word.partition(":")
            yield from _header_values(name, value)


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Pair each word with the option that it belongs to, "" if there is none."""
    before = ""
    for word in words:
        inline = _INLINE_OPTION.match(word)
        if inline and not before:
            yield inline[1] or inline[3], inline[2] or inline[4]
        elif word in _CURL_OPTIONS and not before:
            before = word
        else:
            yield before, word
            before = ""


def _headers(text: str) -> Pasted | None:
    lines = _unfolded(text)
    found = [match for line in lines if (match := _HEADER.match(line))]
    known = [one for one in found if one[1].lower() in _HEADER_NAMES]
    if not known or (len(known) < len(lines) / 4 and not _STATUS_LINE.match(lines[0])):
        return None
    named = [pair for one in found for pair in _header_values(one[1], one[2].strip())]
    body = text.partition("\n\n")[2].strip() if "\n\n" in text else ""
    if body[:1] in ("{", "[") and (more := _json(body)) is not None:
        named += [(one.label, one.text) for one in more.tokens]
    if len(lines) == 1 and len(named) == 1:
        label, value = named[0]
        if known[0][1].lower().endswith("cookie"):
            return _container("cookie", named)
        one = classify(value, label)
        return _basic() if known[0][2].lower().startswith("basic ") else one
    return _container("headers", named)


def _unfolded(text: str) -> list[str]:
    """Split into lines, and join those that continue the one before (RFC 9112 §5.2)."""
    lines: list[list[str]] = []
    for line in filter(str.strip, _BREAK.split(text)):
        if lines and not _HEADER.match(line) and not _STATUS_LINE.match(line):
            lines[-1].append(line.strip())
        else:
            lines.append([line])
    return ["".join(parts) for parts in lines]


def _header_values(name: str, value: str) -> Iterator[Named]:
    value = value.strip(_QUOTES)
    if name.lower() == "set-cookie":
        yield from _cookies(value.partition(";")[0])
    elif name.lower() == "cookie":
        yield from _cookies(value)
    elif scheme := _AUTH_SCHEME.match(value):
        yield f"{name} header", scheme[2].strip()
    else:
        yield f"{name} header", value


def _cookies(text: str) -> Iterator[Named]:
    for one in text.split(";"):
        name, equals, value = one.strip().partition("=")
        if equals and name.lower() not in _ATTRIBUTES:
            yield f"cookie {name}", value.strip('"')


def _data_values(text: str) -> Iterator[Named]:
    """Find the values of an address or of a form (RFC 3986, RFC 6749 §4.2.2)."""
    if text.lstrip()[:1] in ("{", "["):
        found = _json(text.strip())
        yield from ((one.label, one.text) for one in found.tokens) if found else ()
        return
    query = text
    if "://" in text:
        try:
            parts = urlsplit(text)
        except ValueError:
            return
        query = f"{parts.query}&{parts.fragment}"
    yield from parse_qsl(query.lstrip("?#&"))


def _url(text: str) -> Pasted | None:
    is_address = re.match(r"^[a-z][a-z0-9+.-]*://\S+$", text, re.IGNORECASE)
    if not is_address and not re.match(r"^[?#&]?[\w.-]+=[^;\s]*&[\w.-]+=\S*$", text):
        return None
    named = list(_data_values(text))
    return _container("url", named) if named else None


def _cookie(text: str) -> Pasted | None:
    if not _COOKIE.match(text) or "\n" in text.strip():
        return None
    named = list(_cookies(text))
    if not named or classify(unwrap(text)[0]).kind not in ("text", "opaque token"):
        return None
    return _container("cookie", named)


def _basic() -> Pasted:
    return Pasted(
        "basic credentials",
        explanation="Change this password if you pasted it anywhere else: it is a user "
        "name and a password in base64 (RFC 7617), which anyone can read. It is no "
        "token.",
    )


def _container(kind: str, named: Iterable[Named]) -> Pasted:
    """Describe a text that holds named values: all tokens, or its best single find."""
    tokens: list[FoundToken] = []
    notes: list[str] = []
    others: list[Pasted] = []
    for label, value in islice(named, MAX_VALUES):
        if len(tokens) >= MAX_TOKENS:
            notes.append(f"Only the first {MAX_TOKENS} tokens are offered.")
            break
        found = classify(unquote(value) if "%" in value else value, label)
        if found.tokens and found.kind in _JOSE_KINDS:
            first, *rest = found.tokens
            tokens += [FoundToken(label, first.text), *rest]
            notes += [f"{label}: {note}" for note in found.notes]
        elif found.kind != "text":
            where = (f"Found in {label}.", *found.notes)
            others.append(replace(found, notes=where, label=label))
    if tokens:
        notes += [_other_note(one) for one in others if _matters(one)]
        notes += _proof_notes(tokens)
        return Pasted(kind, tuple(tokens), notes=tuple(notes))
    if others:
        # A signed cookie says more than a random value beside it.
        return min(others, key=lambda one: one.kind == "opaque token")
    return Pasted(
        kind,
        explanation=f"Paste a token: this is {_named(kind)} in which no token was "
        "found.",
    )


def _matters(other: Pasted) -> bool:
    """Leave out the random values that most requests and responses hold."""
    return other.kind != "opaque token" or other.label == "access_token"


def _other_note(other: Pasted) -> str:
    article = "an" if other.kind[0] in "aeiou" else "a"
    return f"The {other.label} is {article} {other.kind}, not a JWT."


def _named(kind: str) -> str:
    names = {
        "curl": "a command",
        "headers": "a list of headers",
        "cookie": "a cookie",
        "url": "an address",
        "json": "JSON",
    }
    return names.get(kind, f"a {kind}")


def _proof_notes(tokens: list[FoundToken]) -> list[str]:
    """Check a DPoP proof with the access token that came with it (RFC 9449 §4.3)."""
    read = [split_token(one.text) for one in tokens]
    proofs = [token for token in read if is_proof(token)]
    others = [token for token in read if not is_proof(token)]
    if not proofs:
        return []
    return check_proof(proofs[0], others[0] if others else None)
