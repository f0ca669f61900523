"""Log-in with a session in a cookie, without any framework.

An adapter passes in what it read from the request, and sends what it gets back. Each
method may raise the exceptions that `problems.REFUSALS` names.
"""

from dataclasses import dataclass
from typing import TypedDict

from examples.auth.csrf import HEADER, Headers, check_csrf, check_origin, csrf_token
from examples.auth.sessions import NoSessionError, Session, Sessions
from examples.auth.users import Authenticator
from examples.servers.everywhere import Everywhere
from examples.servers.problems import ProblemError

COOKIE = "__Host-session"
_ATTRIBUTES = "Path=/; Secure; HttpOnly; SameSite=Lax"
CLEARED = f"{COOKIE}=; {_ATTRIBUTES}; Max-Age=0"
"""The value of the Set-Cookie header that deletes the cookie."""


class Listed(TypedDict):
    """What users see of their sessions; times are seconds since 1970."""

    id: str
    created: float
    last_seen: float
    current: bool


class Me(TypedDict):
    """The user, and the CSRF token, which a reloaded page needs again."""

    user: str
    csrf_token: str


@dataclass(frozen=True)
class Started:
    """A log-in that succeeded.

    Args:
        body: Me, the answer.
        set_cookie: str, the value of the answer's Set-Cookie header.

    """

    body: Me
    set_cookie: str


@dataclass(frozen=True)
class SessionGate:
    """Finds the session of a request and checks that the request may use it.

    Args:
        sessions: Sessions, of all users.

    """

    sessions: Sessions

    def find(self, cookie: str | None) -> Session:
        """Return the session of a request that changes nothing."""
        if cookie is None:
            raise NoSessionError(f"The cookie {COOKIE} is missing: log in.")
        return self.sessions.find(cookie)

    # --8<-- [start:find_to_change]
    def find_to_change(self, cookie: str | None, headers: Headers) -> Session:
        """Return the session of a request that changes state, unless forged."""
        check_origin(headers)
        session = self.find(cookie)
        check_csrf(cookie or "", headers.get(HEADER))
        return session

    # --8<-- [end:find_to_change]


@dataclass(frozen=True)
class SessionService(SessionGate):
    """What the routes of a session server do.

    Args:
        authenticator: Authenticator, checks names and passwords.

    """

    authenticator: Authenticator

    # --8<-- [start:log_in]
    def log_in(
        self,
        username: str,
        password: str,
        *,
        address: str,
        headers: Headers,
        cookie: str | None,
    ) -> Started:
        """Start a session under a new id, and end the session of the cookie."""
        check_origin(headers)
        self.authenticator.check(username, password, address)
        if cookie is not None:
            self.sessions.end(cookie)
        session_id = self.sessions.start(username)
        body = Me(user=username, csrf_token=csrf_token(session_id))
        return Started(body, set_cookie(session_id))

    # --8<-- [end:log_in]

    def me(self, cookie: str | None) -> Me:
        """Return the user who is logged in."""
        session = self.find(cookie)
        return Me(user=session.user, csrf_token=csrf_token(cookie or ""))

    def list_all(self, cookie: str | None) -> list[Listed]:
        """Return the user's sessions, starting with the one used last."""
        current = self.find(cookie)
        return listed(self.sessions.list_all(current.user), current.handle)

    def end_one(self, cookie: str | None, headers: Headers, handle: str) -> None:
        """End one of the user's sessions; answer 404 for another user's."""
        session = self.find_to_change(cookie, headers)
        if not self.sessions.end_one(session.user, handle):
            raise no_such_session()

    def log_out(self, cookie: str | None, headers: Headers) -> None:
        """End this session: refuse the next request with its cookie."""
        session = self.find_to_change(cookie, headers)
        self.sessions.end_one(session.user, session.handle)

    def log_out_all(self, cookie: str | None, headers: Headers) -> None:
        """End each log-in of the user, this session last."""
        session = self.find_to_change(cookie, headers)
        Everywhere(self.sessions.store).end_all(session.user, keep=session.handle)
        self.sessions.end_one(session.user, session.handle)


def set_cookie(session_id: str) -> str:
    """Return the value of a Set-Cookie header.

    The prefix `__Host-` binds the cookie to one host (ASVS v5.0.0-3.3.3).
    """
    return f"{COOKIE}={session_id}; {_ATTRIBUTES}"


def listed(sessions: list[Session], current: str) -> list[Listed]:
    """Return what users may see of sessions, or of families of refresh tokens.

    Args:
        sessions: list[Session], of one user.
        current: str, the handle of the session that asks.

    """
    return [
        Listed(
            id=one.handle,
            created=one.created,
            last_seen=one.last_seen,
            current=one.handle == current,
        )
        for one in sessions
    ]


def no_such_session() -> ProblemError:
    """Return the answer to an id that none of the user's sessions has."""
    return ProblemError(404, "You have no session with this id: it may have ended.")
