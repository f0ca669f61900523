import re
from pathlib import Path

import pytest

from snippets.glossary import ENTRY, link, read_terms
from snippets.sections import SnippetError
from tests.snippets.conftest import Write

TERMS = {
    "token": "token",
    "refresh token": "refresh",
    "jwk set": "jwks",
    "jwks": "jwks",
}
GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"


def to(anchor: str, text: str) -> str:
    return f'<a class="term" href="../g/#{anchor}">{text}</a>'


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>A token, a token.</p>", f"<p>A {to('token', 'token')}, a token.</p>"),
        (
            "<p>A Refresh token is a token.</p>",
            f"<p>A {to('refresh', 'Refresh token')} is a {to('token', 'token')}.</p>",
        ),
        (
            "<p>Tokens</p><p>a token</p>",
            f"<p>{to('token', 'Tokens')}</p><p>a token</p>",
        ),
        ("<p>The JWKS, a JWK Set</p>", f"<p>The {to('jwks', 'JWKS')}, a JWK Set</p>"),
        ("<p>tokenize my-token token-based</p>", None),
        ('<p title="a token">x &amp; y&#10;<br>z<!-- token --></p>', None),
        ("<h2>Token</h2><p><code>a token</code> <a href='x'>a token</a></p>", None),
        (
            "<p><code>token</code>, a token</p>",
            f"<p><code>{to('token', 'token')}</code>, a token</p>",
        ),
        ('<live-cell id="a" data-code="{&quot;token&quot;}">token</live-cell>', None),
        ("<server-panel><p>token</p></server-panel>", None),
        (
            '<figure><img src="x" alt="token"><figcaption>token</figcaption></figure>',
            None,
        ),
        (
            "<pre><code><span>token</span></code></pre><p>token",
            f"<pre><code><span>token</span></code></pre><p>{to('token', 'token')}",
        ),
        (
            '<span class="filename">token.py</span><p>token',
            f'<span class="filename">token.py</span><p>{to("token", "token")}',
        ),
        ("<p>a < b & token</p>", f"<p>a < b & {to('token', 'token')}</p>"),
        ("<p><img src='token'/>x</p>", None),
    ],
)
def test_the_first_use_in_running_text_is_linked(
    html: str, expected: str | None
) -> None:
    assert link(html, TERMS, "../g/") == (expected or html)


def test_the_terms_come_from_the_glossary(write: Write) -> None:
    source = write(
        "g.md",
        """
        **JWK Set, JWKS**{ #jwks }
        :   Keys.

        **Not an entry** of the list
        """,
    )
    assert read_terms(source) == {"jwk set": "jwks", "jwks": "jwks"}


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ("**Key, jwks**{ #key }", "The term 'jwks' occurs twice; remove one."),
        ("**Key**{ #jwks }", "Two terms have the anchor jwks; rename one."),
    ],
)
def test_a_duplicate_term_is_refused(write: Write, second: str, sentence: str) -> None:
    source = write("g.md", f"**JWKS**{{ #jwks }}\n:   Keys.\n\n{second}\n:   x\n")
    with pytest.raises(SnippetError, match=re.escape(sentence)):
        read_terms(source)


def test_each_entry_of_ours_has_a_definition_with_a_source() -> None:
    text = GLOSSARY.read_text(encoding="utf-8")
    entries = list(ENTRY.finditer(text))
    assert len(entries) == len(re.findall(r"^\*\*", text, re.M))
    names = [entry["names"].lower() for entry in entries]
    assert names == sorted(names)
    for entry in entries:
        body = text[entry.end() :].split("\n\n")[0]
        assert body.startswith("\n:   ")
        assert re.search(r"\]\(https://[^)]+\)$", body), entry["names"]
