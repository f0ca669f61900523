"""Sign and verify tokens with PyJWT."""

import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt

from examples.libraries.adapter import Accounts, Adapter, Setting
from examples.libraries.jose_api import PUBLIC, make_api
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

ISSUER, AUDIENCE = "https://auth.example", "https://api.example"


def make(setting: Setting) -> Adapter:
    """Return the application; source: PyJWT, "Usage Examples"."""
    people = Accounts()
    key = public = secrets.token_bytes(32)
    algorithm = os.environ.get("ALGORITHM", "HS256")
    if algorithm == "RS256":
        key, public = PRIVATE_PEM.encode(), PUBLIC_PEM.encode()

    # --8<-- [start:quick_start]
    def issue(name: str) -> str:
        expires = datetime.now(UTC) + timedelta(minutes=15)
        claims = {"sub": name, "exp": expires}
        return jwt.encode(claims, key, algorithm=algorithm)

    def verify(token: str) -> str:
        claims = jwt.decode(token, public, algorithms=[algorithm])
        return str(claims["sub"])

    # --8<-- [end:quick_start]

    # --8<-- [start:safest]
    strict = jwt.PyJWT(options={"enforce_minimum_key_length": True})

    def issue_strictly(name: str) -> str:
        now = datetime.now(UTC)
        claims = {"sub": name, "iat": now, "exp": now + timedelta(minutes=15)}
        claims |= {"iss": ISSUER, "aud": AUDIENCE}
        return strict.encode(claims, key, algorithm=algorithm)

    def verify_strictly(token: str) -> str:
        claims = strict.decode(
            token,
            public,
            algorithms=[algorithm],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={"require": ["exp", "iat", "sub"]},
        )
        return str(claims["sub"])

    # --8<-- [end:safest]
    def key_accepted(secret: bytes) -> object:
        api: Any = jwt if setting == "quick-start" else strict
        token = api.encode({"sub": "alice"}, secret, algorithm="HS256")
        return api.decode(token, secret, algorithms=["HS256"])

    safe = setting == "safest"
    return Adapter(
        app=make_api(
            people,
            issue_strictly if safe else issue,
            verify_strictly if safe else verify,
        ),
        people=people,
        setting="jwt.decode(token, key, algorithms=[...]), and nothing else"
        if setting == "quick-start"
        else "required claims, issuer, audience, enforce_minimum_key_length",
        public=PUBLIC,
        key=key,
        public_key=PUBLIC_PEM.encode(),
        verify=lambda token, secret, algorithms: jwt.decode(
            token, secret, algorithms=algorithms
        ),
        key_accepted=key_accepted,
    )
