from dataclasses import replace

import pytest

from examples.servers.settings import Settings, read_settings


def test_defaults() -> None:
    first, second = read_settings({}), read_settings({"PORT": "", "REDIS_URL": ""})
    assert (first.redis_url, first.jwt_lifetime, first.port) == (None, 900, 8001)
    assert first.demo_password != second.demo_password
    assert len(first.demo_password) == 16


def test_from_the_environment() -> None:
    environment = {
        "DEMO_PASSWORD": "p",
        "REDIS_URL": "redis://:secret@127.0.0.1",
        "JWT_LIFETIME": "2",
        "KEY_PERIOD": "3",
        "PORT": "4",
        "API_URL": "u",
        "TRUSTED_PROXIES": " 10.0.0.7,2001:db8::/32 ,",
    }
    settings = read_settings(environment)
    proxies = frozenset({"10.0.0.7", "2001:db8::/32"})
    url = "redis://:secret@127.0.0.1"
    assert settings == Settings("p", url, 2, 3, 4, "u", proxies)
    assert repr(replace(settings, trusted_proxies=frozenset())) == (
        "Settings(jwt_lifetime=2, key_period=3, port=4, api_url='u', "
        "trusted_proxies=frozenset())"
    )


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "x", "²"])
def test_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="give a whole number above 0") as error:
        read_settings({"JWT_LIFETIME": text})
    assert str(error.value) == (
        f"JWT_LIFETIME is {text!r}: give a whole number above 0."
    )


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "*", "10.0.0.0/33"])
def test_no_network(text: str) -> None:
    with pytest.raises(ValueError, match="TRUSTED_PROXIES has") as error:
        read_settings({"TRUSTED_PROXIES": f"10.0.0.7, {text}"})
    assert str(error.value) == (
        f"TRUSTED_PROXIES has {text!r}: give addresses such as 10.0.0.7 or networks "
        "such as 10.0.0.0/8, separated by commas."
    )
