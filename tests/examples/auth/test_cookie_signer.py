import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.auth.cookie_signer import BadCookieError, CookieSigner
from tests.examples.conftest import KEY

SIGNER = CookieSigner(KEY)
VALUES = st.none() | st.booleans() | st.integers() | st.text()


@given(st.dictionaries(st.text(), VALUES))
def test_what_was_signed_is_read_again(data: dict[str, object]) -> None:
    assert SIGNER.read(SIGNER.sign(data)) == data


@given(st.integers(min_value=0), st.sampled_from("AZaz09-_.é"))
def test_a_changed_character_is_refused(place: int, character: str) -> None:
    cookie = SIGNER.sign({"user": "alice"})
    place %= len(cookie)
    changed = cookie[:place] + character + cookie[place + 1 :]
    if changed != cookie:
        with pytest.raises(BadCookieError, match="signature does not match"):
            SIGNER.read(changed)


@pytest.mark.parametrize("cookie", ["", ".", "no-dot", "e30."])
def test_what_nobody_signed_is_refused(cookie: str) -> None:
    with pytest.raises(BadCookieError):
        SIGNER.read(cookie)


def test_another_key_is_refused_and_no_repr_shows_it() -> None:
    other = CookieSigner(KEY[::-1])
    with pytest.raises(BadCookieError):
        other.read(SIGNER.sign({}))
    assert repr(SIGNER) == "CookieSigner()"
