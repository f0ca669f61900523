"""Send a panel's requests with httpx and a cookie jar, without the network."""

import json
import re
from http.cookiejar import Cookie
from typing import TypedDict
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI

from examples.auth.wording import shown

HOST = "shop.example"
ORIGIN = f"https://{HOST}"
_SAFE = ("GET", "HEAD")
_HEADER = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\0\r\n]*?)[ \t]*")
_PATH = re.compile(r"/[!-~]*")
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class RequestFieldError(ValueError):
    """Raised for a field of a request that cannot be sent. `str()` says why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Exchange(TypedDict):
    """A request and its response as text, with separate bodies."""

    request: str
    request_body: str
    status: int
    response: str
    response_body: str


class PanelClient:
    """Send a reader's requests to an app in the same process.

    Args:
        app: the server.
        held: the values that the client knows from the start, by placeholder.

    """

    def __init__(self, app: FastAPI, **held: str) -> None:
        # Show a failure as the 500 that a client of a real server would get.
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        self._http = httpx.AsyncClient(transport=transport, base_url=ORIGIN)
        self._http.headers.clear()  # so that the panel shows only headers that matter
        self.held = held

    async def send(self, method: str, path: str, headers: str, body: str) -> Exchange:
        """Send one request, and keep the credentials in its answer.

        A header with the name of a value that the client does not hold is left out,
        as an app without a token sends none.

        Args:
            method: the HTTP method.
            path: the path and query.
            headers: one header per line.
            body: the text to send.

        Raises:
            RequestFieldError: A line is not a header, or the path cannot be sent.

        """
        fields = read_headers(self.filled(self._possible(headers)))
        target = read_path(self.filled(path))
        content = self.filled(body).encode(errors="replace")
        request = self._http.build_request(
            method, f"{ORIGIN}{target}", headers=fields, content=content or None
        )
        if method not in _SAFE and is_cross_site(dict(request.headers)):
            # SameSite=Lax (rfc6265bis §5.8.3). The servers' one cookie has it.
            request.headers.pop("Cookie", None)
        response = await self._http.send(request)
        self._learn(response)
        if response.status_code == NO_CONTENT and target.endswith(LOG_OUTS):
            self._forget()
        return {
            "request": _head(f"{method} {target} HTTP/1.1", request.headers),
            "request_body": content.decode(),
            "status": response.status_code,
            "response": _head(_status_line(response), response.headers),
            "response_body": response.text,
        }

    def filled(self, text: str) -> str:
        """Replace each name in braces by the value that the client holds."""
        return _PLACEHOLDER.sub(lambda found: self.held.get(found[1], found[0]), text)

    def _possible(self, headers: str) -> str:
        return "\n".join(
            line
            for line in headers.splitlines()
            if all(name in self.held for name in _PLACEHOLDER.findall(line))
        )

    def cookies(self) -> list[Cookie]:
        """Return the cookies in the jar."""
        return list(self._http.cookies.jar)

    def _learn(self, response: httpx.Response) -> None:
        """Keep the credentials that a client keeps."""
        try:
            answer = response.json()
        except json.JSONDecodeError:
            return
        if isinstance(answer, dict):
            found = {name: answer[name] for name in CREDENTIALS if name in answer}
            self.held.update(found)

    def _forget(self) -> None:
        """Delete what an app deletes after it logged out."""
        for name in CREDENTIALS:
            self.held.pop(name, None)


CREDENTIALS = ("csrf_token", "access_token", "refresh_token")
"""The members of an answer that a client keeps."""
LOG_OUTS = ("/logout", "/logout-all")
NO_CONTENT = 204


def is_cross_site(headers: dict[str, str]) -> bool:
    """Tell whether a page of another site made the browser send this request.

    Args:
        headers: of the request, with names in lower case.

    """
    if "sec-fetch-site" in headers:
        return headers["sec-fetch-site"] == "cross-site"
    try:
        host = urlsplit(headers.get("origin", ORIGIN)).hostname or ""
    except ValueError:  # `http://[` has no host that can be parsed.
        return True
    return not f".{host}".endswith(f".{HOST}")


def read_headers(text: str) -> list[tuple[bytes, bytes]]:
    """Read one header from each line that is not empty.

    Raises:
        RequestFieldError: A line has no name and colon, or a letter outside Latin-1.

    """
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        match = _HEADER.fullmatch(line)
        if match is None or not all(ord(letter) < 256 for letter in line):  # noqa: PLR2004
            raise RequestFieldError(
                "headers",
                f"Line {number}, {shown(line)}, is not a header: write Name: value.",
            )
        found.append((match[1].encode(), match[2].encode("latin-1")))
    return found


def read_path(text: str) -> str:
    """Return the path and query.

    Raises:
        RequestFieldError: The path is relative, or holds a space or a letter outside
            ASCII.

    """
    if not _PATH.fullmatch(text):
        raise RequestFieldError(
            "path",
            f"The path {shown(text)} cannot be sent: begin with /, and percent-encode "
            "spaces and letters outside ASCII.",
        )
    return text


def _status_line(response: httpx.Response) -> str:
    return f"HTTP/1.1 {response.status_code} {response.reason_phrase}"


def _head(first: str, headers: httpx.Headers) -> str:
    lines = [
        f"{name.decode('latin-1')}: {value.decode('latin-1')}"
        for name, value in headers.raw
    ]
    return "\n".join([first, *lines])
