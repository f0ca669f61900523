"""The decoder as a reader meets it: in Chromium, by role and name."""

import json
import random
import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from examples.jose.algorithms import get_algorithm
from tests.browser.cells import cell, run, write
from tests.browser.conftest import SITE
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
    pyjwt,
    signed,
)

LATER = CLAIMS | {"exp": int(time.time()) + 3600}
GOOD = signed("HS256", LATER)
UNLOADED = "Python could not be loaded: "


class DecoderPage(ToolPage):
    name = "JWT Decoder"

    def check(self, name: str) -> Locator:
        return self.group.get_by_role("checkbox", name=name, exact=True)

    def give(self, token: str, key: str = "", algorithm: str = "") -> None:
        self.field("Algorithm").select_option(algorithm)
        self.field("Key").fill(key)
        self.field("Encoded token").fill(token)

    def expect_verdict(self, begins: str) -> None:
        expect(self.verdict).to_have_text(re.compile(f"^{re.escape(begins)}"))

    def expect_alert(self, sentence: str) -> None:
        expect(self.alert.filter(has_text=sentence).first).to_be_visible()


@pytest.fixture
def decoder(shared_page: Page, site: str) -> DecoderPage:
    """Show the decoder as a reader finds it; Python may run already."""
    renew(shared_page, f"{site}tools/decoder/")
    return DecoderPage(shared_page)


def test_the_page_opens_with_nothing_verified(decoder: DecoderPage) -> None:
    decoder.expect_verdict("Not verified")
    expect(decoder.alert).to_have_count(0)
    for name in ("Header", "Payload", "Claims", "Signature"):
        expect(decoder.part(name)).to_have_count(1)


def test_the_vectors_of_the_rfcs_verify(decoder: DecoderPage) -> None:
    for vector in VECTORS:
        key = json.dumps(vector["jwk"])
        for chosen in ("", vector["alg"]):
            decoder.give(vector["token"], key, chosen)
            decoder.expect_verdict("Valid signature")
        head, _, signature = vector["token"].split(".")
        decoder.give(f"{head}.{b64(b'other')}.{signature}", key)
        decoder.expect_verdict("Invalid signature")
        decoder.expect_alert("The signature does not match")


def test_tokens_of_each_algorithm_verify_with_pem_and_jwk(decoder: DecoderPage) -> None:
    for name, kind in KINDS.items():
        keys = [key_for(name)]
        if kind != "oct":
            keys += [public_jwk(kind), private_pem(kind)]
        for key in keys:
            decoder.give(signed(name, LATER), key, name)
            decoder.expect_verdict(f"Valid signature. {name} matches with the")


def test_pyjwt_verifies_the_example_of_each_algorithm(
    decoder: DecoderPage,
) -> None:
    for name, kind in KINDS.items():
        decoder.field("Encoded token").fill("")
        decoder.field("Algorithm").select_option(name)
        decoder.button("Example").click()
        decoder.expect_verdict(f"Valid signature. {name} matches")
        token = decoder.field("Encoded token").input_value()
        key: Any = decoder.field("Key").input_value()
        if kind != "oct":
            key = get_algorithm(name).from_jwk(key)
        claims = pyjwt().decode(
            token, key, algorithms=[name], audience="https://api.example"
        )
        assert claims["sub"] == "alice"
        expect(decoder.alert).to_have_count(0)


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
    decoder.expect_verdict(verdict)
    decoder.expect_alert(alert)
    expect(decoder.field("Encoded token")).to_have_value(token)


def test_secrets_in_base64url_and_hex(decoder: DecoderPage) -> None:
    decoder.give(GOOD, b64(SECRET.encode()))
    decoder.expect_verdict("Invalid signature. The signature does not match the secret")
    decoder.check("Secret is base64url").check()
    decoder.expect_verdict("Valid signature")
    decoder.field("Key").fill(SECRET.encode().hex())
    decoder.check("Secret is hex").check()
    decoder.expect_verdict("Valid signature")
    expect(decoder.check("Secret is base64url")).not_to_be_checked()


