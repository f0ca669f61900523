"""The decoder as a reader meets it: in Chromium, by role and name."""

import json
import random
import re
import time
from typing import Any

import jwt
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from examples.decoder import reproduce, token_warnings
from examples.decoder.types import Link
from tests.browser.cells import cell, run, write
from tests.browser.conftest import SITE
from tests.browser.detour import Detour
from tests.browser.tool_page import ToolPage
from tests.browser.visit import renew
from tests.examples.sample_tokens import (
    CLAIMS,
    KINDS,
    SECRET,
    VECTORS,
    b64,
    key_for,
    mac,
    private_pem,
    public_jwk,
    public_pem,
    signed,
)

LATER = CLAIMS | {"exp": int(time.time()) + 3600}
GOOD = signed("HS256", LATER)
UNLOADED = "Python could not be loaded: "


class DecoderPage(ToolPage):
    name = "JWT Decoder"

    @property
    def signature(self) -> Locator:
        return self.group.get_by_role("status", name="Signature check", exact=True)

    @property
    def warnings(self) -> Locator:
        return self.group.get_by_role("region", name="Warnings").get_by_role("listitem")

    def check(self, name: str) -> Locator:
        return self.group.get_by_role("checkbox", name=name, exact=True)

    def tab(self, name: str) -> Locator:
        return self.group.get_by_role("tab", name=name, exact=True)

    def give(self, token: str, key: str = "", algorithm: str = "") -> None:
        self.field("Algorithm").select_option(algorithm)
        self.field("Key").fill(key)
        self.field("Encoded token").fill(token)

    def load(self, example: str) -> None:
        self.field("Example").select_option(example)

    def expect_verdict(self, begins: str) -> None:
        expect(self.verdict).to_have_text(re.compile(f"^{re.escape(begins)}"))

    def expect_signature(self, begins: str) -> None:
        expect(self.signature).to_have_text(re.compile(f"^{re.escape(begins)}"))

    def expect_alert(self, sentence: str) -> None:
        expect(self.alert.filter(has_text=sentence).first).to_be_visible()


@pytest.fixture
def decoder(shared_page: Page, site: str) -> DecoderPage:
    """Show the decoder as a reader finds it; Python may run already."""
    renew(shared_page, f"{site}tools/decoder/")
    return DecoderPage(shared_page)


def test_the_page_opens_with_an_example_that_is_diagnosed(decoder: DecoderPage) -> None:
    decoder.expect_verdict("ACCEPT, if the audience is https://api.example")
    decoder.expect_signature("Valid signature")
    for name in ("Header", "Payload", "Claims", "Signature"):
        expect(decoder.part(name)).to_have_count(1)
    expect(decoder.group.get_by_role("list", name="Four checks")).to_be_visible()
    expect(decoder.alert).to_have_count(0)
    decoder.button("Clear").click()
    decoder.expect_verdict("Paste a token")
    decoder.button("Example: Flask session cookie").click()
    decoder.expect_verdict("NOT A JWT: a Flask session cookie")


EXAMPLES = {
    "expired": "REFUSE: expired 3 days ago",
    "none": "REFUSE: unsigned (alg none)",
    "kid": "REFUSE: wrong key id",
    "base64": "REFUSE: the signature does not match this key",
    "guess": "REFUSE: anyone can guess this secret",
    "response": "ACCEPT, if the audience is https://api.example",
    "nokey": "NOT VERIFIED: paste a key",
    "jwe": "NOT VERIFIED: decrypted, but not signed",
    "flask": "NOT A JWT: a Flask session cookie",
    "valid": "ACCEPT, if the audience is https://api.example",
}
BOTTOM = """() => {
  const tool = document.querySelector("jwt-decoder").getBoundingClientRect();
  return { bottom: tool.bottom + scrollY, wide: document.documentElement.scrollWidth };
}"""


def test_each_example_fits_one_screen(decoder: DecoderPage) -> None:
    """Headline, checks, payload, warnings, key and size need no scrolling."""
    page = decoder.page
    page.set_viewport_size({"width": 1280, "height": 800})
    for example, headline in EXAMPLES.items():
        decoder.load(example)
        decoder.expect_verdict(headline)
        for tab in ("Payload", "Raw JSON", "Reproduce in PyJWT"):
            if decoder.tab(tab).is_visible():
                decoder.tab(tab).click()
            measured = page.evaluate(BOTTOM)
            assert measured["bottom"] <= 800, (example, tab)
            assert measured["wide"] <= 1280
    decoder.button("Clear").click()
    decoder.expect_verdict("Paste a token")
    assert page.evaluate(BOTTOM)["bottom"] <= 800


