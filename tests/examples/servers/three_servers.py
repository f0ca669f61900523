"""Run a provider, an API and a backend over real HTTP, and browse them."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import httpx

from examples.auth.clock import ManualClock
from examples.auth.passwords import Argon2Hasher
from examples.auth.throttle import Throttle
from examples.auth.users import Authenticator, Users
from examples.servers import bff, identity_provider, resource_server
from examples.servers.identity_grants import Issuing
from examples.servers.oidc_client import Connection
from examples.servers.oidc_settings import OidcSettings
from examples.servers.settings import Settings
from examples.servers.wiring import Dependencies
from examples.stores.memory import MemoryStore
from tests.examples.servers.running import PASSWORD, serving

SECRET = "0123456789abcdef0123456789abcdef"
HTTP = httpx.Client(timeout=10)  # one, because each new one reads all certificates
USERS = Users(PASSWORD, Argon2Hasher())


@dataclass
class Late:
    """A WSGI app whose real app needs to know its own address first."""

    app: WSGIApplication | None = None

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        assert self.app is not None
        return self.app(environ, start_response)


@dataclass
class Browser:
    """Keeps cookies for each host and port, Secure ones over HTTP too."""

    jars: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def ask(self, method: str, url: str, **more: Any) -> httpx.Response:  # noqa: ANN401
        jar = self.jars.setdefault(urlsplit(url).netloc, {})
        cookie = "; ".join(f"{name}={value}" for name, value in jar.items())
        headers = {"Cookie": cookie} | more.pop("headers", {})
        answer = HTTP.request(method, url, headers=headers, **more)
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.partition(";")[0].partition("=")
            jar[name] = value
            if "Max-Age=0" in line:
                del jar[name]
        self.seen.append(f"{url} {answer.headers} {answer.text}")
        return answer

    def follow(self, answer: httpx.Response) -> httpx.Response:
        while answer.is_redirect:
            answer = self.ask(
                "GET", urljoin(str(answer.url), answer.headers["location"])
            )
        return answer


def give_password(browser: Browser, form: httpx.Response, user: str) -> httpx.Response:
    """Fill in the provider's form, and follow where it leads."""
    action = form.text.partition("action='")[2].partition("'")[0]
    url = urljoin(str(form.url), action.replace("&amp;", "&"))
    data = {"username": user, "password": PASSWORD}
    return browser.follow(browser.ask("POST", url, data=data))


@dataclass
class Three:
    """The three servers."""

    settings: OidcSettings
    clock: ManualClock
    provider: Issuing
    backend: bff.Backend
    store: MemoryStore

    def log_in(self, browser: Browser, user: str = "alice", query: str = "") -> str:
        """Log in as a browser does, and return the CSRF token."""
        form = browser.follow(self.get(browser, f"/login{query}"))
        self.give_password(browser, form, user)
        csrf: str = self.get(browser, "/me").json()["csrf_token"]
        return csrf

    def give_password(
        self, browser: Browser, form: httpx.Response, user: str = "alice"
    ) -> httpx.Response:
        return give_password(browser, form, user)

    def get(self, browser: Browser, path: str) -> httpx.Response:
        return browser.ask("GET", self.settings.client_url + path)

    def change(
        self, browser: Browser, path: str, csrf: str, method: str = "POST"
    ) -> httpx.Response:
        url = self.settings.client_url + path
        return browser.ask(method, url, headers={"X-CSRF-Token": csrf})

    def code(self, browser: Browser, query: str = "") -> dict[str, str]:
        """Begin a log-in of a browser that the provider knows; return the answer."""
        there = self.get(browser, f"/login{query}")
        back = browser.ask("GET", there.headers["location"])
        answer = parse_qs(urlsplit(back.headers["location"]).query)
        return {name: values[0] for name, values in answer.items()}


@contextmanager
def three_servers(
    change: Callable[[OidcSettings], OidcSettings] = lambda same: same,
) -> Iterator[Three]:
    # A day ago, because Authlib asks the system's clock whether an `iat` is past.
    clock, late = ManualClock(time.time() - 86_400), [Late() for _ in range(3)]
    with ExitStack() as stack:
        urls = [
            str(stack.enter_context(serving(app)).base_url).rstrip("/") for app in late
        ]
        settings = OidcSettings(urls[0], urls[2], urls[1], SECRET)
        store, own = MemoryStore(clock), MemoryStore(clock)
        users = Authenticator(USERS, Throttle(own, clock))
        parts = Dependencies(Settings(PASSWORD), own, users, clock)
        provider = identity_provider.make_issuing(settings, parts)
        late[0].app = identity_provider.make_app(provider)
        tokens = resource_server.make_access_tokens(settings.issuer, clock)
        late[1].app = resource_server.make_app(tokens)
        http = stack.enter_context(httpx.Client(timeout=5))
        backend = bff.make_backend(Connection(change(settings), store, http, clock))
        stack.callback(backend.tokens.api.close)
        late[2].app = bff.make_app(backend)
        yield Three(settings, clock, provider, backend, store)
