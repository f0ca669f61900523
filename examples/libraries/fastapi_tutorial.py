"""Sign in the way of FastAPI's tutorial, "OAuth2 with Password and Bearer JWT"."""

import os
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm

from examples.libraries.adapter import Accounts, Adapter, Route, Setting
from examples.libraries.keys import PRIVATE_PEM, PUBLIC_PEM

ISSUER, AUDIENCE = "https://auth.example", "https://api.example"


def make(setting: Setting) -> Adapter:
    """Return the application; the tutorial stores hashes, this one plain words."""
    people = Accounts()
    key = verify_key = secrets.token_hex(32)
    algorithm = os.environ.get("ALGORITHM", "HS256")
    if algorithm == "RS256":
        key, verify_key = PRIVATE_PEM, PUBLIC_PEM
    challenge = {"WWW-Authenticate": "Bearer"}
    # --8<-- [start:quick_start]
    app = FastAPI()
    scheme = OAuth2PasswordBearer(tokenUrl="token")

    @app.post("/token")
    def log_in(
        form: Annotated[OAuth2PasswordRequestForm, Depends()],
    ) -> dict[str, str]:
        if not people.check(form.username, form.password):
            raise HTTPException(401, headers=challenge)
        expires = datetime.now(UTC) + timedelta(minutes=30)
        claims = extra(form.username) | {"sub": form.username, "exp": expires}
        token = jwt.encode(claims, key, algorithm=algorithm)
        return {"access_token": token, "token_type": "bearer"}

    # --8<-- [end:quick_start]

    def extra(name: str) -> dict[str, Any]:
        account = people.find(name)
        if setting == "quick-start" or account is None:
            return {}
        return {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "purpose": "access",
            "epoch": account.session_id,
        }

    # --8<-- [start:verify]
    def current_user(token: Annotated[str, Depends(scheme)]) -> str:
        try:
            claims = decode(token)
        except jwt.InvalidTokenError:
            raise HTTPException(401, headers=challenge) from None
        if people.find(claims.get("sub")) is None:
            raise HTTPException(401)
        return str(claims["sub"])

    # --8<-- [end:verify]

    def decode(token: str) -> dict[str, Any]:
        if setting == "quick-start":
            return dict(jwt.decode(token, verify_key, algorithms=[algorithm]))
        # --8<-- [start:safest]
        claims: dict[str, Any] = jwt.decode(
            token,
            verify_key,
            algorithms=[algorithm],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={"require": ["exp", "sub", "purpose", "epoch"]},
        )
        account = people.find(claims["sub"])
        if claims["purpose"] != "access" or account is None:
            raise jwt.InvalidTokenError
        if claims["epoch"] != account.session_id:
            raise jwt.InvalidTokenError
        # --8<-- [end:safest]
        return claims

    @app.get("/me")
    def me(user: Annotated[str, Depends(current_user)]) -> dict[str, str]:
        return {"user": user}

    @app.post("/logout-all")
    def log_out_everywhere(
        user: Annotated[str, Depends(current_user)],
    ) -> dict[str, str]:
        people.end_sessions(user)
        return {}

    @app.get("/public")
    def public() -> dict[str, str]:
        return {"user": "everybody@example.com"}

    everywhere = Route("POST", "/logout-all") if setting == "safest" else None
    return Adapter(
        app=app,
        people=people,
        setting="HS256 with a random 32-byte key, 30 minutes"
        if setting == "quick-start"
        else "issuer, audience, purpose and an epoch of the user record required",
        login=Route(
            "POST",
            "/token",
            {"username": "{user}", "password": "{password}"},
            form=True,
        ),
        logout=everywhere,
        logout_all=everywhere,
        public=Route("GET", "/public"),
        key=key.encode(),
        public_key=PUBLIC_PEM.encode(),
        other_token=lambda name: jwt.encode(
            extra(name)
            | {
                "sub": name,
                "purpose": "reset-password",
                "exp": datetime.now(UTC) + timedelta(hours=1),
            },
            key,
            algorithm=algorithm,
        ),
    )
