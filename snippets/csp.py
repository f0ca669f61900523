"""Give every built page one strict content security policy."""

import base64
import hashlib
import re
from pathlib import Path

from snippets.sections import SnippetError

INLINE_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.S)
RULES = (
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval' {hashes}",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
)
CHARSET = '<meta charset="utf-8">'
ALIGN = re.compile(r' style="text-align: (left|right|center);"')


def protect(site: Path) -> str:
    """Write the policy into each HTML file below `site`, and return it.

    Instant navigation adds the next page's policy to the open document, so every
    page allows the inline scripts of all pages.

    Raises:
        SnippetError: a page has no place for the policy, and would go without one.

    """
    pages = {
        page: plain_styles(page.read_text(encoding="utf-8"))
        for page in site.rglob("*.html")
    }
    hashes = sorted({found for text in pages.values() for found in script_hashes(text)})
    rules = policy(hashes)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    for page, text in pages.items():
        if CHARSET not in text:
            sentence = f"There is no '{CHARSET}' for the policy to follow; add it."
            raise SnippetError(f"{page}: {sentence}")
        page.write_text(text.replace(CHARSET, CHARSET + meta, 1), encoding="utf-8")
    return rules


def policy(hashes: list[str]) -> str:
    """Join the rules into one policy for pages with these inline scripts."""
    return "; ".join(RULES).format(hashes=" ".join(hashes))


def script_hashes(html: str) -> set[str]:
    """Hash each inline script that a browser would run (CSP Level 3, section 8.4)."""
    return {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for attributes, text in INLINE_SCRIPT.findall(html)
        if "src=" not in attributes and "json" not in attributes
    }


def plain_styles(html: str) -> str:
    """Turn the style attributes of Markdown's tables into classes."""
    return ALIGN.sub(r' class="align-\1"', html)