def test_the_headline_stays_in_sight_on_a_phone(decoder: DecoderPage) -> None:
    decoder.page.set_viewport_size({"width": 390, "height": 844})
    decoder.load("expired")
    decoder.expect_verdict("REFUSE: expired")
    decoder.part("Claims").get_by_role("row").last.scroll_into_view_if_needed()
    decoder.page.mouse.wheel(0, 300)
    expect(decoder.verdict).to_be_in_viewport()
    assert decoder.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_key_of_the_example_goes_with_its_token(decoder: DecoderPage) -> None:
    decoder.expect_verdict("ACCEPT, if the audience")
    decoder.field("Encoded token").fill(GOOD)
    decoder.expect_verdict("NOT VERIFIED: paste a key")
    expect(decoder.field("Key")).to_be_empty()
    decoder.load("valid")
    decoder.expect_verdict("ACCEPT, if the audience")
    token = decoder.field("Encoded token").input_value()
    decoder.field("Encoded token").fill(f"{token[:-4]}AAAA")
    decoder.expect_verdict("REFUSE: the signature does not match this key")


def test_a_drawer_opens_by_itself_when_the_key_is_needed(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}tools/decoder/")
    decoder = DecoderPage(page)
    decoder.expect_verdict("ACCEPT, if the audience")
    expect(decoder.field("Key")).to_be_hidden()
    decoder.field("Encoded token").fill(GOOD)
    expect(decoder.field("Key")).to_be_visible()


def test_one_click_repairs_the_key(decoder: DecoderPage) -> None:
    decoder.load("base64")
    decoder.expect_verdict("REFUSE: the signature does not match this key")
    repair = decoder.button("Try as base64")
    expect(repair).to_have_count(2)
    repair.first.click()
    decoder.expect_verdict("ACCEPT, if the audience")
    expect(decoder.field("Read as")).to_have_value("base64")
    decoder.give(signed("ES256", LATER), public_pem("P-256").replace("\n", "\\n"))
    decoder.expect_verdict("NOT VERIFIED: the key cannot be read")
    decoder.button("Replace \\n by line breaks").last.click()
    decoder.expect_verdict("ACCEPT, if the audience")
    expect(decoder.field("Key")).to_have_value(public_pem("P-256"))


def test_one_token_of_several_is_read_at_a_time(decoder: DecoderPage) -> None:
    other = mac({"alg": "HS256"}, LATER | {"sub": "other"})
    decoder.give(json.dumps({"access_token": GOOD, "id_token": other}), SECRET)
    decoder.expect_verdict("ACCEPT, if the audience")
    expect(decoder.group.get_by_text("found in a token response")).to_be_visible()
    expect(decoder.part("Payload")).not_to_contain_text("other")
    decoder.group.get_by_role("radio", name="id_token").check()
    expect(decoder.part("Payload")).to_contain_text("other")


def test_the_token_is_coloured_while_it_is_typed(decoder: DecoderPage) -> None:
    decoder.field("Encoded token").fill("")
    decoder.field("Encoded token").press_sequentially("aa.bb")
    parts = decoder.group.locator(".token-paper u")
    expect(parts).to_have_text(["aa", "bb"])
    for at, style in enumerate(["solid", "dashed"]):
        expect(parts.nth(at)).to_have_css("text-decoration-style", style)
    decoder.field("Encoded token").fill(f'x = "{GOOD}"')
    expect(parts).to_have_text(GOOD.split("."))


