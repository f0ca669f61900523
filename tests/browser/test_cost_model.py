"""The cost model beside the chooser, moved by hand and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visit import renew


@pytest.fixture
def model(shared_page: Page, site: str) -> Locator:
    """Show the cost model with its own numbers."""
    renew(shared_page, f"{site}choose/")
    return shared_page.get_by_role("group", name="Cost model", exact=True)


def field(model: Locator, name: str) -> Locator:
    return model.get_by_role("spinbutton", name=name, exact=True)


def problem(model: Locator) -> Locator:
    return model.get_by_role("status", name="Cost problem")


def cell(model: Locator, way: str, measure: str) -> Locator:
    return model.locator(f'[data-way="{way}"] [data-measure="{measure}"] > span')


def width(model: Locator, way: str, measure: str) -> float:
    bar = model.locator(f'[data-way="{way}"] [data-measure="{measure}"] rect')
    return float((bar.get_attribute("width") or "").removesuffix("%"))


def test_a_slider_moves_the_bars_at_once(model: Locator) -> None:
    users = model.get_by_role("slider", name="Users logged in: slider")
    before = cell(model, "session", "memory_bytes").inner_text()
    users.focus()
    users.press("End")
    expect(field(model, "Users logged in")).to_have_value("1000000")
    expect(users).to_have_attribute("aria-valuetext", "1000000")
    expect(cell(model, "session", "memory_bytes")).to_have_text("576 MiB")
    assert before == "5.76 MiB"
    # The largest bar fills its column, the others are a share of it.
    assert width(model, "hybrid", "memory_bytes") == 98
    assert width(model, "session", "memory_bytes") == pytest.approx(65.2, abs=0.5)


def test_each_number_moves_what_it_should(model: Locator) -> None:
    def texts() -> dict[str, str]:
        return {
            measure: cell(model, way, measure).inner_text()
            for way, measure in (
                ("jwt", "exposure_s"),
                ("session", "wait_ms"),
                ("session", "lookups_per_s"),
                ("jwt", "bandwidth_bytes_per_s"),
                ("jwt", "cpu_cores"),
                ("session", "money"),
            )
        }

    model.get_by_text("More numbers and prices").click()
    for name, value, moved in (
        ("Token lifetime, seconds", "300", {"exposure_s"}),
        ("Way to the store, ms", "5", {"wait_ms"}),
        (
            "Services that check",
            "3",
            {"wait_ms", "lookups_per_s", "bandwidth_bytes_per_s", "cpu_cores", "money"},
        ),
        ("Permissions in a token", "50", {"bandwidth_bytes_per_s"}),
        ("Price of 1 core, a month", "60", {"money"}),
        ("Price of 1 GB of incoming traffic", "1", {"money"}),
    ):
        before = texts()
        field(model, name).fill(value)
        after = texts()
        assert {one for one in after if after[one] != before[one]} == moved, name
    expect(cell(model, "jwt", "exposure_s")).to_have_text("up to 5 min")
    expect(cell(model, "session", "exposure_s")).to_have_text("next request")


def test_two_ways_are_compared_side_by_side(model: Locator) -> None:
    rows = model.locator("tbody tr:visible")
    expect(rows).to_have_count(4)
    model.get_by_role("combobox", name="Compare with").select_option("jwt")
    expect(rows).to_have_count(2)
    assert [row.get_attribute("data-way") for row in rows.all()] == ["session", "jwt"]
    expect(rows.first).to_have_attribute("aria-current", "true")


def test_the_url_keeps_the_numbers_beside_the_answers(model: Locator) -> None:
    page = model.page
    page.get_by_role("checkbox", name="Microservices").check()
    field(model, "Users logged in").fill("1000000")
    field(model, "Users logged in").press("Enter")
    expect(page).to_have_url(re.compile("#choice=microservices&cost=users:1000000$"))
    page.reload()
    expect(field(model, "Users logged in")).to_have_value("1000000")
    expect(cell(model, "session", "memory_bytes")).to_have_text("576 MiB")
    expect(page.get_by_role("checkbox", name="Microservices")).to_be_checked()
    page.go_back()
    expect(field(model, "Users logged in")).to_have_value("10000")
    expect(page.get_by_role("checkbox", name="Microservices")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("checkbox", name="Microservices")).not_to_be_checked()


def test_an_invalid_number_leaves_the_bars_unchanged(model: Locator) -> None:
    before = cell(model, "session", "memory_bytes").inner_text()
    field(model, "Users logged in").fill("-5")
    expect(problem(model)).to_have_text(
        "Users logged in: give a number from 0 up. The bars show earlier numbers."
    )
    assert cell(model, "session", "memory_bytes").inner_text() == before
    field(model, "Users logged in").fill("20000")
    expect(problem(model)).to_be_empty()
    field(model, "Token lifetime, seconds").fill("0")
    expect(problem(model)).to_contain_text("give a number above 0.")


def test_the_error_of_the_model_is_beside_it(model: Locator) -> None:
    expect(model).to_contain_text(re.compile(r"processor \d[\d.]* %, wait \d[\d.]* %"))
