import time

import pytest

from examples.decoder.pasted_text import unwrap

AROUND = "white space around it"


@pytest.mark.parametrize(
    ("text", "token", "removed"),
    [
        ("a.b.c", "a.b.c", []),
        ("", "", []),
        (" a.b.c\r\n", "a.b.c", [AROUND]),
        ("\ufeffa.b.c\u200b", "a.b.c", [AROUND]),
        ("Bearer a.b.c", "a.b.c", ["“Bearer”"]),
        ("BEARER \n a.b.c", "a.b.c", ["“Bearer”"]),
        ("Authorization:a.b.c", "a.b.c", ["a header's name"]),
        (
            "proxy-authorization: bearer a.b.c ",
            "a.b.c",
            [AROUND, "“Bearer”"],
        ),
        ('"a.b.c",\n', "a.b.c", [AROUND, "quotes", "a comma"]),
        ("“Bearer 'a.b.c'”", "a.b.c", ["quotes", "“Bearer”"]),
        ("a\n  .\n  b\r\n.c", "a.b.c", ["3 line breaks"]),
        ("a.b\n.c", "a.b.c", ["1 line break"]),
        ("a. b.c", "a. b.c", []),
        ("a.b\t.c", "a.b\t.c", []),
        ("Bearera.b.c", "Bearera.b.c", []),
    ],
)
def test_what_stands_around_a_token(text: str, token: str, removed: list[str]) -> None:
    assert unwrap(text) == (token, removed)


@pytest.mark.parametrize("filler", [" ", "\n", "'", "Bearer ", " \n", "\t"])
def test_no_text_takes_long(filler: str) -> None:
    text = filler * (400_000 // len(filler))
    began = time.perf_counter()
    unwrap(f"a{text}b{text}c")
    unwrap(f"{text}a.b.c{text}")
    assert time.perf_counter() - began < 20
