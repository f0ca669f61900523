"""Rows for what is held, and what became of each."""

from examples.auth.store_protocol import entry_key
from examples.panel.rows import compared, row, short, store_row


def test_rows_are_added_changed_and_removed_and_then_forgotten() -> None:
    first = compared([], [row("a", "a", left="1 hour"), row("b", "b"), row("c", "c")])
    assert [one["change"] for one in first] == ["added"] * 3
    now = [row("a", "a", left="59 minutes"), row("b", "b", note="other")]
    second = compared(first, now)
    assert [(one["key"], one["change"]) for one in second] == [
        ("a", ""),
        ("b", "changed"),
        ("c", "removed"),
    ]
    assert [one["key"] for one in compared(second, now)] == ["a", "b"]


def test_an_entry_of_another_kind_is_shown_too() -> None:
    key = entry_key("failed-pair", "alice", "127.0.0.1")
    found = store_row(key, "failed 1800000300.0 ab", 300)
    assert (found["name"], found["note"], found["left"]) == (
        "failed login",
        "of alice at 127.0.0.1",
        "5 minutes",
    )


def test_members_of_one_index_are_rows_of_their_own() -> None:
    key = entry_key("sessions", "alice")
    assert store_row(key, "one", 9)["key"] != store_row(key, "two", 9)["key"]


def test_only_long_values_are_cut() -> None:
    assert (short("123456789"), short("1234567890")) == ("123456789", "12345678…")
