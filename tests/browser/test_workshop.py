import json
import re
import time

import jwt
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.detour import Detour
from tests.browser.tool_page import ToolPage
from tests.browser.visit import renew

KEY = "0123456789abcdef" * 4
MISMATCH = "Rejected: the signature does not match."
MALFORMED = "Rejected: malformed token."
UNLOADED = "Python could not be loaded: "
RETRY = "Your input is kept: check the connection and press Retry."
LATER = 4_000_000_000


class Workshop(ToolPage):
    name = "Token workshop"

    def rows(self) -> Locator:
        table = self.group.get_by_role("table", name="Denylist", exact=True)
        return table.get_by_role("row")

    def press(self, *names: str) -> None:
        for name in names:
            self.button(name).click()

    def sign(self, **changes: object) -> str:
        """Sign the form's claims with some of them changed; return the token."""
        claims = json.loads(self.field("Claims").input_value()) | changes
        self.field("Claims").fill(json.dumps(claims))
        self.field("Key").fill(KEY)
        self.press("Sign")
        expect(self.notice).to_contain_text("Signed: ")
        return self.field("Token").input_value()

    def expect_verdict(self, begins: str) -> None:
        self.press("Verify")
        expect(self.verdict).to_have_text(re.compile(f"^{re.escape(begins)}"))

    def expect_alert(self, name: str, sentence: str) -> None:
        """Expect one alert, tied to the field as its description."""
        expect(self.alert).to_contain_text(sentence)
        field = self.field(name)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(re.escape(sentence)))


@pytest.fixture
def workshop(shared_page: Page, site: str) -> Workshop:
    """Show the workshop as a reader finds it; earlier tests may have revoked tokens."""
    renew(shared_page, f"{site}tools/workshop/")
    return Workshop(shared_page)


@pytest.fixture
def new_workshop(page: Page, site: str) -> Workshop:
    """Open the workshop in a new visit, whose denylist is empty."""
    page.goto(f"{site}tools/workshop/")
    return Workshop(page)


def tampered(token: str) -> str:
    header, payload, signature = token.split(".")
    return f"{header}.{payload}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


def test_a_token_from_signing_to_its_revocation(new_workshop: Workshop) -> None:
    workshop = new_workshop
    expect(workshop.rows()).to_have_text(
        ["IssuerjtiExpires", "Empty: no token is revoked."]
    )
    workshop.press("New secret", "Sign", "Decode")
    expect(workshop.part("Header")).to_contain_text('"alg": "HS256"')
    claims = json.loads(workshop.field("Claims").input_value())
    assert json.loads(workshop.part("Payload").text_content() or "") == claims
    assert claims["exp"] - claims["iat"] == 900
    token = workshop.field("Token").input_value()
    expect(workshop.group).to_contain_text(f"{len(token)} in all")
    workshop.expect_verdict("Accepted. The signature matches")
    workshop.press("Revoke")
    expect(workshop.notice).to_contain_text("is refused from now on.")
    expect(workshop.verdict).to_be_empty()
    workshop.expect_verdict("Revoked. ")
    row = workshop.rows().nth(1)
    expect(row).to_contain_text(claims["iss"])
    expect(row).to_contain_text(claims["jti"])
    utc = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(claims["exp"]))
    expect(row).to_contain_text(utc)


def test_the_page_opens_ready_to_sign(workshop: Workshop) -> None:
    secret = workshop.field("Key").input_value()
    assert len(secret) == 43  # 32 random bytes in base64url
    workshop.press("Sign")
    expect(workshop.notice).to_contain_text("Signed: ")
    workshop.expect_verdict("Accepted. The signature matches")
    workshop.page.reload()
    assert workshop.field("Key").input_value() not in {"", secret}


HOLD_SIGNING = """() => {
  const { sign } = SubtleCrypto.prototype;
  const held = new Promise((release) => (window.release = release));
  SubtleCrypto.prototype.sign = async function (...given) {
    await held;
    const signature = await sign.apply(this, given);
    setTimeout(() => (document.body.dataset.signed = ""));
    return signature;
  };
}"""