def test_a_keystroke_shows_before_the_next_frame(decoder: DecoderPage) -> None:
    decoder.expect_verdict("ACCEPT, if the audience")
    # A long text is shown without colours, which would take longer than a frame.
    for text, plain in (
        (GOOD, False),
        ("a" * 20_000, False),
        (f"{GOOD}\n" * 4000, True),
    ):
        shown = decoder.page.evaluate(
            """(text) => {
              const box = document.querySelector("jwt-decoder textarea");
              box.value = text;
              box.dispatchEvent(new Event("input", { bubbles: true }));
              const paper = box.closest(".token-paper");
              const copy = paper.querySelector("pre").textContent.trim();
              return [paper.hasAttribute("data-plain"), copy.startsWith(text)];
            }""",
            text,
        )
        assert shown == [plain, not plain]
    decoder.give(GOOD, SECRET)
    decoder.expect_verdict("ACCEPT, if the audience")


def test_the_program_is_run_in_the_page(decoder: DecoderPage) -> None:
    told = decoder.group.get_by_role("tabpanel")
    for token, key, raised in (
        (mac({"alg": "HS256"}, LATER | {"exp": 1}), SECRET, "ExpiredSignatureError"),
        (mac({"alg": "none"}, LATER), "", "InvalidAlgorithmError"),
        (GOOD, SECRET[1:], "InvalidSignatureError"),
        (
            signed("ES256", LATER, kid="b"),
            f'{{"keys": [{public_jwk("P-256", kid="a")}]}}',
            "KeyError: 'keyset has no key for kid: b'",
        ),
        (signed("ES256", LATER), public_pem("P-256"), "InvalidAudienceError"),
    ):
        decoder.give(token, key)
        decoder.tab("Reproduce in PyJWT").click()
        expect(told).to_contain_text(raised)
        expect(told.get_by_role("region", name="Program")).to_contain_text(
            "jwt.decode("
        )
    link = told.get_by_role("link")
    expect(link).to_have_attribute("href", re.compile("faq/#invalidaudienceerror"))


def test_tabs_move_with_the_arrow_keys(decoder: DecoderPage) -> None:
    decoder.expect_verdict("ACCEPT, if the audience")
    decoder.tab("Payload").focus()
    for key, name in (
        ("ArrowRight", "Raw JSON"),
        ("End", "Reproduce in PyJWT"),
        ("ArrowRight", "Payload"),
        ("ArrowLeft", "Reproduce in PyJWT"),
        ("Home", "Payload"),
    ):
        decoder.page.keyboard.press(key)
        expect(decoder.tab(name)).to_be_focused()
        expect(decoder.tab(name)).to_have_attribute("aria-selected", "true")


def test_warnings_are_ranked_and_dangers_are_alerts(decoder: DecoderPage) -> None:
    decoder.give(mac({"alg": "none", "jku": "x", "kid": "../x"}, {"role": "admin"}))
    decoder.expect_verdict("REFUSE: unsigned")
    expect(decoder.warnings.first).to_contain_text("Danger")
    expect(decoder.warnings.first.get_by_role("alert")).to_have_count(1)
    shown = decoder.warnings.filter(visible=True)
    expect(shown).to_have_count(4)
    decoder.group.get_by_role("button", name=re.compile(r"^\d more$")).click()
    assert shown.count() > 4
    words = [text.split()[0] for text in decoder.warnings.all_inner_texts()]
    assert words == sorted(words, key=["Danger", "Risk", "Note"].index)


def test_the_vectors_of_the_rfcs_verify(decoder: DecoderPage) -> None:
    for vector in VECTORS:
        key = json.dumps(vector["jwk"])
        for chosen in ("", vector["alg"]):
            decoder.give(vector["token"], key, chosen)
            decoder.expect_signature("Valid signature")
        head, _, signature = vector["token"].split(".")
        decoder.give(f"{head}.{b64(b'other')}.{signature}", key)
        decoder.expect_signature("Invalid signature")
        decoder.expect_alert("The signature does not match")


def test_tokens_of_each_algorithm_verify_with_pem_and_jwk(decoder: DecoderPage) -> None:
    for name, kind in KINDS.items():
        keys = [key_for(name)]
        if kind != "oct":
            keys += [public_jwk(kind), private_pem(kind)]
        for key in keys:
            decoder.give(signed(name, LATER), key, name)
            decoder.expect_signature(f"Valid signature {name}, ")