def test_json_is_shown_in_its_order_and_without_loss(decoder: DecoderPage) -> None:
    source = '{"z":9007199254740993,"f":1.0,"e":1e400,"a":1,"a":2}'
    decoder.give(mac({"alg": "HS256"}, source.encode()))
    decoder.expect_alert("repeats 'a'")
    text = decoder.part("Payload").text_content() or ""
    assert text.replace("\n", "").replace(" ", "") == source


def test_markup_bidi_and_control_characters_stay_text(decoder: DecoderPage) -> None:
    markup = "<img src=x onerror=alert(1)>"
    payload = {markup: f"{markup}\u202etxt\u0007", "he": "\u05d0\u05d1"}
    decoder.give(mac({"alg": markup, "kid": markup}, payload), markup)
    expect(decoder.part("Payload")).to_contain_text(markup)
    expect(decoder.part("Payload")).to_contain_text(r"\u202etxt\u0007")
    expect(decoder.part("Claims")).to_contain_text(markup)
    expect(decoder.group.locator("img")).to_have_count(0)
    hebrew = decoder.part("Payload").locator("bdi", has_text="\u05d0\u05d1")
    expect(hebrew).to_have_css("unicode-bidi", "isolate")


def test_text_around_a_token_is_removed_and_reported(decoder: DecoderPage) -> None:
    wrapped = "\n  ".join([GOOD[:40], GOOD[40:]])
    decoder.give(f'  "Bearer {wrapped}"', SECRET)
    decoder.expect_verdict("Valid signature")
    expect(decoder.notice).to_have_text(
        "Removed before reading: white space around it, quotes, “Bearer”, 1 line break."
    )
    decoder.field("Encoded token").fill(GOOD)
    expect(decoder.notice).to_be_empty()


def test_a_time_is_shown_in_three_forms_and_counts_down(decoder: DecoderPage) -> None:
    exp = int(time.time()) + 3600
    decoder.give(mac({"alg": "HS256"}, CLAIMS | {"exp": exp}))
    name = decoder.page.get_by_role("rowheader", name="exp", exact=True)
    row = decoder.part("Claims").get_by_role("row").filter(has=name)
    expect(row.locator("time")).to_have_attribute("datetime", re.compile("Z$"))
    utc = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(exp))
    expect(row).to_contain_text(utc)
    left = row.locator(".countdown-left")
    expect(left).to_have_text(re.compile(r"^in 59 minutes \d+ seconds?$"))
    first = left.text_content() or ""
    expect(left).not_to_have_text(first)
    decoder.group.get_by_text("What your service expects").click()
    decoder.field("Now").fill(str(exp - 61))
    expect(left).to_have_text("in 1 minute 1 second")


def test_expectations_are_compared(decoder: DecoderPage) -> None:
    decoder.give(GOOD, SECRET)
    decoder.group.get_by_text("What your service expects").click()
    decoder.field("Expected iss").fill("me")
    decoder.expect_alert("but you expect 'me'")
    decoder.expect_verdict("Valid signature. HS256 matches with the secret. But refuse")
    decoder.field("Expected iss").fill("https://auth.example")
    decoder.field("Expected aud").fill("api")
    decoder.field("Leeway in seconds").fill("x")
    decoder.expect_alert("The leeway 'x' must be a number")
    decoder.field("Leeway in seconds").fill("5")
    expect(decoder.alert).to_have_count(0)


def test_a_set_reports_each_key(decoder: DecoderPage) -> None:
    keys = f'{{"keys":[{public_jwk("RSA", kid="a")},{public_jwk("P-256", kid="b")}]}}'
    decoder.give(signed("ES256", LATER), keys)
    decoder.expect_verdict("Valid signature. Key 2 (kid 'b'): ES256 matches")
    expect(decoder.part("Signature").get_by_role("listitem")).to_have_text(
        [re.compile(r"^Key 1 \(kid 'a'\): unfit\."), re.compile(r"^Key 2 .*: valid\.")]
    )


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


