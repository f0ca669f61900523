"""Help beside the workshop's fields: what claims mean, and the same steps as Python."""

from examples.jose.jose_names import CLAIMS, Source
from examples.jose.json_text import Object, one_line, read_json
from examples.jose.parsing import ParseError
from examples.workshop.fields import read_claims
from examples.workshop.types import Advice, ClaimHelp, FieldError

_ADVISED = ("iss", "sub", "aud", "exp", "iat", "jti")
_PRIVATE = "A claim of your own: give it a name that nobody else uses."
_VERSION = "The version of the user's tokens, a claim of this workshop's own."
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
_DENY = """
from examples.auth.revocation import Denylist
from examples.stores.memory import MemoryStore

denylist = Denylist(MemoryStore())
denylist.revoke(claims)
"""
_ALL = """
from examples.auth.revocation import NotBefore
from examples.stores.memory import MemoryStore

not_before = NotBefore(MemoryStore(), longest_lifetime=900)
not_before.revoke_all(claims["sub"])
"""
_RAISE = """
from examples.stores.memory import MemoryStore
from examples.auth.token_version import TokenVersions

versions = TokenVersions(MemoryStore())
print(versions.raise_version(claims["sub"]))
"""
_DECODE = """\
import jwt

token = {token!r}
print(jwt.get_unverified_header(token))
print(jwt.decode(token, options={{"verify_signature": False}}))
"""
_CODE = {
    "sign": _SIGN,
    "decode": _DECODE,
    "verify": _VERIFY,
    "revoke": _VERIFY + _DENY,
    "revokeUser": _VERIFY + _ALL,
    "raiseVersion": _VERIFY + _RAISE,
}


class WorkshopHelp:
    """Explains claims and writes programs; no string makes a method raise."""

    def explain(self, claims: str) -> ClaimHelp:
        """Explain each claim of a JSON object, and name those that it lacks."""
        try:
            value = read_json(claims, "The claims")
            read_claims(claims)
            fault = ""
        except ParseError as error:
            return {"fault": str(error), "rows": [], "lacking": []}
        except FieldError as error:
            fault = str(error)
        members = value.members if isinstance(value, Object) else []
        rows = [_advice(name, one_line(one)) for name, one in members]
        names = {name for name, _ in members}
        lacking = [_advice(name, "") for name in _ADVISED if name not in names]
        return {"fault": fault, "rows": rows, "lacking": lacking}

    def code(self, action: str, claims: str, token: str, algorithm: str) -> str:
        """Return the program of an action; the key is never in it."""
        text = _CODE.get(action, _DECODE)
        return text.format(claims=claims, token=token.strip(), algorithm=algorithm)


def _advice(name: str, value: str) -> Advice:
    meaning, source = CLAIMS.get(name, (_PRIVATE, Source("", "")))
    return {
        "name": name,
        "value": value,
        "meaning": _VERSION if name == "ver" else meaning,
        "label": source.label,
        "url": source.url,
    }
