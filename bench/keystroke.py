"""Time the decoder from a keystroke in the token to the decoded page."""

from playwright.sync_api import Browser

TYPE = """async ([token, count]) => {
  const tool = document.querySelector("jwt-decoder");
  const box = tool.querySelector("textarea");
  const { port1, port2 } = new MessageChannel();
  // Continue as soon as the page can, because a timer would round to milliseconds.
  const turn = () => new Promise((resolve) => {
    port1.onmessage = resolve;
    port2.postMessage(0);
  });
  const times = [];
  for (let at = 0; at < count; at += 1) {
    const began = performance.now();
    box.value = token.slice(0, token.length - (at % 20));
    box.dispatchEvent(new Event("input", { bubbles: true }));
    while (tool.dataset.state !== "done") await turn();
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return times;
}"""
TOKEN = (  # RFC 7515 appendix A.1.1
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
)
COUNT = 60


def keystrokes(browser: Browser, site: str) -> list[float]:
    """Return the milliseconds of each keystroke, without the first five."""
    page = browser.new_context().new_page()
    page.goto(f"{site}tools/decoder/#token={TOKEN}")
    page.locator("html[data-python=ready]").wait_for()
    page.locator("jwt-decoder[data-state=done]").wait_for()
    times: list[float] = page.evaluate(TYPE, [TOKEN, COUNT])
    page.context.close()
    return times[5:]
