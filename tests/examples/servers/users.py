"""Act as users of the example servers.

They send the cookie themselves, because a cookie jar sends no Secure cookie over HTTP.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from examples.servers.problems import TYPE
from tests.examples.servers.running import PASSWORD

type Headers = dict[str, str] | list[tuple[bytes, bytes]]

COOKIE = "__Host-session"


def assert_problem(answer: httpx.Response, status: int) -> None:
    """Check that an answer is problem+json, as the contract requires."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == TYPE
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert "Traceback" not in answer.text


@dataclass
class Visitor:
    """Send requests to one half of a server."""

    http: httpx.Client
    root: str
    name: str = "alice"

    def ask(
        self,
        method: str,
        path: str,
        headers: Headers | None = None,
        content: bytes | Iterator[bytes] | None = None,
        json: dict[str, str] | None = None,
    ) -> httpx.Response:
        url = self.root + path
        return self.http.request(
            method, url, headers=headers, content=content, json=json
        )

    def post_login(
        self, password: str = PASSWORD, headers: Headers | None = None
    ) -> httpx.Response:
        body = {"username": self.name, "password": password}
        return self.ask("POST", "/login", headers, json=body)


@dataclass
class SessionUser(Visitor):
    """Act as a user with a session."""

    cookie: str = ""
    csrf: str = ""

    def log_in(self, headers: Headers | None = None) -> httpx.Response:
        answer = self.post_login(headers=headers)
        assert answer.status_code == 200, answer.text
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        self.csrf = answer.json()["csrf_token"]
        return answer

    def read(self, path: str) -> httpx.Response:
        cookie = self.cookie.encode("latin-1")
        return self.ask("GET", path, headers=[(b"Cookie", cookie)])

    def change(self, path: str, method: str = "POST", **headers: str) -> httpx.Response:
        given = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf} | headers
        return self.ask(method, path, headers=given)

    def alive(self) -> bool:
        status = self.read("/me").status_code
        assert status in {200, 401}
        return status == 200


@dataclass
class JwtUser(Visitor):
    """Act as a user with an access token and a refresh token."""

    access: str = ""
    refresh_token: str = ""

    def log_in(self) -> httpx.Response:
        return self._take(self.post_login())

    def post_refresh(self, token: str) -> httpx.Response:
        return self.ask("POST", "/token/refresh", json={"refresh_token": token})

    def refresh(self) -> httpx.Response:
        return self._take(self.post_refresh(self.refresh_token))

    def _take(self, answer: httpx.Response) -> httpx.Response:
        assert answer.status_code == 200, answer.text
        self.access = answer.json()["access_token"]
        self.refresh_token = answer.json()["refresh_token"]
        return answer

    def call(self, method: str, path: str, token: str = "") -> httpx.Response:
        headers = {"Authorization": f"Bearer {token or self.access}"}
        return self.ask(method, path, headers=headers)
