"""Sign and verify tokens with joserfc."""

import os
import secrets
import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from examples.libraries.adapter import Accounts, Adapter, Setting
from examples.libraries.jose_api import PUBLIC, make_api
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

ISSUER, AUDIENCE = "https://auth.example", "https://api.example"


def make(setting: Setting) -> Adapter:
    """Return the application; source: joserfc, "JSON Web Token"."""
    people = Accounts()
    secret = secrets.token_bytes(32)
    algorithm = os.environ.get("ALGORITHM", "HS256")
    key: Any = OctKey.import_key(secret)
    public: Any = key
    if algorithm == "RS256":
        key = RSAKey.import_key(PRIVATE_PEM)
        public = RSAKey.import_key(PUBLIC_PEM)

    # --8<-- [start:quick_start]
    def issue(name: str) -> str:
        claims = {"sub": name, "exp": int(time.time()) + 900}
        return jwt.encode({"alg": algorithm}, claims, key)

    def verify(token: str) -> str:
        decoded = jwt.decode(token, public, algorithms=[algorithm])
        registry = jwt.JWTClaimsRegistry()
        registry.validate(decoded.claims)
        return str(decoded.claims["sub"])

    # --8<-- [end:quick_start]

    # --8<-- [start:safest]
    strict = jwt.JWTClaimsRegistry(
        exp={"essential": True},
        sub={"essential": True},
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": AUDIENCE},
    )

    def verify_strictly(token: str) -> str:
        decoded = jwt.decode(token, public, algorithms=[algorithm])
        strict.validate(decoded.claims)
        return str(decoded.claims["sub"])

    # --8<-- [end:safest]
    def issue_strictly(name: str) -> str:
        claims = {"sub": name, "exp": int(time.time()) + 900}
        claims |= {"iss": ISSUER, "aud": AUDIENCE}
        return jwt.encode({"alg": algorithm}, claims, key)

    def verify_with(token: str, raw: bytes, algorithms: list[str]) -> object:
        # Keys are typed: only a key for HMAC can be mistaken for another one.
        return jwt.decode(token, OctKey.import_key(raw), algorithms=algorithms)

    def key_accepted(raw: bytes) -> object:
        short = OctKey.import_key(raw)
        return jwt.decode(jwt.encode({"alg": "HS256"}, {"sub": "a"}, short), short)

    safe = setting == "safest"
    return Adapter(
        app=make_api(
            people,
            issue_strictly if safe else issue,
            verify_strictly if safe else verify,
        ),
        people=people,
        setting="jwt.decode() and an empty JWTClaimsRegistry"
        if setting == "quick-start"
        else "a JWTClaimsRegistry with essential exp, iss and aud",
        public=PUBLIC,
        key=secret,
        public_key=PUBLIC_PEM.encode(),
        verify=verify_with,
        key_accepted=key_accepted,
    )
