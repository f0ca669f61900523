"""Carry out an attack, and print as a cell's last line how it ended."""

from collections.abc import Callable


def attempt(attack: Callable[[], str], *refusals: type[Exception]) -> None:
    """Print `Attack succeeded` and what the attack gained, or why it was blocked.

    Any other exception goes on, because a program that breaks blocks no attack.

    Args:
        attack: tries to gain something, and returns what it gained as a phrase.
        refusals: the exceptions with which the attacked code refuses.

    """
    try:
        gained = attack()
    except refusals as refusal:
        print("Attack blocked:", refusal)
    else:
        print("Attack succeeded:", gained)


def judge(outcome: object, gain: str, defence: str) -> None:
    """Print what an attack gained if its outcome is true, else what stopped it."""
    print(f"Attack succeeded: {gain}" if outcome else f"Attack blocked: {defence}")
