"""Protection against requests that another site sends in the user's name."""

import hmac
from typing import Protocol
from urllib.parse import urlsplit

HEADER = "X-CSRF-Token"
MISSING = f"The header {HEADER} is missing: send the csrf_token in it."
ELSEWHERE = "The request comes from another origin: send it from a page of this site."


class Headers(Protocol):
    """The headers of a request, whose names a framework finds in any case."""

    def get(self, key: str, /) -> str | None:
        """Return the header's value, or None if the request has none."""
        ...


class CsrfError(ValueError):
    """The request may come from another site; `str()` gives the reason."""


# --8<-- [start:token]
def csrf_token(session_id: str) -> str:
    """Return the CSRF token of a session as 64 hexadecimal characters.

    The token is an HMAC. Its key is the session id: 256 random bits that only
    the cookie holds. So the token belongs to one session, every server computes
    the same one, none has to store it, and it does not reveal the id.

    Source: OWASP CSRF sheet, "Synchronizer Token Pattern"; here the token is
    derived, where the sheet stores it.
    """
    return hmac.digest(session_id.encode(), b"csrf", "sha256").hex()


# --8<-- [end:token]


# --8<-- [start:check]
def check_csrf(session_id: str, given: str | None) -> None:
    """Check the CSRF token of a request.

    Args:
        session_id: str, the value of the session cookie.
        given: str, the value of the header; None if the request has none.

    Raises:
        CsrfError: the token is missing or belongs to another session.

    """
    if given is None:
        raise CsrfError(MISSING)
    expected = csrf_token(session_id).encode()
    sent = given.encode(errors="surrogateescape")
    if not hmac.compare_digest(expected, sent):
        raise CsrfError(
            f"The {HEADER} is not that of this session: "
            "send the csrf_token of the last log-in."
        )


# --8<-- [end:check]


# --8<-- [start:origin]
def check_origin(headers: Headers) -> None:
    """Refuse a request that a browser sends for another site.

    A program that is no browser sends neither header, and passes.

    Source: OWASP CSRF sheet, "Fetch Metadata headers".

    Raises:
        CsrfError: Sec-Fetch-Site names another site; or it is missing, and
            Origin names another host.

    """
    site = headers.get("Sec-Fetch-Site")
    origin = headers.get("Origin")
    if site is not None:
        same = site in ("same-origin", "none")
    else:
        same = origin is None or _host_of(origin) == headers.get("Host")
    if not same:
        raise CsrfError(ELSEWHERE)


# --8<-- [end:origin]


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # `http://[` has no host that can be parsed.
        return ""