def test_pyjwt_verifies_the_example_of_each_algorithm(decoder: DecoderPage) -> None:
    for name in ("HS512", "RS256", "PS384", "ES512", "EdDSA"):
        decoder.field("Algorithm").select_option(name)
        decoder.load("expired")
        decoder.load("valid")
        decoder.expect_verdict("ACCEPT, if the audience")
        token = decoder.field("Encoded token").input_value()
        key: Any = decoder.field("Key").input_value()
        if key.startswith("{"):
            kid = jwt.get_unverified_header(token)["kid"]
            key = jwt.PyJWKSet.from_json(key)[kid]
        claims = jwt.decode(
            token, key, algorithms=[name], audience="https://api.example"
        )
        assert claims["sub"] == "user-1842"


WRONG = [
    ("a", "", "", "Malformed token", "The token has 1 part, but 3 are expected"),
    (f"{GOOD}=", SECRET, "", "Malformed token", "is '='. A JWS has no padding"),
    (
        GOOD.replace(".", ". ", 1),
        SECRET,
        "",
        "Malformed token",
        "character 1 is ' '",
    ),
    (GOOD[:-1] + "_", SECRET, "", "Malformed token", "bits that belong to no byte"),
    (f"{GOOD}.", SECRET, "", "Malformed token", "The token has 4 parts"),
    (mac({"alg": "none"}), SECRET, "", "Invalid signature", "alg is none"),
    (GOOD, SECRET, "HS512", "Invalid signature", "You chose HS512"),
    (
        mac({"alg": "HS256"}, secret=public_pem("RSA")),
        public_pem("RSA"),
        "",
        "Invalid signature",
        "Never use a public key as a secret",
    ),
    (
        signed("ES256"),
        public_jwk("P-256", use="enc"),
        "",
        "Invalid signature",
        "The JWK's use is 'enc'",
    ),
    (
        mac({"alg": "HS256", "crit": ["x"], "x": 1}),
        SECRET,
        "",
        "Invalid signature",
        "requires a verifier to understand 'x'",
    ),
    (
        mac({"alg": "HS256"}, b"text"),
        SECRET,
        "",
        "Valid signature",
        "this JWS is not a JWT",
    ),
    (
        mac({"alg": "HS256"}, secret="secret"),
        "secret",
        "",
        "Valid signature",
        "has 6",
    ),
    (GOOD, "{", "", "Not verified", "The key looks like a JWK."),
]


@pytest.mark.parametrize(
    ("token", "key", "algorithm", "verdict", "alert"),
    WRONG,
    ids=[case[4] for case in WRONG],
)
def test_a_problem_is_shown_as_an_alert(
    decoder: DecoderPage, token: str, key: str, algorithm: str, verdict: str, alert: str
) -> None:
    decoder.give(token, key, algorithm)
    decoder.expect_signature(verdict)
    decoder.expect_alert(alert)
    expect(decoder.field("Encoded token")).to_have_value(token)


def test_secrets_in_base64url_and_hex(decoder: DecoderPage) -> None:
    decoder.give(GOOD, b64(SECRET.encode()))
    decoder.expect_signature("Invalid signature")
    decoder.check("Secret is base64url").check()
    decoder.expect_signature("Valid signature")
    decoder.field("Key").fill(SECRET.encode().hex())
    decoder.field("Read as").select_option("hex")
    decoder.expect_signature("Valid signature")
    expect(decoder.check("Secret is base64url")).not_to_be_checked()


def test_json_is_shown_in_its_order_and_without_loss(decoder: DecoderPage) -> None:
    source = '{"z":9007199254740993,"f":1.0,"e":1e400,"a":1,"a":2}'
    decoder.give(mac({"alg": "HS256"}, source.encode()))
    decoder.expect_alert("repeats 'a'")
    decoder.tab("Raw JSON").click()
    raw = decoder.group.get_by_role("tabpanel")
    expect(raw).to_contain_text("9007199254740993")
    text = raw.text_content() or ""
    assert source in text.replace("\n", "").replace(" ", "")


def test_markup_bidi_and_control_characters_stay_text(decoder: DecoderPage) -> None:
    markup = "<img src=x onerror=alert(1)>"
    payload = {markup: f"{markup}\u202etxt\u0007", "he": "\u05d0\u05d1"}
    decoder.give(mac({"alg": markup, "kid": markup}, payload), markup)
    expect(decoder.part("Payload")).to_contain_text(markup)
    expect(decoder.part("Payload")).to_contain_text(r"\u202etxt\u0007")
    expect(decoder.part("Claims")).to_contain_text(markup)
    expect(decoder.group.locator("img")).to_have_count(0)
    hebrew = decoder.part("Claims").locator("bdi", has_text="\u05d0\u05d1")
    expect(hebrew).to_have_css("unicode-bidi", "isolate")


