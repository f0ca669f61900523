import dataclasses
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jwt
import pytest

from examples.auth.clock import ManualClock
from examples.auth.keypair_tokens import KeyPairTokens
from examples.auth.signing_keys import KeyRing, new_signing_key
from examples.auth.store_protocol import Store
from examples.auth.token_errors import TokenError
from examples.oauth.dpop import (
    DpopError,
    DpopGate,
    DpopKey,
    DpopNonces,
    DpopProofs,
    hash_of_token,
    same_address,
)
from examples.oauth.key_proofs import public_members, thumbprint
from examples.stores.memory import MemoryStore

URL = "https://shop.example/orders"


@pytest.fixture
def proofs(clock: ManualClock) -> DpopProofs:
    return DpopProofs(MemoryStore(clock), clock)


@pytest.fixture
def key(clock: ManualClock) -> DpopKey:
    return DpopKey(clock)


@pytest.fixture
def gate(proofs: DpopProofs, clock: ManualClock) -> DpopGate:
    keys = KeyRing(clock=clock)
    return DpopGate(KeyPairTokens(keys, "https://id.example", "shop", clock), proofs)


def refused(proofs: DpopProofs, *sent: str, token: str = "", url: str = URL) -> str:
    with pytest.raises(DpopError) as caught:
        proofs.check(sent, "GET", url, token)
    assert caught.value.headers()["WWW-Authenticate"].startswith("DPoP algs=")
    return caught.value.error


def signed(header: dict[str, Any], clock: ManualClock, **claims: object) -> str:
    """Sign what DpopKey would never sign."""
    pair = new_signing_key("ES256")
    usual = {"jti": "1", "htm": "GET", "htu": URL, "iat": int(clock())}
    given = {k: v for k, v in (usual | claims).items() if v is not None}
    jwk = public_members(pair.public_jwk())
    headers = {"typ": "dpop+jwt", "jwk": jwk} | header
    return jwt.encode(given, pair.private, "ES256", headers)


def test_the_thumbprint_of_the_rfc() -> None:
    """RFC 9449 §4.1 and §6.1 print this key and its thumbprint."""
    jwk = {
        "kty": "EC",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "crv": "P-256",
    }
    assert thumbprint(jwk) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


def test_the_access_token_hash_of_the_rfc() -> None:
    """RFC 9449 §7.1 prints this token and its `ath`."""
    token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
    assert hash_of_token(token) == "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"


def test_the_proof_of_the_rfc(proofs: DpopProofs) -> None:
    """RFC 9449 §4.2 prints this proof for a token request."""
    proof = (
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4"
        "dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09r"
        "X282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGk"
        "iOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV"
        "4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdr"
        "j8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
    )
    then = ManualClock(1562262616)
    given = dataclasses.replace(proofs, clock=then, store=MemoryStore(then))
    found = given.check([proof], "POST", "https://server.example.com/token")
    assert found == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"


def test_a_proof_is_good_once(proofs: DpopProofs, key: DpopKey) -> None:
    proof = key.proof("GET", URL + "?page=2")
    assert proofs.check([proof], "GET", URL + "?page=3#x") == key.thumbprint
    assert refused(proofs, proof) == "invalid_dpop_proof"


def test_of_many_requests_with_one_proof_one_passes(
    store: Store, key: DpopKey, clock: ManualClock
) -> None:
    proofs = DpopProofs(store, clock)
    proof = key.proof("GET", URL)

    def passes(_: int) -> bool:
        try:
            proofs.check([proof], "GET", URL)
        except DpopError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(passes, range(16))) == 1


def test_two_keys_may_use_one_jti(proofs: DpopProofs, clock: ManualClock) -> None:
    for _ in range(2):
        assert proofs.check([signed({}, clock)], "GET", URL)


def test_the_number_of_headers(proofs: DpopProofs, key: DpopKey) -> None:
    assert refused(proofs) == "invalid_dpop_proof"
    two = (key.proof("GET", URL), key.proof("GET", URL))
    assert refused(proofs, *two) == "invalid_dpop_proof"


