"""The workshop beyond HMAC: key pairs, other revocations, tampering, programs."""

import json
import re

import jwt
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_workshop import MALFORMED, MISMATCH, Workshop
from tests.browser.visit import renew

# One of each family: key-maker.test.mjs makes the keys of the others.
ASYMMETRIC = ["RS256", "PS512", "ES384", "EdDSA"]


@pytest.fixture
def workshop(shared_page: Page, site: str) -> Workshop:
    """Show the workshop as a reader finds it; Python may run already."""
    renew(shared_page, f"{site}tools/workshop/")
    return Workshop(shared_page)


def costs(workshop: Workshop) -> Locator:
    name = "What each revocation stores"
    return workshop.group.get_by_role("table", name=name, exact=True).get_by_role("row")


def test_pyjwt_verifies_the_tokens_of_new_key_pairs(workshop: Workshop) -> None:
    for algorithm in ASYMMETRIC:
        workshop.field("Token").fill("")
        workshop.field("Algorithm").select_option(algorithm)
        workshop.press("New key pair", "Sign")
        expect(workshop.field("Token")).not_to_be_empty()
        token = workshop.field("Token").input_value()
        workshop.expect_verdict("Accepted. ")
        pem = workshop.part("Public key as PEM").text_content() or ""
        jwk = workshop.part("Public key as JWK").text_content() or ""
        for key in (pem, jwt.PyJWK.from_json(jwk, algorithm)):
            claims = jwt.decode(
                token, key, algorithms=[algorithm], audience="https://api.example"
            )
            assert claims == json.loads(workshop.field("Claims").input_value())
        for name in ("Public key as PEM", "Private key as JWK"):
            workshop.field("Key").fill(workshop.part(name).text_content() or "")
            workshop.expect_verdict("Accepted. ")
    workshop.field("Key").fill(pem)
    workshop.press("Sign")
    workshop.expect_alert("Key", "The key is public: sign with the private key.")


def test_three_revocations_and_what_each_stores(page: Page, site: str) -> None:
    page.goto(f"{site}tools/workshop/")
    workshop = Workshop(page)
    workshop.sign()
    workshop.press("Revoke user")
    expect(workshop.notice).to_contain_text("All tokens of 'alice' issued until now")
    workshop.expect_verdict("Revoked. Tokens of 'alice' issued until")
    workshop.sign(sub="bob")
    workshop.press("Raise version")
    expect(workshop.notice).to_contain_text("Tokens of 'bob' need ver 1 from now on")
    workshop.expect_verdict("Revoked. The token's ver is 0, but 'bob' is at 1.")
    workshop.sign(sub="bob", ver=1)
    workshop.expect_verdict("Accepted. ")
    workshop.press("Revoke")
    expect(costs(workshop)).to_have_text(
        [
            "RevocationEntriesBytesKept",
            re.compile(r"^By token \(jti\)1\d+until the token's exp, for ever "),
            re.compile(r"^By user and time1\d+for the longest lifetime of a token$"),
            re.compile(r"^By user and version1\d+as long as the user exists$"),
        ]
    )


def test_tampering_shows_which_check_fails(workshop: Workshop) -> None:
    workshop.field("Token").fill("")
    workshop.press("Tamper")
    expect(workshop.notice).to_contain_text("There is no such part to change")
    for part in ("Header", "Payload", "Signature"):
        good = workshop.sign()
        workshop.field("Part to tamper with").select_option(part)
        workshop.press("Tamper")
        pattern = f"^({re.escape(MISMATCH)}|{re.escape(MALFORMED)}|Rejected: )"
        expect(workshop.verdict).to_have_text(re.compile(pattern))
        changed = workshop.field("Token").input_value()
        assert sum(a != b for a, b in zip(good, changed, strict=True)) == 1
    expect(workshop.verdict).to_contain_text("The signature does not match")


def test_claims_are_explained_and_added(workshop: Workshop) -> None:
    workshop.sign()
    claims = workshop.field("Claims")
    claims.fill('{"iss": "me", "n": 9007199254740993}')
    rows = workshop.group.get_by_role("table", name="Claims explained").get_by_role(
        "row"
    )
    expect(rows.filter(has_text="The issuer of the token.")).to_have_count(1)
    workshop.press("Add aud")
    assert "9007199254740993" in claims.input_value()
    expect(rows.filter(has_text="The services that may")).to_have_count(1)
    expect(workshop.button("Add aud")).to_have_count(0)
    claims.fill('{"exp": "soon"}')
    expect(
        workshop.group.get_by_text("The exp 'soon' must be a number")
    ).to_be_visible()
    expect(workshop.alert).to_have_count(0)


def test_the_copied_program_contains_no_key(workshop: Workshop) -> None:
    token = workshop.sign()
    workshop.press("Copy Python")
    code = workshop.part("Python")
    expect(code).to_contain_text("print(jwt.encode(claims, os.environ")
    workshop.expect_verdict("Accepted. ")
    workshop.press("Copy Python")
    expect(code).to_contain_text(token)
    text = code.text_content() or ""
    assert workshop.field("Key").input_value() not in text
    assert workshop.page.evaluate("navigator.clipboard.readText()") == text


def test_the_workshop_opens_with_a_signed_token(workshop: Workshop) -> None:
    token = workshop.field("Token")
    expect(token).to_have_value(re.compile(r"^eyJ[\w-]+[.][\w-]+[.][\w-]{43}$"))
    workshop.press("Verify")
    workshop.expect_verdict("Accepted. ")
    key = workshop.field("Key").input_value()
    claims = jwt.decode(
        token.input_value(), key, algorithms=["HS256"], audience="https://api.example"
    )
    assert claims == json.loads(workshop.field("Claims").input_value())


def test_a_token_goes_to_the_workshop_and_back(page: Page, site: str) -> None:
    page.goto(f"{site}tools/decoder/")
    decoder = page.get_by_role("group", name="JWT Decoder")
    verdict = decoder.get_by_role("status", name="Verdict")
    expect(verdict).to_contain_text("ACCEPT")
    decoder.get_by_role("link", name="Edit and sign").click()
    workshop = Workshop(page)
    expect(workshop.notice).to_contain_text("the claims of the token that you brought")
    assert page.url == f"{site}tools/workshop/"
    claims = json.loads(workshop.field("Claims").input_value())
    assert claims["sub"] == "user-1842"
    expect(workshop.field("Algorithm")).to_have_value("ES256")
    workshop.press("Sign")
    workshop.expect_verdict("Accepted. ")
    workshop.group.get_by_role("link", name="Diagnose").click()
    expect(verdict).to_contain_text("NOT VERIFIED: paste a key")
    assert page.url == f"{site}tools/decoder/"