def test_opening_keeps_a_token_that_was_pasted_meanwhile(page: Page, site: str) -> None:
    page.add_init_script(f"({HOLD_SIGNING})()")
    page.goto(f"{site}tools/workshop/")
    workshop = Workshop(page)
    workshop.field("Token").fill("pasted")
    page.evaluate("release()")
    expect(page.locator("body")).to_have_attribute("data-signed", "")
    expect(workshop.field("Token")).to_have_value("pasted")


def test_the_default_tampering_breaks_the_signature(workshop: Workshop) -> None:
    for _ in range(3):
        workshop.press("New jti", "Sign")
        expect(workshop.notice).to_contain_text("Signed: ")
        workshop.press("Tamper")
        expect(workshop.verdict).to_contain_text(MISMATCH)
        workshop.press("Decode")
        expect(workshop.part("Payload")).to_contain_text('"iss"')


def test_a_token_that_never_expires_stays_revoked(workshop: Workshop) -> None:
    workshop.field("Claims").fill('{"iss": "me", "jti": "for ever"}')
    workshop.press("Sign", "Revoke")
    expect(workshop.notice).to_contain_text("This token never expires, so its")
    expect(workshop.rows().nth(1)).to_have_text("mefor everNever")
    workshop.expect_verdict("Revoked. ")


def test_pyjwt_accepts_the_token(workshop: Workshop) -> None:
    workshop.field("Algorithm").select_option("HS512")
    workshop.press("New secret", "Sign")
    expect(workshop.notice).to_contain_text("Signed: ")
    claims = jwt.decode(
        workshop.field("Token").input_value(),
        workshop.field("Key").input_value(),
        algorithms=["HS512"],
        audience="https://api.example",
    )
    assert claims == json.loads(workshop.field("Claims").input_value())


def test_verify_says_why_a_token_is_refused(workshop: Workshop) -> None:
    good = workshop.sign()
    header, payload, signature = good.split(".")
    for token, verdict in {
        tampered(good): MISMATCH,
        f"{header}.{payload}": f"{MALFORMED} The token has 2 parts",
        f"{header}.{payload[:-1]}!.{signature}": f"{MALFORMED} The payload is not base",
        f"{header}.{payload}.{'A' * 65536}": f"{MALFORMED} The token has 65",
        "": f"{MALFORMED} There is no token: sign one or paste one.",
    }.items():
        workshop.field("Token").fill(token)
        workshop.expect_verdict(verdict)
        expect(workshop.field("Token")).to_have_value(token)
    workshop.field("Token").fill(good)
    workshop.field("Key").fill(KEY[::-1])
    workshop.expect_verdict(MISMATCH)
    workshop.field("Key").fill(KEY)
    workshop.field("Algorithm").select_option("HS384")
    workshop.expect_verdict("Rejected: alg is not allowed here.")


