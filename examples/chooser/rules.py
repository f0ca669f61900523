"""Turn answers into a recommendation: needs decide first, then wishes count."""

from collections.abc import Sequence

from examples.chooser.types import Advice, Answer, Choice, Conflict, Option, Profile

DEFAULT = "None of your answers needs a token, and a session is less work to run."
MEETS_BOTH = "It meets needs that neither sessions nor JWTs meet alone."
ONE_SIDE = "None of your answers needs both mechanisms."


def needs(answers: Sequence[Answer]) -> set[Choice]:
    """Collect the choices that at least one answer needs."""
    return {answer.favours for answer in answers if answer.need and answer.favours}


# --8<-- [start:decide]
def decide(answers: Sequence[Answer]) -> Choice:
    """Let needs decide, answer opposite needs with both, then count wishes."""
    found = needs(answers)
    if len(found) == 1:
        return found.pop()
    if found:
        return Choice.HYBRID
    wishes = [answer.favours for answer in answers]
    tokens = wishes.count(Choice.JWT) > wishes.count(Choice.SESSION)
    return Choice.JWT if tokens else Choice.SESSION


# --8<-- [end:decide]


def advise(
    answers: Sequence[Answer],
    profiles: Sequence[Profile],
    conflicts: Sequence[Conflict],
) -> Advice:
    """Recommend a choice with its reasons, and describe all three.

    Args:
        answers: what the reader said.
        profiles: one for each choice.
        conflicts: the pairs of answers to warn about.

    """
    choice = decide(answers)
    order = sorted(profiles, key=lambda profile: profile.choice != choice)
    codes = {answer.code for answer in answers}
    return {
        "choice": choice,
        "example": order[0].example,
        "reasons": reasons(choice, answers) or [DEFAULT],
        "prices": [a.price for a in backing(choice, answers)] or [order[0].price],
        "warnings": [
            conflict.sentence
            for conflict in conflicts
            if conflict.other in codes and conflict.some & codes
        ],
        "options": [option(profile, answers) for profile in order],
    }


def backing(choice: Choice, answers: Sequence[Answer]) -> list[Answer]:
    """List the answers that favour a choice. A recommended hybrid meets all needs."""
    meets_all = choice == Choice.HYBRID == decide(answers)
    return [a for a in answers if a.favours == choice or (meets_all and a.need)]


def reasons(choice: Choice, answers: Sequence[Answer]) -> list[str]:
    """List the reasons for a choice."""
    found = [answer.why for answer in backing(choice, answers)]
    both = needs(answers) >= {Choice.JWT, Choice.SESSION}
    return [MEETS_BOTH, *found] if both and choice == Choice.HYBRID else found


def option(profile: Profile, answers: Sequence[Answer]) -> Option:
    """Describe one choice: the reasons for it, and those against it with its price."""
    choice = profile.choice
    con = [a.but for a in answers if a.favours not in {None, choice}]
    if choice == Choice.HYBRID:
        con = [] if decide(answers) == choice else [ONE_SIDE]
    return {
        "choice": choice,
        "example": profile.example,
        "pro": reasons(choice, answers) or [profile.gain],
        "con": [*con, profile.price],
    }
