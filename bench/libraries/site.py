"""Serve an application over real HTTP in this process, and talk to it."""

import asyncio
import http.client
import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from bench.libraries import forge
from bench.libraries.clock import Clock
from examples.libraries.adapter import Adapter, Route

SHOWN_HEADERS = {"set-cookie", "www-authenticate", "retry-after", "location"}
RANDOM = re.compile(
    r"eyJ[\w-]+\.[\w-]+\.[\w-]*|v4\.local\.[\w-]+"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\w.:+-]*"
    r"|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"
    r"|(?<![\w.-])1\d{9}(?:\.\d+)?(?![\w-])"
    r"|(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{20,}"
)
BODY = 220


class BrokenError(Exception):
    """The control of an attack failed, so the attack says nothing."""


class NotApplicableError(Exception):
    """The attack makes no sense for this application; the message says why."""


def hidden(text: str) -> str:
    """Replace what differs at each run by an ellipsis."""
    return RANDOM.sub("…", re.sub(r"\buser\d+@", "alice@", text))


@dataclass
class Exchange:
    """One request and its response."""

    who: str
    sent: str
    status: int
    headers: list[tuple[str, str]]
    body: str

    @property
    def ok(self) -> bool:
        """Return whether the server did what the request asks."""
        return self.status < 400 and "/login" not in self.header("location")

    def header(self, name: str) -> str:
        """Return a response header, empty if there is none."""
        return next((v for k, v in self.headers if k.lower() == name), "")

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body or "{}")

    def evidence(self) -> dict[str, str]:
        """Return what the page shows: without what differs at each run."""
        lines = [
            f"{name}: {value}"
            for name, value in self.headers
            if name.lower() in SHOWN_HEADERS
        ]
        body = hidden(" ".join(self.body.split()))
        shown = body if len(body) <= BODY else body[:BODY] + " …"
        if shown.startswith("<"):
            shown = "(an HTML page)"
        head = f"{self.status} {http.client.responses.get(self.status, '')}"
        answer = [head, *map(cookie_shown, lines), *([shown] if shown else [])]
        return {
            "who": self.who,
            "request": self.sent,
            "response": hidden("\n".join(answer)),
        }


def cookie_shown(line: str) -> str:
    """Shorten the value of a cookie."""
    return re.sub(r"(?i)^(set-cookie: [^=]+=)[^;]+", r"\1…", line)


@dataclass
class Person:
    """A user of the application."""

    name: str
    password: str


@dataclass
class Browser:
    """Keep cookies and tokens of one client of one user."""

    site: "Site"
    person: Person
    who: str = "alice"
    jar: dict[str, str] = field(default_factory=dict)
    set_cookies: list[str] = field(default_factory=list)
    access: str = ""
    refresh: str = ""
    csrf: str = ""

    @property
    def credential(self) -> str:
        """Return what a thief would copy."""
        name = self.site.adapter.cookie
        return self.jar.get(name, "") if name else self.access

    def send(
        self,
        route: Route,
        *,
        csrf: bool = True,
        headers: Mapping[str, str] | None = None,
        credential: str | None = None,
    ) -> Exchange:
        """Send a request with all that the browser holds, and keep what it gets."""
        adapter = self.site.adapter
        more = dict(headers or {})
        if csrf and adapter.csrf and adapter.csrf[0] in self.jar:
            more[adapter.csrf[1]] = self.jar[adapter.csrf[0]]
        if csrf and adapter.csrf_body and self.csrf:
            more[adapter.csrf_body[1]] = self.csrf
        if not adapter.cookie and (credential or self.access):
            name, template = adapter.header
            more[name] = template.format(credential or self.access)
        values = {
            "user": self.person.name,
            "password": self.person.password,
            "new": f"{self.person.password}-new",
            "access": self.access,
            "refresh": self.refresh,
        }
        body = {key: text.format(**values) for key, text in route.body.items()}
        done = self.site.request(route, body, more, self.jar, self.who)
        self._keep(done)
        return done

    def _keep(self, done: Exchange) -> None:
        for name, value in done.headers:
            if name.lower() != "set-cookie":
                continue
            self.set_cookies.append(value)
            key, _, text = value.partition(";")[0].partition("=")
            if "max-age=0" in value.lower() or "01 jan 1970" in value.lower():
                self.jar.pop(key, None)
            else:
                self.jar[key] = text.strip('"')