@pytest.mark.parametrize("header", [
    {"typ": "JWT"}, {"typ": None}, {"jwk": None}, {"jwk": "x"}, {"jwk": {}},
    {"jwk": {"kty": "oct", "k": "AAAA"}},
    {"jwk": {"kty": "RSA", "n": "AA", "e": "AQAB"}},
    {"jwk": {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}},
    {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}},
    {"jwk": {"kty": "EC", "crv": "P-256", "x": 1, "y": []}},
    {"jwk": {"kty": "EC", "crv": "P-256", "x": "\ud800", "y": "A"}},
    {"jwk": {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "d": "AA"}},
    {"crit": ["x"], "x": 1},
])  # fmt: skip
def test_a_wrong_header(
    proofs: DpopProofs, clock: ManualClock, header: dict[str, Any]
) -> None:
    assert refused(proofs, signed(header, clock)) == "invalid_dpop_proof"


@pytest.mark.parametrize("claims", [
    {"jti": None}, {"jti": 1}, {"htm": None}, {"htm": "POST"}, {"htm": 1},
    {"htu": None}, {"htu": 1}, {"htu": "https://shop.example/pay"},
    {"htu": "http://shop.example/orders"}, {"htu": "https://shop.example:444/orders"},
    {"htu": "https://["}, {"htu": "https://shop.example:x/orders"},
    {"iat": None}, {"iat": "x"}, {"iat": True}, {"iat": 1e400}, {"iat": -1},
    {"iat": 1_800_000_006}, {"iat": 1_799_999_940},
])  # fmt: skip
def test_wrong_claims(
    proofs: DpopProofs, clock: ManualClock, claims: dict[str, Any]
) -> None:
    assert refused(proofs, signed({}, clock, **claims)) == "invalid_dpop_proof"


@pytest.mark.parametrize("jti", ["\ud800", "x" * 2000, ""])
def test_a_strange_jti_is_a_jti(
    proofs: DpopProofs, clock: ManualClock, jti: str
) -> None:
    assert proofs.check([signed({}, clock, jti=jti)], "GET", URL)


@pytest.mark.parametrize("proof", ["", "a.b.c", "x" * 5000, "\ud800", "é.é.é"])
def test_malformed(proofs: DpopProofs, proof: str) -> None:
    assert refused(proofs, proof) == "invalid_dpop_proof"


def test_a_proof_that_another_key_signed(proofs: DpopProofs, key: DpopKey) -> None:
    head, body, _ = key.proof("GET", URL).split(".")
    signature = DpopKey().proof("GET", URL).rpartition(".")[2]
    assert refused(proofs, f"{head}.{body}.{signature}") == "invalid_dpop_proof"


def test_a_proof_that_shows_its_private_key(
    proofs: DpopProofs, clock: ManualClock
) -> None:
    pair = new_signing_key("ES256")
    jwk = public_members(pair.public_jwk()) | {"d": "AA"}
    claims = {"jti": "1", "htm": "GET", "htu": URL, "iat": int(clock())}
    headers = {"typ": "dpop+jwt", "jwk": jwk}
    shown = jwt.encode(claims, pair.private, "ES256", headers)
    assert refused(proofs, shown) == "invalid_dpop_proof"


def test_a_proof_of_any_length_is_not_read(
    proofs: DpopProofs, clock: ManualClock
) -> None:
    assert refused(proofs, signed({}, clock, x="y" * 3000)) == "invalid_dpop_proof"


def test_hmac_is_refused(proofs: DpopProofs, clock: ManualClock) -> None:
    jwk = {"kty": "oct", "k": "A" * 43}
    claims = {"jti": "1", "htm": "GET", "htu": URL, "iat": int(clock())}
    forged = jwt.encode(claims, b"\0" * 32, "HS256", {"typ": "dpop+jwt", "jwk": jwk})
    assert refused(proofs, forged) == "invalid_dpop_proof"


def test_the_window(proofs: DpopProofs, key: DpopKey, clock: ManualClock) -> None:
    early = DpopKey(ManualClock(clock() + 5)).proof("GET", URL)
    assert proofs.check([early], "GET", URL)
    late = key.proof("GET", URL)
    clock.advance(seconds=59)
    assert proofs.check([late], "GET", URL)