def test_an_expired_token_is_not_revoked(new_workshop: Workshop) -> None:
    workshop = new_workshop
    workshop.sign(exp=1_500_000_000)
    workshop.expect_verdict("Expired. The token expired at 2017-07-14 02:40:00 UTC")
    workshop.press("Revoke")
    workshop.expect_alert("Token", "Nothing was revoked. The token expired")
    expect(workshop.rows().nth(1)).to_have_text("Empty: no token is revoked.")


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        (
            "Claims",
            {
                "{": "The claims are not JSON: line 1, column 2 is the end",
                "[]": "The claims must be a JSON object, but are an array.",
                '{"exp": "soon"}': "The exp 'soon' must be a number of seconds",
                json.dumps({"a": "x" * 50_000}): "reads at most 65536 (64 KiB)",
            },
        ),
        (
            "Key",
            {
                "": "The key is empty, so anyone could sign: ",
                "short": "HS256 needs at least 32 (RFC 7518 §3.2)",
                json.dumps({"kty": "oct", "k": KEY}): "is a PEM, SSH or JWK text",
            },
        ),
    ],
)
def test_sign_reports_the_invalid_field_and_keeps_its_text(
    workshop: Workshop, name: str, faults: dict[str, str]
) -> None:
    workshop.field("Key").fill(KEY)
    field = workshop.field(name)
    good = field.input_value()
    workshop.field("Token").fill("")
    for text, sentence in faults.items():
        field.fill(text)
        workshop.press("Sign")
        workshop.expect_alert(name, sentence)
        expect(field).to_have_value(text)
        expect(workshop.field("Token")).to_be_empty()
    field.fill(good)
    workshop.press("Sign")
    expect(workshop.alert).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_decode_reports_the_problem_and_keeps_the_token(workshop: Workshop) -> None:
    good = workshop.sign()
    for token, sentence in {
        good[:40]: "The token has 2 parts, but 3 are expected",
        f"*{good}": "The header is not base64url: character 1 is '*'.",
        "x"
        * 65537: "The token has 65537 characters, but this page reads at most 65536",
    }.items():
        workshop.field("Token").fill(token)
        workshop.press("Decode")
        workshop.expect_alert("Token", sentence)
        expect(workshop.field("Token")).to_have_value(token)
        expect(workshop.part("Payload")).to_be_empty()
    workshop.field("Token").fill(good)
    workshop.press("Decode")
    expect(workshop.part("Payload")).to_contain_text("alice")
    expect(workshop.alert).to_have_count(0)


def test_any_change_of_the_input_clears_the_verdict(workshop: Workshop) -> None:
    token = workshop.sign()
    for change in (
        lambda: workshop.field("Token").fill(token[:-1]),
        lambda: workshop.field("Key").fill(f"{KEY}x"),
        lambda: workshop.field("Algorithm").select_option("HS512"),
        lambda: workshop.press("New secret"),
        lambda: workshop.sign(sub="bob"),
    ):
        workshop.press("Verify")
        expect(workshop.verdict).not_to_be_empty()
        change()
        expect(workshop.verdict).to_be_empty()
    workshop.press("Decode")
    expect(workshop.part("Payload")).to_contain_text("bob")
    workshop.field("Token").fill(token)
    expect(workshop.part("Payload")).to_be_empty()


def test_new_jti_needs_claims_that_can_be_read(workshop: Workshop) -> None:
    claims = workshop.field("Claims")
    claims.fill('{"jti": "old"}')
    workshop.press("New jti")
    expect(claims).not_to_have_value(re.compile('"old"'))
    claims.fill("[1")
    workshop.press("New jti")
    workshop.expect_alert("Claims", "The claims are not a JSON object")
    expect(claims).to_have_value("[1")


def test_markup_in_a_token_stays_text(workshop: Workshop) -> None:
    markup = "<img src=x onerror=alert(1)>"
    workshop.sign(sub=markup, iss=markup)
    workshop.press("Decode", "Revoke")
    expect(workshop.part("Payload")).to_contain_text(markup)
    expect(workshop.part("Payload").locator("*")).to_have_count(0)
    expect(workshop.rows().filter(has_text=markup)).to_have_count(1)


def test_the_keyboard_reaches_every_control(new_workshop: Workshop) -> None:
    workshop = new_workshop
    page = workshop.page
    workshop.field("Key").fill("")
    workshop.field("Claims").focus()
    page.keyboard.press("Control+Enter")
    workshop.expect_alert("Key", "The key is empty")
    expect(workshop.field("Claims")).to_be_focused()
    for stop in (
        workshop.button("New jti"),
        workshop.field("Algorithm"),
        workshop.field("Key"),
        workshop.button("New secret"),
    ):
        page.keyboard.press("Tab")
        expect(stop).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(workshop.button("Sign")).to_be_focused()
    token = workshop.field("Token")
    expect(token).not_to_be_empty()
    first = token.input_value()
    page.keyboard.press("Enter")
    expect(token).not_to_have_value(first)
    signed = token.input_value()
    page.keyboard.press("Tab")
    expect(token).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    expect(token).to_have_value(f"{signed}\n")
    for name in ("Decode", "Verify", "Revoke"):
        page.keyboard.press("Tab")
        expect(workshop.button(name)).to_be_focused()
        page.keyboard.press("Space")
    expect(workshop.rows().nth(1)).to_contain_text("https://auth.example")
    for name in ("Header", "Payload"):
        page.keyboard.press("Tab")
        expect(workshop.part(name)).to_be_focused()


