import json

import jwt
import pytest
from jwt.exceptions import InvalidKeyError

from examples.jose import algorithms
from examples.jose.algorithms import MlDsa, get_algorithm
from examples.jose.jws_rules import kinds_for
from tests.examples.sample_tokens import (
    CLAIMS,
    jwk_of,
    private_key,
    private_pem,
    public_jwk,
    public_pem,
)

SIZES = ("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")


@pytest.mark.parametrize("name", SIZES)
def test_ml_dsa_reads_keys_in_each_form(name: str) -> None:
    algorithm = MlDsa(name)
    key = private_key(name)
    jwk = jwk_of(name, key)
    made = [
        algorithm.sign(b"message", algorithm.prepare_key(one))
        for one in (key, private_pem(name), json.dumps(jwk), jwk)
    ]
    for public in (key.public_key(), public_pem(name), public_jwk(name), key, jwk):
        prepared = algorithm.prepare_key(public)
        for signature in made:
            assert algorithm.verify(b"message", prepared, signature)
            assert not algorithm.verify(b"other", prepared, signature)
            assert not algorithm.verify(b"message", prepared, signature[:-1])


def test_ml_dsa_takes_its_own_parameter_set_only() -> None:
    for name in ("ML-DSA-65", "P-256"):
        with pytest.raises(InvalidKeyError, match="not of the kind ML-DSA-44"):
            MlDsa("ML-DSA-44").from_jwk(json.loads(public_jwk(name)))
    with pytest.raises(NotImplementedError):
        MlDsa.to_jwk(None)


def test_a_python_without_cryptography_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(algorithms, "import_module", missing)
    with pytest.raises(NotImplementedError, match=r"ML-DSA-44 needs cryptography"):
        MlDsa("ML-DSA-44")


def test_pyjwt_knows_an_algorithm_that_was_asked_for() -> None:
    for name in ("Ed25519", "Ed448", *SIZES):
        assert get_algorithm(name) is get_algorithm(name)
        kind = kinds_for(name)[0]
        key = get_algorithm(name).prepare_key(private_pem(kind))
        token = jwt.encode(CLAIMS, key, name)
        public = get_algorithm(name).prepare_key(public_pem(kind))
        options = {"verify_exp": False, "verify_aud": False}
        assert jwt.decode(token, public, algorithms=[name], options=options) == CLAIMS  # type: ignore[arg-type]
    with pytest.raises(NotImplementedError):
        get_algorithm("HS999")