class Site:
    """An application that runs, with its users and its clock."""

    def __init__(self, adapter: Adapter, clock: Clock, *, asgi: bool) -> None:
        self.adapter, self.clock = adapter, clock
        self.cache: dict[str, Any] = {}
        self._users = 0
        self.port = serve_asgi(adapter.app) if asgi else serve_wsgi(adapter.app)

    def person(self) -> Person:
        """Return a new user, or the fixed one."""
        if self.adapter.user:
            import os

            return Person(self.adapter.user, os.environ["DEMO_PASSWORD"])
        self._users += 1
        person = Person(f"user{self._users}@example.com", "correct-horse-battery")
        self.adapter.people.add(person.name, person.password)
        return person

    def sign_in(
        self, person: Person | None = None, browser: Browser | None = None
    ) -> Browser:
        """Sign a user in.

        Raises:
            BrokenError: this does not work.

        """
        adapter = self.adapter
        browser = browser or Browser(self, person or self.person())
        if adapter.csrf_page:
            browser.send(adapter.csrf_page)
        done = browser.send(adapter.login)
        if not done.ok:
            raise BrokenError(f"Sign-in failed: {done.status} {done.body[:200]}")
        if not adapter.cookie:
            answer = done.json()
            browser.access = dig(answer, adapter.access)
            if adapter.refresh_token:
                browser.refresh = dig(answer, adapter.refresh_token)
        if adapter.csrf_body:
            browser.csrf = done.json()[adapter.csrf_body[0]]
        if not browser.credential:
            raise BrokenError("Sign-in set no credential.")
        return browser

    def me(self, credential: str, who: str = "thief", note: str = "") -> Exchange:
        """Ask who the holder of a credential is, with nothing but that."""
        adapter = self.adapter
        if adapter.cookie:
            jar, more = {adapter.cookie: credential}, {}
        else:
            name, template = adapter.header
            jar, more = {}, {name: template.format(credential)}
        return self.request(adapter.me, {}, more, jar, who, note)

    def alive(self, done: Exchange, person: Person) -> bool:
        """Return whether the answer shows that the user is signed in."""
        return done.status == 200 and person.name in done.body

    def refresh(self, token: str, who: str = "alice") -> Exchange:
        """Send a refresh token."""
        route = self.adapter.refresh
        assert route is not None
        body = {k: v.format(refresh=token) for k, v in route.body.items()}
        more = {} if body else {"Authorization": f"Bearer {token}"}
        return self.request(route, body, more, {}, who)

    def request(
        self,
        route: Route,
        body: Mapping[str, str],
        headers: Mapping[str, str],
        jar: Mapping[str, str],
        who: str,
        note: str = "",
    ) -> Exchange:
        """Send one request over a connection of its own."""
        more = dict(headers)
        shown = [f"{route.method} {route.path}"]
        if jar:
            more["Cookie"] = "; ".join(f"{k}={v}" for k, v in jar.items())
            shown.append("Cookie: " + "; ".join(f"{k}=…" for k in jar))
        for name, value in headers.items():
            scheme = value.partition(" ")[0] + " " if " " in value else ""
            own = name in ("Origin", "Content-Type")
            shown.append(f"{name}: {value if own else scheme + '…'}")
        data = b""
        if body:
            secret = ("password", "refresh", "token", "new")
            safe = {
                k: "…" if any(s in k for s in secret) else v for k, v in body.items()
            }
            data = (urlencode(body) if route.form else json.dumps(body)).encode()
            kind = "x-www-form-urlencoded" if route.form else "json"
            more.setdefault("Content-Type", f"application/{kind}")
            pairs = (f"{key}={value}" for key, value in safe.items())
            shown.append(
                "&".join(pairs) if route.form else json.dumps(safe, ensure_ascii=False)
            )
        if note:
            shown.append(note)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(route.method, route.path, data or None, more)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return Exchange(who, "\n".join(shown), answer.status, answer.getheaders(), text)

    def genuine(self) -> tuple[str, dict[str, Any], dict[str, Any]]:
        """Return a user's name, and the header and claims of a genuine token."""
        browser = self.sign_in()
        if self.adapter.sign and not browser.access.startswith("ey"):
            name = browser.person.name
            exp = "2099-01-01T00:00:00+00:00"
            return name, {}, {"exp": exp, "sub": name, **self.adapter.claims}
        try:
            header, claims = forge.parts(browser.access)
        except ValueError as error:
            raise NotApplicableError("This token has no JOSE header") from error
        return browser.person.name, header, claims

    def forge(self, header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
        """Sign a token with the application's own key.

        Raises:
            NotApplicableError: the suite does not have that key.

        """
        adapter = self.adapter
        if adapter.sign:
            return adapter.sign(claims, header)
        if adapter.private_pem:
            return forge.rsa_token(header, claims, adapter.private_pem)
        if adapter.key is None:
            raise NotApplicableError("The credential is no signed token")
        return forge.hmac_token(header, claims, adapter.key)


def dig(answer: Any, path: str) -> str:
    """Return what is at a path such as `meta.token`, empty if nothing is."""
    for name in path.split("."):
        answer = answer.get(name, {}) if isinstance(answer, dict) else {}
    return answer if isinstance(answer, str) else ""


def serve_wsgi(app: Any) -> int:
    """Serve a WSGI application, with a thread for each request."""
    import wsgiref.simple_server as simple
    from socketserver import ThreadingMixIn

    class Server(ThreadingMixIn, simple.WSGIServer):
        daemon_threads = True
        request_queue_size = 64

    class Handler(simple.WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = simple.make_server("127.0.0.1", 0, app, Server, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return int(server.server_port)


def serve_asgi(app: Any) -> int:
    """Serve an ASGI application with uvicorn."""
    import socket

    import uvicorn

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    threading.Thread(
        target=lambda: asyncio.run(server.serve([listener])), daemon=True
    ).start()
    end = time.monotonic() + 15
    while not server.started:
        if time.monotonic() > end:
            raise BrokenError("The application did not start.")
        time.sleep(0.02)
    return int(listener.getsockname()[1])