def test_nothing_is_stored_or_sent(new_workshop: Workshop) -> None:
    workshop = new_workshop
    addresses: list[str] = []
    workshop.page.on("request", lambda request: addresses.append(request.url))
    token = workshop.sign(sub="nobody-else")
    workshop.press("Verify", "Revoke")
    expect(workshop.rows().nth(1)).to_contain_text("https://auth.example")
    kept = json.dumps(workshop.page.context.storage_state(indexed_db=True))
    told = " ".join([*addresses, workshop.page.url, kept])
    assert "/assets/python/" in told
    for secret in (KEY, token, "nobody-else"):
        assert secret not in told


def test_the_denylist_survives_instant_navigation(new_workshop: Workshop) -> None:
    workshop = new_workshop
    page = workshop.page
    workshop.sign(jti="left-behind", exp=LATER)
    workshop.press("Revoke")
    expect(workshop.rows().nth(1)).to_contain_text("left-behind")
    page.evaluate("window.stillTheSameDocument = true")
    page.get_by_role("link", name="Sessions", exact=True).first.click()
    expect(page).to_have_title("Session authentication - JWT or session?")
    page.get_by_role("link", name="Tools", exact=True).first.click()
    page.get_by_role("link", name="Token workshop", exact=True).first.click()
    expect(workshop.rows().nth(1)).to_contain_text("left-behind")
    expect(workshop.field("Key")).not_to_have_value(KEY)
    workshop.sign(jti="left-behind", exp=LATER)
    workshop.expect_verdict("Revoked. ")
    assert page.evaluate("window.stillTheSameDocument") is True


def test_a_revoked_token_leaves_the_table_when_it_expires(workshop: Workshop) -> None:
    # Python is ready before the token's short life begins.
    workshop.sign()
    row = workshop.rows().filter(has_text="soon gone")
    workshop.sign(jti="soon gone", exp=int(time.time()) + 5)
    workshop.press("Revoke")
    expect(row).to_have_count(1)
    expect(row).to_have_count(0)


def test_input_survives_a_failed_download_and_retry_works(
    lenient_page: Page, site: str
) -> None:
    workshop = Workshop(lenient_page)
    cut = Detour(lenient_page, "**/assets/python/**")
    lenient_page.goto(f"{site}tools/workshop/")
    workshop.field("Key").fill(KEY)
    workshop.press("Sign")
    expect(workshop.alert).to_contain_text(UNLOADED)
    expect(workshop.alert).to_contain_text(RETRY)
    expect(workshop.field("Key")).to_have_value(KEY)
    cut.end()
    workshop.press("Retry")
    expect(workshop.field("Token")).not_to_be_empty()
    expect(workshop.alert).to_have_count(0)
    expect(workshop.button("Sign")).to_be_focused()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_long_values_fit_the_page(workshop: Workshop, width: int) -> None:
    page = workshop.page
    page.set_viewport_size({"width": width, "height": 800})
    workshop.sign(iss="i" * 300, jti="j" * 300, sub="s" * 900)
    workshop.press("Decode", "Verify", "Revoke")
    expect(workshop.rows().filter(has_text="j" * 300)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for name in ("Sign", "Decode", "Verify", "Revoke", "New jti", "New secret"):
        box = workshop.button(name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, name


def test_without_javascript_the_page_says_what_it_needs(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}tools/workshop/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Token workshop")
    # Playwright finds no text inside of noscript, so look at the element itself.
    sentence = page.locator("token-workshop noscript p")
    expect(sentence).to_be_visible()
    expect(sentence).to_contain_text("The workshop needs JavaScript")
    context.close()
