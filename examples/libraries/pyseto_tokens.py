"""Sign and verify PASETO tokens with pyseto."""

import json
import secrets
from typing import Any

import pyseto
from pyseto import Key, Paseto

from examples.libraries.adapter import Accounts, Adapter, Setting
from examples.libraries.jose_api import PUBLIC, make_api


def make(setting: Setting) -> Adapter:
    """Return the application; source: the README of pyseto."""
    people = Accounts()
    secret = secrets.token_bytes(32)
    # --8<-- [start:quick_start]
    key = Key.new(version=4, purpose="local", key=secret)
    paseto = Paseto(exp=900, include_iat=True)

    def issue(name: str) -> str:
        claims = {"sub": name}
        return str(paseto.encode(key, claims, serializer=json), "ascii")

    def verify(token: str) -> str:
        decoded = pyseto.decode(key, token, deserializer=json)
        return str(decoded.payload["sub"])

    # --8<-- [end:quick_start]

    # --8<-- [start:safest]
    def verify_strictly(token: str) -> str:
        decoded = pyseto.decode(
            key, token, deserializer=json, aud="https://api.example"
        )
        payload: dict[str, Any] = decoded.payload
        if not {"exp", "sub"} <= payload.keys():
            raise ValueError("A claim is missing.")
        return str(payload["sub"])

    # --8<-- [end:safest]
    def issue_strictly(name: str) -> str:
        claims = {"sub": name, "aud": "https://api.example"}
        return str(paseto.encode(key, claims, serializer=json), "ascii")

    def sign(claims: Any, _header: Any) -> str:
        return str(pyseto.encode(key, dict(claims), serializer=json), "ascii")

    def key_accepted(raw: bytes) -> object:
        short = Key.new(version=4, purpose="local", key=raw)
        return pyseto.decode(short, pyseto.encode(short, b"data"))

    safe = setting == "safest"
    return Adapter(
        app=make_api(
            people,
            issue_strictly if safe else issue,
            verify_strictly if safe else verify,
        ),
        people=people,
        setting="v4.local, decoded with deserializer=json"
        if setting == "quick-start"
        else "v4.local, audience, exp and sub required",
        public=PUBLIC,
        sign=sign,
        claims={"aud": "https://api.example"} if safe else {},
        key_accepted=key_accepted,
    )
