"""Explain the claims in the workshop, and write its steps as Python programs."""

from examples.jose.jose_names import REGISTERED_CLAIMS, Source
from examples.jose.json_text import JsonObject, one_line, read_json
from examples.jose.parsing import ParseError
from examples.workshop.fields import read_claims
from examples.workshop.types import Advice, ClaimHelp, FieldError

_ADVISED = ("iss", "sub", "aud", "exp", "iat", "jti")
_OWN_CLAIM = "A claim of your own: choose a name that no one else uses."
_VERSION = "The version of the user's tokens. Only this workshop uses this claim."
_SIGN = """\
import json
import os

import jwt

claims = json.loads({claims!r})
print(jwt.encode(claims, os.environ["JWT_KEY"], {algorithm!r}))
"""
_VERIFY = """\
import os

import jwt

token = {token!r}
claims = jwt.decode(
    token,
    os.environ["JWT_KEY"],  # the secret, or the public key in PEM
    algorithms=[{algorithm!r}],
    options={{"verify_aud": False}},  # better: audience="your service"
)
print(claims)
"""
_REVOKE = """
from examples.auth.revocation import Denylist
from examples.stores.memory import MemoryStore

denylist = Denylist(MemoryStore())
denylist.revoke(claims)
"""
_REVOKE_USER = """
from examples.auth.revocation import NotBefore
from examples.stores.memory import MemoryStore

not_before = NotBefore(MemoryStore(), longest_lifetime=900)
not_before.revoke_all(claims["sub"])
"""
_RAISE_VERSION = """
from examples.auth.token_version import TokenVersions
from examples.stores.memory import MemoryStore

versions = TokenVersions(MemoryStore())
print(versions.raise_version(claims["sub"]))
"""
_DECODE = """\
import jwt

token = {token!r}
print(jwt.get_unverified_header(token))
print(jwt.decode(token, options={{"verify_signature": False}}))
"""
_PROGRAMS = {
    "sign": _SIGN,
    "decode": _DECODE,
    "verify": _VERIFY,
    "revoke": _VERIFY + _REVOKE,
    "revokeUser": _VERIFY + _REVOKE_USER,
    "raiseVersion": _VERIFY + _RAISE_VERSION,
}


class WorkshopHelp:
    """Explain claims and write programs. No text makes a method raise."""

    def explain(self, claims: str) -> ClaimHelp:
        """Explain each claim of a JSON object, and offer the ones that it lacks."""
        try:
            value = read_json(claims, "The claims")
            read_claims(claims)
            fault = ""
        except ParseError as error:
            return {"fault": str(error), "rows": [], "lacking": []}
        except FieldError as error:
            fault = str(error)
        members = value.members if isinstance(value, JsonObject) else []
        rows = [_advice(name, one_line(one)) for name, one in members]
        names = {name for name, _ in members}
        lacking = [_advice(name, "") for name in _ADVISED if name not in names]
        return {"fault": fault, "rows": rows, "lacking": lacking}

    def code(self, action: str, claims: str, token: str, algorithm: str) -> str:
        """Write the program of an action. The program never contains the key."""
        text = _PROGRAMS.get(action, _DECODE)
        return text.format(claims=claims, token=token.strip(), algorithm=algorithm)


def _advice(name: str, value: str) -> Advice:
    meaning, source = REGISTERED_CLAIMS.get(name, (_OWN_CLAIM, Source("", "")))
    return {
        "name": name,
        "value": value,
        "meaning": _VERSION if name == "ver" else meaning,
        "label": source.label,
        "url": source.url,
    }
