"""A demo's last line is what happened: no line is printed for a broken program."""

import pytest

from examples.demos.attempt import attempt, judge


def refuse() -> str:
    raise PermissionError("Not you.")


def test_an_attack_that_gains_something_has_succeeded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    attempt(lambda: "I am admin.", PermissionError)
    assert capsys.readouterr().out == "Attack succeeded: I am admin.\n"


def test_a_refused_attack_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    attempt(refuse, KeyError, PermissionError)
    assert capsys.readouterr().out == "Attack blocked: Not you.\n"


def test_a_broken_program_blocks_no_attack(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PermissionError):
        attempt(refuse, KeyError)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (["changeme"], "Attack succeeded: the secret is known.\n"),
        ([], "Attack blocked: no word fits.\n"),
    ],
)
def test_a_result_is_judged(
    capsys: pytest.CaptureFixture[str], outcome: list[str], said: str
) -> None:
    judge(outcome, "the secret is known.", "no word fits.")
    assert capsys.readouterr().out == said