def test_text_around_a_token_is_removed_and_reported(decoder: DecoderPage) -> None:
    wrapped = "\n  ".join([GOOD[:40], GOOD[40:]])
    decoder.give(f'  "Bearer {wrapped}"', SECRET)
    decoder.expect_signature("Valid signature")
    expect(decoder.notice).to_have_text(
        "Removed before reading: white space around it, quotes, “Bearer”, 1 line break."
    )
    decoder.field("Encoded token").fill(GOOD)
    expect(decoder.notice).to_be_empty()


def test_a_time_is_shown_as_a_date_and_an_age_that_goes_on(
    decoder: DecoderPage,
) -> None:
    exp = int(time.time()) + 40
    decoder.give(mac({"alg": "HS256"}, CLAIMS | {"exp": exp}))
    name = decoder.page.get_by_role("rowheader", name="exp", exact=True)
    row = decoder.part("Claims").get_by_role("row").filter(has=name)
    expect(row.locator("time")).to_have_attribute("datetime", re.compile("Z$"))
    expect(row).to_contain_text(time.strftime("%H:%M UTC", time.gmtime(exp)))
    age = row.locator(".claim-age")
    expect(age).to_have_text(re.compile(r"^in \d+ seconds$"))
    first = age.text_content() or ""
    expect(age).not_to_have_text(first)
    decoder.group.get_by_text("What your service expects").click()
    decoder.field("Now").fill(str(exp - 60))
    expect(age).to_have_text("in 1 minute")


def test_times_can_be_read_in_the_readers_zone(browser: Browser, site: str) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.goto(f"{site}tools/decoder/")
    decoder = DecoderPage(page)
    decoder.expect_verdict("ACCEPT, if the audience")
    stamp = decoder.part("Claims").locator("time").first
    expect(stamp).to_have_text(re.compile("UTC$"))
    decoder.field("Times in").select_option("local")
    expect(stamp).to_have_text(re.compile("GMT[+]9$"))
    context.close()


def test_expectations_are_compared(decoder: DecoderPage) -> None:
    decoder.give(GOOD, SECRET)
    decoder.group.get_by_text("What your service expects").click()
    decoder.field("Expected iss").fill("me")
    decoder.expect_alert("but you expect 'me'")
    decoder.expect_verdict("REFUSE: another issuer")
    decoder.expect_signature("Valid signature")
    decoder.field("Expected iss").fill("https://auth.example")
    decoder.field("Expected aud").fill("api")
    decoder.field("Leeway in seconds").fill("x")
    decoder.expect_alert("The leeway 'x' must be a number")
    decoder.field("Leeway in seconds").fill("5")
    decoder.expect_verdict("ACCEPT, since it names what your service expects")


def test_a_set_reports_each_key(decoder: DecoderPage) -> None:
    keys = f'{{"keys":[{public_jwk("RSA", kid="a")},{public_jwk("P-256", kid="b")}]}}'
    decoder.give(signed("ES256", LATER), keys)
    decoder.expect_signature("Valid signature ES256, key b")
    for told in ("Key 1 (kid 'a'): ", "Key 2 (kid 'b'): ES256 matches"):
        expect(decoder.part("Signature")).to_contain_text(told)


def test_the_fragment_is_read_and_cleared(page: Page, site: str) -> None:
    page.goto(f"{site}tools/decoder/#token={GOOD}")
    decoder = DecoderPage(page)
    expect(decoder.part("Payload")).to_contain_text("auth.example")
    assert page.url == f"{site}tools/decoder/"
    page.evaluate(f"location.hash = 'token=' + {json.dumps(signed('ES256'))}")
    expect(decoder.part("Header")).to_contain_text("ES256")
    assert page.url == f"{site}tools/decoder/"
    decoder.field("Key").fill(SECRET)
    decoder.field("Encoded token").fill(GOOD)
    decoder.button("Share").click()
    expect(decoder.notice).to_contain_text("it holds the token, never the key")
    shared = page.evaluate("navigator.clipboard.readText()")
    assert shared == f"{site}tools/decoder/#token={GOOD}"


