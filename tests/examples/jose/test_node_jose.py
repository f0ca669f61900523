"""Another implementation, node's jose, reads our tokens, and we read its own."""

import json
import subprocess
from pathlib import Path
from typing import Any

from examples.auth.clock import ManualClock
from examples.stores.memory import MemoryStore
from examples.workshop.keys import ALGORITHMS
from examples.workshop.workshop import Workshop
from tests.examples.sample_tokens import (
    CLAIMS,
    KINDS,
    NOW,
    SECRET,
    b64,
    decode,
    jwk_of,
    key_for,
    mac,
    private_key,
    public_jwk,
)

# Node has no secp256k1 in WebCrypto, and the package jose no name for Ed448.
SHARED = [name for name in KINDS if name not in {"ES256K", "Ed448"}]
SCRIPT = Path(__file__).with_name("node_jose.mjs")


def private_jwk(algorithm: str) -> dict[str, Any]:
    kind = KINDS[algorithm]
    if kind == "oct":
        return {"kty": "oct", "k": b64(SECRET.encode())}
    return jwk_of(kind, private_key(kind))


def public(algorithm: str) -> dict[str, Any]:
    kind = KINDS[algorithm]
    found: dict[str, Any] = (
        private_jwk(algorithm) if kind == "oct" else json.loads(public_jwk(kind))
    )
    return found


def node(items: list[dict[str, Any]]) -> subprocess.CompletedProcess[str]:
    given = json.dumps({"now": NOW, "claims": CLAIMS, "items": items})
    command: list[str | Path] = ["node", SCRIPT]
    return subprocess.run(
        command, input=given, capture_output=True, text=True, check=False
    )


def jose(items: list[dict[str, Any]]) -> list[Any]:
    run = node(items)
    assert run.returncode == 0, run.stderr
    found: list[Any] = json.loads(run.stdout)
    return found


def test_we_verify_what_jose_signs() -> None:
    items = [{"alg": name, "jwk": private_jwk(name)} for name in SHARED]
    tokens = jose(items)
    assert len(tokens) == len(SHARED) == 17
    for name, token in zip(SHARED, tokens, strict=True):
        found = decode(token, key_for(name), algorithm=name)
        assert found["verdict"].startswith("Valid signature"), name
        head, body, signature = token.split(".")
        changed = f"{head}.{body}.{'A' * len(signature)}"
        found = decode(changed, key_for(name), algorithm=name)
        assert found["verdict"].startswith("Invalid signature"), name


def test_jose_verifies_what_we_sign() -> None:
    workshop = Workshop(MemoryStore(ManualClock(NOW)), ManualClock(NOW))
    items = []
    for name in SHARED:
        assert name in ALGORITHMS
        key = SECRET if KINDS[name] == "oct" else json.dumps(private_jwk(name))
        answer = workshop.sign(json.dumps(CLAIMS), name, key)
        assert "token" in answer, (name, answer)
        items.append({"alg": name, "jwk": public(name), "token": answer["token"]})
    assert jose(items) == [CLAIMS] * 17


def test_jose_refuses_a_wrong_token() -> None:
    token = mac({"alg": "HS256"}, CLAIMS, "another secret of thirty-two bytes")
    item = {"alg": "HS256", "jwk": public("HS256"), "token": token}
    assert "signature verification failed" in node([item]).stderr
