"""Record what PyJWT, joserfc and Authlib raise for the same tokens."""

import html
import importlib
import json
import time
import warnings
from pathlib import Path
from typing import Any

import jwt

from snippets.build_cache import cached, examples_key
from snippets.recorder import freshly_imported

SECRET = "made for the build, and for nothing else"  # noqa: S105 - protects nothing
LONGEST = 120
"""Characters of an exception's message."""
_CASES = {
    "accepted": "A valid token",
    "ExpiredSignatureError": "Expired",
    "ImmatureSignatureError": "Not yet valid",
    "InvalidSignatureError": "Another secret",
    "InvalidAlgorithmError": "Unsigned (alg none)",
    "InvalidAudienceError": "Another audience",
    "InvalidSubjectError": "A number as sub",
    "MissingRequiredClaimError": "Without exp",
    "DecodeError": "Two parts only",
}


def table(root: Path) -> str:
    """Return the table of the decoder's page, a row for each case."""

    def make() -> str:
        with freshly_imported(root):
            found = {case: results(case) for case in _CASES}
        columns = ("Token", *found["accepted"])
        head = "".join(f'<th scope="col">{name}</th>' for name in columns)
        rows = "\n".join(_row(case, found[case]) for case in _CASES)
        return (
            '<div><table class="recorded-libraries">\n'
            "<caption>What other libraries raise</caption>\n"
            f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table></div>"
        )

    return cached(root, "libraries", examples_key(root), make)


def results(case: str) -> dict[str, str]:
    """Run the programs of all libraries for a case; return what each raised.

    Raises:
        ValueError: PyJWT did not raise what the case is named after.

    """
    token, fields = _given(case)
    decoder = importlib.import_module("examples.decoder.decoder")
    decoded = decoder.Decoder().decode(fields)
    own = decoded["reproduced"]
    if own is None or own["case"] != case:
        raise ValueError(f"PyJWT shows another case than {case}: {own}")
    told = own["lines"][0]["text"] if case != "accepted" else "accepted"
    found = {"PyJWT": told.removeprefix("jwt.exceptions.")}
    for other in decoded["elsewhere"]:
        found[other["title"]] = outcome(other["code"], token=token, SECRET=SECRET)
    return found


def outcome(code: str, **names: Any) -> str:  # noqa: ANN401 - what a program needs
    """Run a program; return the class and message of its exception, or "accepted"."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(code, names)  # noqa: S102 - running these lines is the purpose
        except Exception as error:
            message = " ".join(str(error).split())[:LONGEST]
            return f"{type(error).__name__}: {message}".removesuffix(": ")
    return "accepted"


def _given(case: str) -> tuple[str, dict[str, str]]:
    now = int(time.time())
    claims: dict[str, Any] = {
        "iss": "https://login.example",
        "sub": "user-1842",
        "aud": "https://api.example",
        "iat": now,
        "exp": now + 600,
    }
    changes: dict[str, dict[str, Any]] = {
        "ExpiredSignatureError": {"iat": now - 900, "exp": now - 600},
        "ImmatureSignatureError": {"nbf": now + 300},
        "InvalidAudienceError": {"aud": "https://other.example"},
    }
    claims |= changes.get(case, {})
    if case == "MissingRequiredClaimError":
        del claims["exp"]
    secret = SECRET[::-1] if case == "InvalidSignatureError" else SECRET
    if case == "InvalidSubjectError":
        token = jwt.api_jws.encode(
            json.dumps(claims | {"sub": 1842}).encode(), secret, "HS256"
        )
    elif case == "InvalidAlgorithmError":
        token = jwt.encode(claims, "", "none")
    else:
        token = jwt.encode(claims, secret, "HS256")
    if case == "DecodeError":
        token = token.rpartition(".")[0]
    names = ("algorithm", "iss", "leeway", "now", "pick")
    empty = dict.fromkeys(names, "")
    aud = "https://api.example" if case == "InvalidAudienceError" else ""
    fields = {"token": token, "key": SECRET, "form": "text", **empty, "aud": aud}
    return token, fields


def _row(case: str, found: dict[str, str]) -> str:
    cells = "".join(
        f'<td data-library="{library}"><code>{html.escape(text)}</code></td>'
        for library, text in found.items()
    )
    return f'<tr data-case="{case}"><th scope="row">{_CASES[case]}</th>{cells}</tr>'