def test_a_dropped_file_is_read(decoder: DecoderPage) -> None:
    decoder.page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "token.txt"));
          const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true });
          document.querySelector("jwt-decoder textarea").dispatchEvent(drop);
        }""",
        GOOD,
    )
    expect(decoder.part("Payload")).to_contain_text("auth.example")


def test_nothing_is_stored_or_sent(page: Page, site: str) -> None:
    decoder = DecoderPage(page)
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    token = mac({"alg": "HS256", "jku": "https://evil.example/keys"}, {"sub": "hidden"})
    page.goto(f"{site}tools/decoder/#token={token}")
    decoder.give(token, SECRET)
    decoder.expect_signature("Valid signature")
    kept = json.dumps(page.context.storage_state(indexed_db=True))
    told = " ".join([*addresses, page.url, kept])
    assert "/assets/python/" in told
    for text in (token, SECRET, "hidden", "evil.example"):
        assert text not in told


MANY = """
async (inputs) => {
  const tool = document.querySelector("jwt-decoder");
  const [token] = tool.getElementsByTagName("textarea");
  const found = { verdicts: {}, strange: [] };
  const turn = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
  for (const input of inputs) {
    const began = performance.now();
    token.value = input;
    token.dispatchEvent(new Event("input", { bubbles: true }));
    while (tool.dataset.state !== "done") {
      await turn();
      if (performance.now() - began > 30_000)
        throw new Error(`30 s passed without a verdict on ${JSON.stringify(input)}`);
    }
    const verdict = tool.querySelector('[aria-label="Verdict"] strong').textContent;
    found.verdicts[verdict] = (found.verdicts[verdict] ?? 0) + 1;
    if (tool.querySelector("img, script, iframe, [onerror], [style]"))
      found.strange.push(input);
  }
  return found;
}
"""
SHOWN = 300
"""How many mutations go through the page. Python alone decodes all of them."""
DECODE = """
import json
from collections import Counter
from examples.decoder.decoder import Decoder

decoder = Decoder()
verdicts = Counter()
for token in json.loads(tokens):
    names = ("algorithm", "iss", "aud", "leeway", "now", "pick")
    fields = {"token": token, "key": key, "form": "text", **dict.fromkeys(names, "")}
    verdicts[decoder.decode(fields)["verdict"]] += 1