def test_a_changed_payload_is_stale_until_it_is_signed_again(
    decoder: DecoderPage,
) -> None:
    decoder.give(GOOD, SECRET)
    decoder.expect_verdict("Valid signature")
    decoder.button("Edit payload").click()
    edited = decoder.field("Edited payload")
    assert json.loads(edited.input_value()) == LATER
    edited.fill('{"sub": "mallory", "n": 9007199254740993}')
    decoder.expect_verdict("Invalid signature")
    expect(decoder.part("Payload")).to_contain_text("9007199254740993")
    stale = decoder.group.get_by_text("The signature belongs to the payload as it was.")
    expect(stale).to_be_visible()
    decoder.button("Sign again").click()
    decoder.expect_verdict("Valid signature")
    expect(stale).to_have_count(0)
    decoder.field("Key").fill("")
    decoder.button("Sign again").click()
    decoder.expect_alert("To sign, enter one secret or one private key.")


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
    decoder.expect_verdict("Valid signature")
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
    fields = {"token": token, "algorithm": "", "key": key, "form": "text",
              "iss": "", "aud": "", "leeway": "", "now": ""}
    verdicts[decoder.decode(fields)["verdict"]] += 1
print(json.dumps(verdicts))
"""
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
    decoder.expect_verdict("Valid signature")
    found = decoder.page.evaluate(MANY, mutations(SHOWN))
    assert sum(found["verdicts"].values()) == SHOWN
    assert set(found["verdicts"]) <= {f"{verdict}." for verdict in KNOWN}
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
    decoder.expect_alert("The token has no exp")
    alert = decoder.alert.filter(has_text="The token has no exp")
    alert.evaluate("(element) => { element.same = true; }")
    decoder.field("Encoded token").fill(mac({"alg": "HS256"}, {"sub": "b", "aud": "c"}))
    expect(decoder.part("Payload")).to_contain_text('"c"')
    assert alert.evaluate("(element) => element.same") is True
    busy = decoder.verdict.get_attribute("aria-busy")
    assert busy in {"true", "false"}
    expect(decoder.verdict).to_have_attribute("aria-busy", "false")


def test_the_links_of_warnings_lead_to_sections_that_exist(
    decoder: DecoderPage,
) -> None:
    header = {"alg": "none", "kid": "../x", "jku": "x", "b64": False, "cty": "JWT"}
    decoder.give(mac(header, {"password": 1}), "secret")
    decoder.expect_alert("alg is none")
    hrefs = decoder.alert.get_by_role("link").evaluate_all(
        "all => all.map(a => a.href)"
    )
    own = {href for href in hrefs if "127.0.0.1" in href}
    assert own
    for href in own:
        path, _, anchor = href.partition("/guide/")[2].partition("#")
        assert f'id="{anchor}"' in (SITE / path / "index.html").read_text(), href


def test_the_keyboard_reaches_every_control(decoder: DecoderPage) -> None:
    page = decoder.page
    decoder.field("Encoded token").focus()
    for stop in (
        *(decoder.button(name) for name in ("Example", "Share", "Clear")),
        decoder.field("Algorithm"),
        decoder.field("Key"),
        decoder.check("Secret is base64url"),
        decoder.check("Secret is hex"),
    ):
        page.keyboard.press("Tab")
        expect(stop).to_be_focused()
    decoder.button("Example").focus()
    page.keyboard.press("Enter")
    decoder.expect_verdict("Valid signature")
    decoder.button("Clear").focus()
    page.keyboard.press("Space")
    expect(decoder.field("Encoded token")).to_be_focused()
    expect(decoder.field("Key")).to_be_empty()
    decoder.expect_verdict("Not verified. There is no token yet.")


def test_input_survives_a_failed_download_and_retry_works(
    lenient_page: Page, site: str
) -> None:
    decoder = DecoderPage(lenient_page)
    lenient_page.route("**/assets/python/**", lambda route: route.abort())
    lenient_page.goto(f"{site}tools/decoder/")
    decoder.give(GOOD, SECRET)
    expect(decoder.alert).to_contain_text(UNLOADED)
    expect(decoder.verdict).to_be_empty()
    lenient_page.unroute("**/assets/python/**")
    decoder.button("Retry").click()
    decoder.expect_verdict("Valid signature")
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
    for name in ("Example", "Share", "Clear", "Edit payload"):
        box = decoder.button(name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44, name


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
    decoder.give(signed("ES256", LATER), public_pem("P-256"))
    decoder.expect_verdict("Valid signature. ES256 matches with the P-256 key.")
