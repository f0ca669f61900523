"""Sign and verify tokens with Authlib's `authlib.jose`, which is deprecated."""

import os
import secrets
import time
from typing import Any

from authlib.jose import JsonWebToken, jwt  # type: ignore[import-untyped]

from examples.libraries.adapter import Accounts, Adapter, Setting
from examples.libraries.jose_api import PUBLIC, make_api
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

ISSUER, AUDIENCE = "https://auth.example", "https://api.example"


def make(setting: Setting) -> Adapter:
    """Return the application; source: Authlib, "JSON Web Token"."""
    people = Accounts()
    key = public = secrets.token_bytes(32)
    algorithm = os.environ.get("ALGORITHM", "HS256")
    if algorithm == "RS256":
        key, public = PRIVATE_PEM.encode(), PUBLIC_PEM.encode()

    # --8<-- [start:quick_start]
    def issue(name: str) -> str:
        claims = {"sub": name, "exp": int(time.time()) + 900}
        token: bytes = jwt.encode({"alg": algorithm}, claims, key)
        return token.decode()

    def verify(token: str) -> str:
        claims = jwt.decode(token, public)
        claims.validate()
        return str(claims["sub"])

    # --8<-- [end:quick_start]

    # --8<-- [start:safest]
    strict = JsonWebToken([algorithm])
    rules = {
        "exp": {"essential": True},
        "iss": {"essential": True, "value": ISSUER},
        "aud": {"essential": True, "value": AUDIENCE},
    }

    def verify_strictly(token: str) -> str:
        claims = strict.decode(token, public, claims_options=rules)
        claims.validate()
        return str(claims["sub"])

    # --8<-- [end:safest]
    def issue_strictly(name: str) -> str:
        claims = {"sub": name, "exp": int(time.time()) + 900}
        claims |= {"iss": ISSUER, "aud": AUDIENCE}
        token: bytes = strict.encode({"alg": algorithm}, claims, key)
        return token.decode()

    def key_accepted(raw: bytes) -> Any:
        return jwt.decode(jwt.encode({"alg": "HS256"}, {"sub": "a"}, raw), raw)

    safe = setting == "safest"
    return Adapter(
        app=make_api(
            people,
            issue_strictly if safe else issue,
            verify_strictly if safe else verify,
        ),
        people=people,
        setting="jwt.decode(token, key) and claims.validate()"
        if setting == "quick-start"
        else "JsonWebToken([algorithm]) with essential exp, iss and aud",
        public=PUBLIC,
        key=key,
        public_key=PUBLIC_PEM.encode(),
        verify=lambda token, raw, algorithms: JsonWebToken(algorithms).decode(
            token, raw
        ),
        key_accepted=key_accepted,
    )
