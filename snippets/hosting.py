"""Write the files that hosts and their visitors' programs look for in a site."""

import datetime
from pathlib import Path
from urllib.parse import urlsplit

# One block of headers for each pattern of addresses. Netlify, Cloudflare Pages and
# Render read this format; GitHub Pages sends headers of its own and ignores the file.
EVERYWHERE = (
    # A policy in the page cannot forbid frames (CSP Level 3, section 3.3).
    "Content-Security-Policy: {policy}; frame-ancestors 'none'",
    # RFC 6797: browsers refuse plain HTTP for two years after the last visit.
    "Strict-Transport-Security: max-age=63072000",
    "Cross-Origin-Opener-Policy: same-origin",
    "Cross-Origin-Resource-Policy: same-origin",
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
)
# Their names change with their content (RFC 8246).
IMMUTABLE = ("/assets/python/*", "/assets/scripts/*")
FOR_EVER = "Cache-Control: public, max-age=31536000, immutable"
# RFC 9116, section 2.5.5 recommends less than a year.
VALIDITY = datetime.timedelta(days=300)


def headers(policy: str, site_url: str) -> str:
    """Return the text of `_headers` for the common static hosts.

    Args:
        policy: the content security policy that the pages carry.
        site_url: the address of the site, whose path begins every pattern.

    """
    base = urlsplit(site_url).path.rstrip("/")
    everywhere = [line.format(policy=policy) for line in EVERYWHERE]
    blocks = [(f"{base}/*", everywhere)]
    blocks += [(f"{base}{pattern}", [FOR_EVER]) for pattern in IMMUTABLE]
    return "\n".join(
        "\n".join([pattern, *(f"  {line}" for line in lines), ""])
        for pattern, lines in blocks
    )


def security_txt(contact: str, site_url: str, today: datetime.date) -> str:
    """Return the text of `.well-known/security.txt` (RFC 9116).

    Args:
        contact: an address that begins with `https:` or `mailto:`.
        site_url: the address of the site, which ends with a slash.
        today: the day of the build, from which the file is valid for 300 days.

    Raises:
        ValueError: the contact begins with anything else.

    """
    if not contact.startswith(("https:", "mailto:")):
        raise ValueError(
            f"SECURITY_CONTACT is {contact!r}; begin it with https: or mailto:."
        )
    expires = (today + VALIDITY).isoformat()
    return (
        f"Contact: {contact}\n"
        f"Expires: {expires}T00:00:00Z\n"
        "Preferred-Languages: en\n"
        f"Canonical: {site_url}.well-known/security.txt\n"
    )


def write(site: Path, policy: str, site_url: str, contact: str) -> None:
    """Write `_headers`, and `security.txt` if somebody can be contacted."""
    (site / "_headers").write_text(headers(policy, site_url), encoding="utf-8")
    if contact:
        folder = site / ".well-known"
        folder.mkdir(exist_ok=True)
        text = security_txt(
            contact, site_url, datetime.datetime.now(datetime.UTC).date()
        )
        (folder / "security.txt").write_text(text, encoding="utf-8")
