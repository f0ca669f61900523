"""Answers requests in place of the server, until told to stop."""

from collections.abc import Callable

from playwright.sync_api import Page, Route


class Detour:
    """One route of a page that can be changed and ended.

    Playwright's `unroute` waits for each worker of the page without a time limit, and
    one that is just ending never answers. This keeps the route and lets requests pass.
    """

    def __init__(
        self, page: Page, pattern: str, handle: Callable[[Route], object] = Route.abort
    ) -> None:
        self.handle = handle
        page.route(pattern, self._answer)

    def _answer(self, route: Route) -> None:
        self.handle(route)

    def end(self) -> None:
        """Let the requests that follow reach the server."""
        self.handle = Route.fallback