print(json.dumps(verdicts))
"""
WORDS = {"ACCEPT,", "REFUSE:", "NOT VERIFIED:", "NOT A JWT:", "NOT READABLE HERE:"}
WORDS |= {"Paste a token"}
KNOWN = {"Valid signature", "Invalid signature", "Malformed token", "Not verified"}


def mutations(count: int) -> list[str]:
    """Mutate real tokens, always in the same way."""
    # A test's choice of inputs protects nothing.
    draw = random.Random(5)
    seeds = [GOOD, *(vector["token"] for vector in VECTORS)]
    strange = ["", ".", "=", " ", "\n", "<img src=x>", "\u202e", "\0", "A" * 5000, "{"]
    found = []
    for _ in range(count):
        text = draw.choice(seeds)
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(len(text) + 1)
            text = text[:at] + draw.choice(strange) + text[at + draw.randint(0, 6) :]
        found.append(text)
    return found


def test_the_page_shows_a_verdict_on_each_mutated_token(decoder: DecoderPage) -> None:
    decoder.give(GOOD, SECRET)
    decoder.expect_signature("Valid signature")
    found = decoder.page.evaluate(MANY, mutations(SHOWN))
    assert sum(found["verdicts"].values()) == SHOWN
    assert set(found["verdicts"]) <= WORDS
    assert found["strange"] == [], "These tokens put markup into the page."


def test_the_pages_python_gives_two_thousand_mutated_tokens_a_verdict(
    shared_page: Page, site: str
) -> None:
    renew(shared_page, f"{site}jwt/")
    target = cell(shared_page, "Sign a token")
    tokens = repr(json.dumps(mutations(2000)))
    write(target, f"tokens = {tokens}\nkey = {SECRET!r}\n{DECODE}")
    verdicts = json.loads(run(target))
    assert sum(verdicts.values()) == 2000
    assert set(verdicts) <= KNOWN


def test_an_alert_that_still_applies_is_not_replaced(decoder: DecoderPage) -> None:
    decoder.give(mac({"alg": "HS256"}, {"sub": "a"}))
    decoder.expect_alert("No exp: a thief")
    alert = decoder.alert.filter(has_text="No exp: a thief")
    alert.evaluate("(element) => { element.same = true; }")
    decoder.field("Encoded token").fill(mac({"alg": "HS256"}, {"sub": "b", "aud": "c"}))
    decoder.expect_verdict("NOT VERIFIED: paste a key")
    expect(decoder.part("Claims")).to_contain_text("aud")
    assert alert.evaluate("(element) => element.same") is True
    busy = decoder.group.get_by_role("region", name="What to do")
    expect(busy).to_have_attribute("aria-busy", "false")


def test_the_links_of_warnings_lead_to_sections_that_exist() -> None:
    """Each link of the Python side names a page and a section of the built site."""
    links = [*vars(token_warnings).values(), *reproduce._LINKS.values()]
    own = {link.url for link in links if isinstance(link, Link) and "#" in link.url}
    assert len(own) > 20
    for url in own:
        path, _, anchor = url.partition("#")
        if not path.startswith("https:"):
            assert f'id="{anchor}"' in (SITE / path / "index.html").read_text(), url


def test_the_keyboard_reaches_every_control(decoder: DecoderPage) -> None:
    page = decoder.page
    decoder.expect_verdict("ACCEPT, if the audience")
    decoder.field("Example").focus()
    for stop in (
        decoder.button("Share"),
        decoder.group.get_by_role("link", name="Edit and sign"),
        *(decoder.button(name) for name in ("Paste", "Copy", "Clear")),
        decoder.field("Encoded token"),
    ):
        page.keyboard.press("Tab")
        expect(stop).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    for stop in (
        decoder.field("Key"),
        decoder.field("Algorithm"),
        decoder.field("Read as"),
        decoder.check("Secret is base64url"),
    ):
        expect(stop).to_be_focused()
        page.keyboard.press("Tab")
    decoder.button("Clear").focus()
    page.keyboard.press("Space")
    expect(decoder.field("Encoded token")).to_be_focused()
    expect(decoder.field("Key")).to_be_empty()
    decoder.expect_verdict("Paste a token")


def test_input_survives_a_failed_download_and_retry_works(
    lenient_page: Page, site: str
) -> None:
    decoder = DecoderPage(lenient_page)
    cut = Detour(lenient_page, "**/assets/python/**")
    lenient_page.goto(f"{site}tools/decoder/")
    decoder.give(GOOD, SECRET)
    expect(decoder.alert).to_contain_text(UNLOADED)
    decoder.expect_verdict("Not verified: Python gave no answer")
    cut.end()
    decoder.button("Retry").click()
    decoder.expect_signature("Valid signature")
    expect(decoder.alert).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_long_values_fit_the_page(decoder: DecoderPage, width: int) -> None:
    page = decoder.page
    page.set_viewport_size({"width": width, "height": 800})
    decoder.give(
        mac({"alg": "HS256", "kid": "k" * 400}, {"i" * 300: "s" * 900}), "k" * 500
    )
    expect(decoder.part("Claims")).to_contain_text("i" * 300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    least = 32 if width > 720 else 44
    for name in ("Share", "Copy", "Clear"):
        box = decoder.button(name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= least, name


def test_without_javascript_the_page_says_what_it_needs(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}tools/decoder/")
    sentence = page.locator("jwt-decoder noscript p")
    expect(sentence).to_contain_text("The decoder needs JavaScript")
    context.close()


def test_a_browser_without_promise_integration_verifies(page: Page, site: str) -> None:
    line = "delete WebAssembly.Suspending; delete WebAssembly.promising;"

    def answer(route: Route) -> None:
        script = route.fetch().text()
        route.fulfill(body=f"{line}\n{script}", content_type="text/javascript")

    page.context.route("**/worker-*.js", answer)
    page.goto(f"{site}tools/decoder/")
    decoder = DecoderPage(page)
    decoder.expect_verdict("ACCEPT, if the audience")
    decoder.give(signed("ES256", LATER), public_pem("P-256"))
    decoder.expect_signature("Valid signature ES256, P-256 key")
