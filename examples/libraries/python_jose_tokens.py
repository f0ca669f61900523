"""Sign and verify tokens with python-jose."""

import os
import secrets
import time

from jose import jwt

from examples.libraries.adapter import Accounts, Adapter, Setting
from examples.libraries.jose_api import PUBLIC, make_api
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

ISSUER, AUDIENCE = "https://auth.example", "https://api.example"


def make(setting: Setting) -> Adapter:
    """Return the application; source: the README of python-jose."""
    people = Accounts()
    key = public = secrets.token_hex(32)
    algorithm = os.environ.get("ALGORITHM", "HS256")
    if algorithm == "RS256":
        key, public = PRIVATE_PEM, PUBLIC_PEM

    # --8<-- [start:quick_start]
    def issue(name: str) -> str:
        claims = {"sub": name, "exp": int(time.time()) + 900}
        return str(jwt.encode(claims, key, algorithm=algorithm))

    def verify(token: str) -> str:
        claims = jwt.decode(token, public, algorithms=[algorithm])
        return str(claims["sub"])

    # --8<-- [end:quick_start]

    def issue_strictly(name: str) -> str:
        claims = {"sub": name, "exp": int(time.time()) + 900}
        claims |= {"iss": ISSUER, "aud": AUDIENCE}
        return str(jwt.encode(claims, key, algorithm=algorithm))

    # --8<-- [start:safest]
    def verify_strictly(token: str) -> str:
        claims = jwt.decode(
            token,
            public,
            algorithms=[algorithm],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={
                "require_exp": True,
                "require_sub": True,
                "require_iss": True,
                "require_aud": True,
            },
        )
        return str(claims["sub"])

    # --8<-- [end:safest]
    def key_accepted(raw: bytes) -> object:
        token = jwt.encode({"sub": "a"}, raw, algorithm="HS256")
        return jwt.decode(token, raw, algorithms=["HS256"])

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
        else "required exp, sub, iss and aud",
        public=PUBLIC,
        key=key.encode(),
        public_key=PUBLIC_PEM.encode(),
        verify=lambda token, raw, algorithms: jwt.decode(
            token, raw, algorithms=algorithms
        ),
        key_accepted=key_accepted,
    )