def test_addresses() -> None:
    for same in ("HTTPS://SHOP.example:443/orders", f"{URL}?a#b"):
        assert same_address(same, URL)
    assert same_address("https://shop.example", "https://shop.example/")
    for other in (f"{URL}/", "https://shop.example/Orders", "//shop.example/orders"):
        assert not same_address(other, URL)


def test_the_access_token_must_match(proofs: DpopProofs, key: DpopKey) -> None:
    for ath in ("", "other"):
        proof = key.proof("GET", URL, ath)
        assert refused(proofs, proof, token="token") == "invalid_dpop_proof"
    assert proofs.check([key.proof("GET", URL, "token")], "GET", URL, "token")


def test_nonces(proofs: DpopProofs, key: DpopKey, clock: ManualClock) -> None:
    nonces = DpopNonces(b"x" * 32, clock)
    strict = dataclasses.replace(proofs, nonces=nonces)
    with pytest.raises(DpopError) as caught:
        strict.check([key.proof("GET", URL)], "GET", URL)
    nonce = caught.value.headers()["DPoP-Nonce"]
    assert caught.value.error == "use_dpop_nonce"
    assert strict.check([key.proof("GET", URL, nonce=nonce)], "GET", URL)
    clock.advance(seconds=120)
    assert strict.check([key.proof("GET", URL, nonce=nonce)], "GET", URL)
    clock.advance(seconds=120)
    assert refused(strict, key.proof("GET", URL, nonce=nonce)) == "use_dpop_nonce"
    for bad in (1, None, "é", "", nonces.current()[:-1]):
        assert not nonces.accepts(bad)
    other = DpopNonces(b"y" * 32, clock)
    assert not other.accepts(nonces.current())


def test_only_good_proofs_take_room(proofs: DpopProofs, clock: ManualClock) -> None:
    for change in ({"htm": "POST"}, {"iat": 1}, {"htu": "x"}):
        refused(proofs, signed({}, clock, **change))
    assert isinstance(proofs.store, MemoryStore)
    assert len(proofs.store) == 0
    proofs.check([signed({}, clock)], "GET", URL)
    clock.advance(seconds=66)
    assert len(proofs.store) == 0


def test_a_bound_token(gate: DpopGate, key: DpopKey) -> None:
    assert isinstance(gate.tokens, KeyPairTokens)
    token = gate.tokens.issue("alice", cnf={"jkt": key.thumbprint})
    proof = key.proof("GET", URL, token)
    claims = gate.authenticate(f"dpop {token}", [proof], "GET", URL)
    assert claims["sub"] == "alice"


@pytest.mark.parametrize(
    "more", [{}, {"cnf": "x"}, {"cnf": {}}, {"cnf": {"jkt": 1}}, {"cnf": {"jkt": "é"}}]
)
def test_a_token_that_is_not_bound_to_the_key(
    gate: DpopGate, key: DpopKey, more: dict[str, Any]
) -> None:
    assert isinstance(gate.tokens, KeyPairTokens)
    token = gate.tokens.issue("alice", **more)
    proof = key.proof("GET", URL, token)
    with pytest.raises(DpopError) as caught:
        gate.authenticate(f"DPoP {token}", [proof], "GET", URL)
    assert caught.value.error == "invalid_token"


def test_a_stolen_token(gate: DpopGate, key: DpopKey, clock: ManualClock) -> None:
    assert isinstance(gate.tokens, KeyPairTokens)
    token = gate.tokens.issue("alice", cnf={"jkt": key.thumbprint})
    own = DpopKey(clock).proof("GET", URL, token)
    for scheme, sent in (("Bearer", []), ("DPoP", []), ("DPoP", [own]), ("", [own])):
        with pytest.raises(TokenError):
            gate.authenticate(f"{scheme} {token}", sent, "GET", URL)
    good = key.proof("GET", URL, token)  # even the owner must not send it as a bearer
    with pytest.raises(DpopError, match="as DPoP"):
        gate.authenticate(f"Bearer {token}", [good], "GET", URL)
    with pytest.raises(TokenError):
        gate.authenticate("DPoP a.b.c", [key.proof("GET", URL, "a.b.c")], "GET", URL)
