"""Write server panels and the steps of a flow, recorded from a run of the examples."""

import asyncio
import base64
import importlib
import json
import re
from collections.abc import Callable
from dataclasses import asdict
from difflib import get_close_matches
from html import escape
from pathlib import Path
from typing import Any

from snippets.build_cache import cached, examples_key
from snippets.listing import REFERENCES
from snippets.recorder import freshly_imported
from snippets.sections import SnippetError

type Step = dict[str, Any]
"""Holds what `examples.panel.browser_server.walk` returns for one step."""

TITLES = {
    "fastapi_session": "Session server",
    "fastapi_jwt": "JWT server",
    "fastapi_hybrid": "Hybrid server",
}
FLOWS = {"session": "fastapi_session", "jwt": "fastapi_jwt"}
ITEM = re.compile(r"^\d+\. ", re.M)
EMPTY = "(empty)"


class Panels:
    """Writes the server panels and flows of one build.

    Args:
        root: the checkout.

    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._key = examples_key(root)

    def server(self, name: str) -> str:
        """Return a panel as one line of HTML.

        Raises:
            SnippetError: there is no server of this name.

        """
        require(name, TITLES, "server")
        with freshly_imported(self.root):
            requests = importlib.import_module("examples.panel.panel_requests")
            presets = json.dumps([asdict(one) for one in requests.PRESETS[name]])
        items = "".join(
            f"<li><p>{escape(step['label'])}</p>{blocks(recorded(step))}</li>"
            for step in self.walk(name)
        )
        element = (
            f'<div class="live-host"><server-panel id="{name}" name="{TITLES[name]}" '
            f'data-server="{name}" data-presets="{escape(presets)}">'
            '<details class="panel-recorded" open>'
            "<summary>Recorded when this page was built</summary>"
            f"<ol>{items}</ol></details></server-panel></div>"
        )
        return element.translate(REFERENCES)

    def steps(self, flow: str, words: str) -> str:
        """Return a numbered list that shows each step's exchange and store.

        Args:
            flow: `session` or `jwt`.
            words: the numbered list of the page, in Markdown.

        Raises:
            SnippetError: there is no such flow, or the list has not six items.

        """
        require(flow, FLOWS, "flow")
        texts = [text.strip() for text in ITEM.split(words)[1:]]
        shown = shown_parts(flow, self.walk(FLOWS[flow]))
        if len(texts) != len(shown):
            sentence = f"The flow '{flow}' has {len(shown)} steps, not {len(texts)}."
            raise SnippetError(f"{sentence} Write one numbered item for each.")
        items = "\n\n".join(
            # The numbers are explicit, because a list does not count hidden items.
            f'<li class="step" value="{number}" markdown="block">\n\n{text}\n\n'
            f'<p class="step-who">{escape(who)}</p>'
            f"{blocks(parts).translate(REFERENCES)}\n\n</li>"
            for number, (text, (who, parts)) in enumerate(
                zip(texts, shown, strict=True), start=1
            )
        )
        name = f"The {'JWT' if flow == 'jwt' else flow} flow, step by step"
        return (
            '<div class="steps" markdown="block">\n\n<div class="live-host">'
            f'<step-walker name="{name}"></step-walker></div>\n\n'
            f'<ol markdown="block">\n\n{items}\n\n</ol>\n\n</div>'
        )

    def walk(self, server: str) -> list[Step]:
        """Return each step of a server's walk, as `WALKS` of the examples lists it."""

        def record() -> str:
            with freshly_imported(self.root):
                examples = importlib.import_module("examples.panel.browser_server")
                return json.dumps(asyncio.run(examples.walk(server)))

        steps: list[Step] = json.loads(
            cached(self.root, f"walk-{server}", self._key, record)
        )
        return steps


def require(name: str, known: dict[str, str], what: str) -> None:
    """Check a name.

    Raises:
        SnippetError: the name is unknown; the message lists similar names.

    """
    if name not in known:
        near = ", ".join(get_close_matches(name, known) or known)
        raise SnippetError(f"There is no {what} '{name}'; near names are: {near}.")


def recorded(step: Step) -> list[tuple[str, str]]:
    """List the named texts that a panel's recording shows for one step."""
    exchange, left = step["exchange"], ("Store", store(step))
    if exchange is None:
        return [left]
    return [("Request", asked(exchange)), ("Response", answered(exchange)), left]


def shown_parts(flow: str, walk: list[Step]) -> list[tuple[str, list[tuple[str, str]]]]:
    """List for each of the six steps who acts, and the named texts to show."""
    login, later, me = walk[:3]
    first, second = login["exchange"], me["exchange"]
    request, response = ("Request", asked(first)), ("Response", answered(first))
    again, answer = ("Request", asked(second)), ("Response", answered(second))
    empty, full, old, new = EMPTY, store(login), store(later), store(me)
    if flow == "session":
        rows = [
            ("Browser to server", [request], empty, empty),
            ("Server", [], empty, empty),
            ("Server to store", [], empty, full),
            ("Server to browser", [response], full, full),
            ("Browser to server, one minute later", [again], old, old),
            ("Server to store, then to browser", [answer], old, new),
        ]
    else:
        header, claims, signature = token_parts(first)
        rows = [
            ("Client to issuer", [request], empty, empty),
            ("Issuer", [("Claims", claims)], empty, empty),
            ("Issuer", [("Header", header), ("Signature", signature)], empty, full),
            ("Issuer to client", [response], full, full),
            ("Client to service, one minute later", [again], old, old),
            ("Service to client", [answer], old, new),
        ]
    return [(who, [*parts, *change(*states)]) for who, parts, *states in rows]


def token_parts(exchange: dict[str, Any]) -> tuple[str, str, str]:
    """Return header and claims of the access token as JSON, and its signature."""
    token = json.loads(exchange["response_body"])["access_token"]
    header, claims, signature = token.split(".")
    texts = [
        json.dumps(json.loads(base64.urlsafe_b64decode(f"{part}==")), indent=2)
        for part in (header, claims)
    ]
    return texts[0], texts[1], signature


def change(before: str, after: str) -> list[tuple[str, str]]:
    """List the store before and after a step, or once if nothing changed."""
    if before == after:
        return [("Store, before and after", before)]
    return [("Store before", before), ("Store after", after)]


def asked(exchange: dict[str, Any]) -> str:
    """Return the request as text."""
    return f"{exchange['request']}\n\n{exchange['request_body']}".strip()


def answered(exchange: dict[str, Any]) -> str:
    """Return the response as text."""
    return f"{exchange['response']}\n\n{exchange['response_body']}".strip()


def store(step: Step) -> str:
    """Return the entries of the store after a step, as text."""
    lines = [
        f"{entry['key']}\n  {entry['value'] or '(no value)'}\n  {entry['left']} left"
        for entry in step["state"]["store"]
    ]
    return "\n".join(lines) or EMPTY


def blocks(parts: list[tuple[str, str]]) -> str:
    """Return named texts as HTML."""
    return "".join(
        f'<p class="step-name">{escape(name)}</p>'
        f'<pre class="step-text"><samp>{escape(text, quote=False)}</samp></pre>'
        for name, text in parts
    )


def macros(root: Path) -> list[Callable[..., str]]:
    """Return the macros `server` and, for use with `call`, `steps`."""
    panels = Panels(root)

    def server(name: str) -> str:
        return panels.server(name)

    def steps(flow: str, caller: Callable[[], str]) -> str:
        return panels.steps(flow, caller())

    return [server, steps]
