import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples.jose.json_text import to_python
from examples.jose.parsing import MAX_DEPTH
from examples.jose.sd_jwt import MAX_DISCLOSURES, Disclosed, disclose
from tests.examples.sample_tokens import b64, mac


def digest(text: str, name: str = "sha256") -> str:
    return b64(hashlib.new(name, text.encode()).digest())


NAME = b64(["salt", "family_name", "Möbius"])
NATION = b64(["salt", "DE"])
STREET = b64(["salt", "street", "Main"])
ADDRESS = b64(["salt", "address", {"_sd": [digest(STREET)], "city": "X"}])
CLAIMS = {
    "sub": "user",
    "_sd": [digest(NAME), digest(ADDRESS), digest("decoy")],
    "_sd_alg": "sha-256",
    "nations": [{"...": digest(NATION)}, "FR", {"...": "hidden", "x": 1}],
}


def open_all(claims: dict[str, Any], *disclosures: str, end: str = "") -> Disclosed:
    return disclose("~".join([mac({"alg": "HS256"}, claims), *disclosures, end]))


def test_a_digest_of_the_rfc() -> None:
    """RFC 9901 §4.2.3."""
    one = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    found = open_all({"_sd": ["X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"]}, one)
    assert to_python(found.payload) == {"family_name": "Möbius"}
    assert found.notes == ('Disclosed: "family_name" = "Möbius". Its digest matches.',)


def test_disclosed_claims_take_their_places() -> None:
    found = open_all(CLAIMS, NAME, NATION, ADDRESS, STREET)
    assert to_python(found.payload) == {
        "sub": "user",
        "nations": ["DE", "FR", {"...": "hidden", "x": 1}],
        "family_name": "Möbius",
        "address": {"city": "X", "street": "Main"},
    }
    assert found.notes[-1].startswith("1 more digest: claims that were not")
    assert found.key_binding == ""
    assert all("matches" in note for note in found.notes[:-1])


def test_hidden_claims_stay_hidden() -> None:
    found = open_all(CLAIMS)
    assert to_python(found.payload) == {
        "sub": "user",
        "nations": ["FR", {"...": "hidden", "x": 1}],
    }
    assert found.notes == (
        "4 more digests: claims that were not disclosed, or decoys.",
    )


@pytest.mark.parametrize(
    ("claims", "disclosures", "note"),
    [
        (CLAIMS, [b64(["salt", "admin", True])], "Refuse: no digest matches the"),
        (CLAIMS, [b64(5)], "Refuse: no digest matches the disclosure 5."),
        (CLAIMS, ["*"], "Disclosure 1 cannot be read. The disclosure is not base64"),
        (CLAIMS, [b64(b"\xff")], "Disclosure 1 cannot be read. 'utf-8' codec"),
        (
            {"_sd": [digest(NAME)], "family_name": "other"},
            [NAME],
            "A disclosure repeats the claim 'family_name': refuse the token.",
        ),
        (
            {"_sd": [digest(NAME), digest(NAME)]},
            [NAME],
            "A digest stands twice in the token: refuse it",
        ),
        ({"_sd": [digest(NATION)]}, [NATION], "stands where its form is not allowed"),
        ({"_sd": [digest(b64([1, 2, 3]))]}, [b64([1, 2, 3])], "no usable claim name"),
        (
            {"_sd": [digest(b64([1, "_sd", 3]))]},
            [b64([1, "_sd", 3])],
            "no usable claim name",
        ),
        ({"_sd": [5]}, [], "A digest is not a string."),
        ({"_sd": 5}, [b64("x" * 200)], "…"),
        ({"_sd_alg": "md5"}, [NAME], "The _sd_alg 'md5' is not supported"),
        ({"_sd_alg": 5}, [NAME], "is not supported"),
        ({}, [NAME] * (MAX_DISCLOSURES + 1), "There are more than 500 disclosures"),
    ],
)
def test_what_is_wrong_is_told(
    claims: dict[str, Any], disclosures: list[str], note: str
) -> None:
    assert note in "\n".join(open_all(claims, *disclosures).notes)


@pytest.mark.parametrize("bits", ["384", "512"])
def test_longer_hashes(bits: str) -> None:
    claims = {"_sd_alg": f"sha-{bits}", "_sd": [digest(NAME, f"sha{bits}")]}
    assert "matches" in open_all(claims, NAME).notes[0]


def test_the_holder_signs_which_claims_were_disclosed() -> None:
    text = "~".join([mac({"alg": "HS256"}, CLAIMS), NAME, ""])
    for sd_hash, note in (
        (digest(text), "The key binding JWT covers these disclosures"),
        (digest("other"), "Refuse: the key binding JWT's sd_hash does not match"),
    ):
        binding = mac({"alg": "HS256", "typ": "kb+jwt"}, {"sd_hash": sd_hash})
        found = disclose(f"{text}{binding}")
        assert found.key_binding == binding
        assert found.notes[-1].startswith(note)


def test_disclosures_within_disclosures_end() -> None:
    """A hash cannot hold itself, but a long chain can be made."""
    chain, inner = [], b64(["salt", "a", 1])
    for _ in range(MAX_DISCLOSURES - 1):
        chain.append(inner)
        inner = b64(["salt", "a", {"_sd": [digest(inner)]}])
    found = open_all({"_sd": [digest(inner)]}, *chain, inner)
    assert json.dumps(to_python(found.payload)).count('"a"') == MAX_DEPTH + 1
    assert "nested deeper than 64 levels" in "\n".join(found.notes)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=9), st.sampled_from([NAME, ""]))))
def test_no_text_raises(parts: list[str]) -> None:
    assert disclose("~".join([*parts, ""]) or "~").notes is not None
