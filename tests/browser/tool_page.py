"""Drives the tools as a screen reader would: by role and name."""

from dataclasses import dataclass
from typing import ClassVar

from playwright.sync_api import Locator, Page


@dataclass
class ToolPage:
    """The page of one tool; all that it has is inside a group with its name."""

    page: Page
    name: ClassVar[str]

    @property
    def group(self) -> Locator:
        return self.page.get_by_role("group", name=self.name, exact=True)

    def field(self, name: str) -> Locator:
        box = self.group.get_by_role("textbox", name=name, exact=True)
        return box.or_(self.group.get_by_role("combobox", name=name, exact=True))

    def button(self, name: str) -> Locator:
        return self.group.get_by_role("button", name=name, exact=True)

    def part(self, name: str) -> Locator:
        return self.group.get_by_role("region", name=name, exact=True)

    @property
    def verdict(self) -> Locator:
        return self.group.get_by_role("status", name="Verdict", exact=True)

    @property
    def notice(self) -> Locator:
        return self.group.get_by_role("status", name="Notice", exact=True)

    @property
    def alert(self) -> Locator:
        return self.group.get_by_role("alert")
