import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples.servers.client_address import client_address

PROXY = "10.0.0.7"
TRUSTED = frozenset({PROXY, "10.1.0.0/16", "2001:db8:1::/48"})


@pytest.mark.parametrize(
    ("forwarded", "expected"),
    [
        (None, PROXY),
        ("", PROXY),
        ("192.0.2.1", "192.0.2.1"),
        ("198.51.100.1, 192.0.2.1", "192.0.2.1"),
        ("198.51.100.1,192.0.2.1 , 10.1.2.3", "192.0.2.1"),
        ("192.0.2.1, 2001:db8:1::5, 10.1.2.3", "192.0.2.1"),
        ("2001:DB8:2:0::1", "2001:db8:2::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1, ::ffff:10.1.2.3", "192.0.2.1"),
        ("10.1.0.1, 10.1.0.2", "10.1.0.1"),
    ],
)
def test_the_right_most_address_that_is_no_proxy(
    forwarded: str | None, expected: str
) -> None:
    assert client_address(PROXY, forwarded, TRUSTED) == expected


@pytest.mark.parametrize("peer", ["192.0.2.9", "10.0.0.8", "2001:db8:2::1", "", "unix"])
def test_a_header_from_an_untrusted_peer_is_ignored(peer: str) -> None:
    assert client_address(peer, "192.0.2.1", TRUSTED) == peer
    assert client_address(PROXY, "192.0.2.1", frozenset()) == PROXY


@pytest.mark.parametrize(
    "hop", ["unknown", "", "192.0.2.1:80", "[2001:db8::1]", "192.0.2.300", "é", "1"]
)
def test_a_malformed_hop_and_all_left_of_it_are_ignored(hop: str) -> None:
    assert client_address(PROXY, hop, TRUSTED) == PROXY
    assert client_address(PROXY, f"198.51.100.1, {hop}", TRUSTED) == PROXY
    assert client_address(PROXY, f"192.0.2.1, {hop}, 10.1.0.1", TRUSTED) == "10.1.0.1"
    assert client_address(PROXY, f"{hop}, 192.0.2.1", TRUSTED) == "192.0.2.1"


@given(st.text())
def test_what_the_client_writes_changes_nothing(written: str) -> None:
    assert client_address(PROXY, f"{written},192.0.2.1", TRUSTED) == "192.0.2.1"
