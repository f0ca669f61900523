"""Describe to the attacks how an application is driven over HTTP."""

import asyncio
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypedDict

type Kind = Literal["session", "signed cookie", "opaque token", "JWT", "JOSE"]
type Setting = Literal["quick-start", "safest"]


@dataclass(frozen=True)
class Route:
    """One HTTP request of an application.

    Args:
        method: of HTTP.
        path: below the root of the application.
        body: its fields. The attacks fill in `{user}`, `{password}`, `{new}` (a new
            password), `{access}` and `{refresh}`.
        form: whether the body is a form instead of JSON.

    """

    method: str
    path: str
    body: Mapping[str, str] = field(default_factory=dict)
    form: bool = False


LOGIN = Route("POST", "/login", {"username": "{user}", "password": "{password}"})


class Shop(TypedDict):
    """What the attacks may call of an application that uses its session."""

    visit: Route
    cart: Route
    slow: Route
    slow_cart: Route
    public: Route


class People(Protocol):
    """What an administrator can do to the users of an application."""

    def add(self, name: str, password: str) -> None:
        """Add a user."""
        ...

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password in code, as an administrator does."""
        ...

    def disable(self, name: str) -> None:
        """Keep the record of a user, but lock the user out."""
        ...

    def delete(self, name: str) -> None:
        """Delete the record of a user."""
        ...


@dataclass
class Account:
    """The record of one user; `session_id` changes to end all sessions."""

    name: str
    password: str
    active: bool = True
    session_id: str = field(default_factory=secrets.token_urlsafe)


class Accounts:
    """Users in memory, for libraries that know no users of their own."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}

    def add(self, name: str, password: str) -> None:
        """Add a user."""
        self._accounts[name] = Account(name, password)

    def find(self, name: str | None) -> Account | None:
        """Return the record of a user who may sign in, else None."""
        account = self._accounts.get(name or "")
        return account if account and account.active else None

    def by_session_id(self, session_id: str) -> Account | None:
        """Return the user whose sessions carry this id, else None."""
        found = [a for a in self._accounts.values() if a.session_id == session_id]
        return found[0] if found and found[0].active else None

    def check(self, name: str, password: str) -> bool:
        """Return whether the password is the user's."""
        account = self.find(name)
        return account is not None and secrets.compare_digest(
            account.password, password
        )

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password, and a new id for later sessions."""
        self._accounts[name].password = password
        self.end_sessions(name)

    def end_sessions(self, name: str) -> None:
        """Give a user a new id for later sessions."""
        self._accounts[name].session_id = secrets.token_urlsafe()

    def disable(self, name: str) -> None:
        """Lock a user out."""
        self._accounts[name].active = False

    def delete(self, name: str) -> None:
        """Delete a user."""
        del self._accounts[name]


class Gate:
    """Hold a slow request in the application until an attack lets it go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._open = threading.Event()

    def wait(self) -> None:
        """Stop here until the gate opens, in a thread; for 10 seconds at most."""
        self.reached.set()
        self._open.wait(10)

    async def wait_async(self) -> None:
        """Stop here until the gate opens, without blocking the event loop."""
        await asyncio.to_thread(self.wait)

    def open(self) -> None:
        """Let the slow request go on."""
        self._open.set()

    def close(self) -> None:
        """Hold the next slow request."""
        self.reached.clear()
        self._open.clear()


@dataclass(frozen=True)
class Adapter:
    """What the attacks know of one library in one setting.

    Args:
        app: the WSGI or ASGI application.
        people: its users.
        setting: one sentence on how it is set.
        login: the request that signs a user in.
        me: a request that needs a signed-in user and answers with the name.
        cookie: the name of the cookie that holds the credential; empty if a header
            holds it.
        header: the name and value of that header; `{}` stands for the credential.
        access: where the answer to `login` has the credential; dots lead inwards.
        refresh_token: where it has the refresh token.
        logout: the request that signs out.
        logout_status: the status of its answer, if that is not a success.
        logout_twice: whether the refresh token needs a sign-out of its own.
        logout_all: the request that signs the user out everywhere.
        refresh: the request that changes a refresh token into new tokens.
        new_access: where its answer has the access token.
        new_refresh: where its answer has the next refresh token.
        change_password: the request that changes the user's own password.
        csrf: the names of the cookie that holds a CSRF token and of its header.
        csrf_page: a request whose answer sets that cookie.
        csrf_body: where the answer to `login` has a CSRF token instead.
        visit: a request that starts an anonymous session.
        cart: a request that writes to the session.
        slow: a request that loads the session, waits at the gate, and answers.
        slow_cart: one that writes to the session after the gate.
        public: the same answer as `me` without authentication.
        gate: where slow requests wait.
        key: the secret that the application signs with.
        public_key: the public key that it verifies with, as PEM.
        private_pem: the private key, if the application signs only with key pairs.
        sign: makes a genuine token of these claims and headers.
        verify: the library's own verification: token, key, algorithms.
        key_accepted: makes a token with a given secret and verifies it.
        claims: claims that each token needs beside the user.
        other_token: makes a token of another purpose, signed with the same key.
        stored: returns everything that the store holds.
        redis: whether its state is in Redis.
        left_to_you: maps an attack to what the library leaves to the developer.
        user: a fixed user name, if the application cannot add users.

    """

    app: Any
    people: People
    setting: str
    login: Route = LOGIN
    me: Route = field(default_factory=lambda: Route("GET", "/me"))
    cookie: str = ""
    header: tuple[str, str] = ("Authorization", "Bearer {}")
    access: str = "access_token"
    refresh_token: str = ""
    logout: Route | None = None
    logout_status: int = 0
    logout_twice: bool = False
    logout_all: Route | None = None
    refresh: Route | None = None
    new_access: str = "access_token"
    new_refresh: str = "refresh_token"
    change_password: Route | None = None
    csrf: tuple[str, str] | None = None
    csrf_page: Route | None = None
    csrf_body: tuple[str, str] | None = None
    visit: Route | None = None
    cart: Route | None = None
    slow: Route | None = None
    slow_cart: Route | None = None
    public: Route | None = None
    gate: Gate = field(default_factory=Gate)
    key: bytes | None = None
    public_key: bytes | None = None
    private_pem: str = ""
    sign: Callable[[Mapping[str, Any], Mapping[str, Any]], str] | None = None
    verify: Callable[[str, bytes, list[str]], object] | None = None
    key_accepted: Callable[[bytes], object] | None = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    other_token: Callable[[str], str] | None = None
    stored: Callable[[], bytes] | None = None
    redis: bool = False
    left_to_you: Mapping[str, str] = field(default_factory=dict)
    user: str = ""
