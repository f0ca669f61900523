import datetime
from pathlib import Path

import pytest

from snippets.hosting import headers, security_txt, write


def test_every_pattern_of_headers_begins_with_the_path_of_the_site() -> None:
    text = headers("default-src 'self'", "https://team.example/guide/")
    patterns = [line for line in text.split("\n") if line and not line.startswith(" ")]
    assert patterns == [
        "/guide/*",
        "/guide/assets/python/*",
        "/guide/assets/scripts/*",
    ]
    assert headers("", "https://guide.example/").startswith("/*\n")


def test_no_line_is_longer_than_cloudflare_pages_reads() -> None:
    hashes = " ".join(["'sha256-/8wPdzX9q0NNJXyA5lzsLojXFpkeaXVxhbfkUOQaWy8='"] * 20)
    text = headers(f"script-src 'self' {hashes}", "https://guide.example/")
    assert max(map(len, text.split("\n"))) < 2000


def test_security_txt_has_what_rfc_9116_requires_and_expires_within_a_year() -> None:
    today = datetime.date(2026, 3, 1)
    text = security_txt("mailto:a@guide.example", "https://guide.example/", today)
    fields = dict(line.split(": ", 1) for line in text.strip().split("\n"))
    assert fields["Contact"] == "mailto:a@guide.example"
    assert fields["Canonical"] == "https://guide.example/.well-known/security.txt"
    expires = datetime.datetime.fromisoformat(fields["Expires"]).date()
    assert today < expires < today + datetime.timedelta(days=365)


def test_a_contact_must_be_an_address_that_can_be_opened() -> None:
    with pytest.raises(
        ValueError, match=r"SECURITY_CONTACT is 'a@b\.example'; begin it"
    ):
        security_txt("a@b.example", "https://guide.example/", datetime.date.min)


def test_a_site_without_a_contact_has_no_security_txt(tmp_path: Path) -> None:
    write(tmp_path, "default-src 'self'", "https://guide.example/", "")
    assert [path.name for path in tmp_path.iterdir()] == ["_headers"]
