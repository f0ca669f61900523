"""An attack on an application that does not work says so, and never "refused"."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bench.libraries import forge
from bench.libraries.attacks import ATTACKS, Attack, Result
from bench.libraries.clock import Clock
from bench.libraries.site import Site
from bench.libraries.worker import attack_one
from examples.libraries.adapter import Accounts, Adapter, Route
from examples.libraries.flask_shop import SHOP

KEY = b"0123456789abcdef0123456789abcdef"


class StillClock(Clock):
    """Time stands still: the site's own environment cannot move it."""

    def move(self, seconds: float) -> None:
        assert seconds >= 0


def application(
    answer: Callable[[str], tuple[str, dict[str, Any], str]],
) -> Callable[..., list[bytes]]:
    """Return a WSGI application from a function of the path."""

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status, body, cookie = answer(environ["PATH_INFO"])
        headers = [("Content-Type", "application/json")]
        headers += [("Set-Cookie", cookie)] if cookie else []
        start(status, headers)
        return [json.dumps(body).encode()]

    return app


def dead(_path: str) -> tuple[str, dict[str, Any], str]:
    return "401 Unauthorized", {}, ""


def accepts_nobody(path: str) -> tuple[str, dict[str, Any], str]:
    """Let everybody sign in, and refuse each credential after that."""
    claims = {"sub": "alice", "exp": 4102444800, "aud": "a"}
    token = forge.hmac_token({"alg": "HS256"}, claims, KEY)
    if path == "/login":
        body = {"access_token": token, "refresh_token": token}
        return "200 OK", body, "session=1234; Path=/"
    return "401 Unauthorized", {}, ""


def refuse(*_: object) -> object:
    raise ValueError("This library refuses everything.")


def site_of(app: Callable[..., list[bytes]], cookie: str) -> Site:
    adapter = Adapter(
        app=app,
        people=Accounts(),
        setting="broken",
        cookie=cookie,
        refresh_token="refresh_token",
        refresh=Route("POST", "/refresh", {"token": "{refresh}"}),
        logout=Route("POST", "/logout"),
        logout_all=Route("POST", "/logout"),
        change_password=Route("POST", "/password"),
        key=KEY,
        public_key=b"a public key",
        verify=refuse,
        key_accepted=refuse,
        other_token=lambda name: name,
        stored=lambda: b"a row",
        **SHOP,
    )
    site = Site(adapter, StillClock(), asgi=False)
    site.cache |= {"kind": "session", "name": "broken"}
    return site


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    return {
        f"{app.__name__}-{cookie or 'header'}": site_of(application(app), cookie)
        for app in (dead, accepts_nobody)
        for cookie in ("session", "")
    }


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
@pytest.mark.parametrize(
    "name",
    ["dead-session", "dead-header", "accepts_nobody-session", "accepts_nobody-header"],
)
def test_nothing_is_refused_where_nothing_works(
    sites: dict[str, Site], name: str, attack: Attack
) -> None:
    cell = attack_one(sites[name], attack)
    assert cell["outcome"] in ("broken", "none"), cell["words"]


def test_a_fault_of_the_suite_is_a_broken_cell(sites: dict[str, Site]) -> None:
    def fails(_site: Site) -> Result:
        raise KeyError("nobody")

    attack = replace(ATTACKS[0], run=fails)
    cell = attack_one(sites["dead-session"], attack)
    assert cell["outcome"] == "broken"
    assert cell["words"].startswith("KeyError in test_controls.py:")
