"""How answers become a recommendation: needs first, then the most wishes."""

from collections.abc import Sequence

from examples.chooser.types import Advice, Answer, Choice, Conflict, Option, Profile

DEFAULT = "Nothing that you chose needs a token, and a session is less to run."
MEETS_BOTH = "It meets needs that neither of the two meets alone."
ONE_SIDE = "Nothing that you chose needs both mechanisms."


def needs(answers: Sequence[Answer]) -> set[Choice]:
    """Collect the choices that some answer cannot do without."""
    return {answer.favours for answer in answers if answer.need and answer.favours}


# --8<-- [start:decide]
def decide(answers: Sequence[Answer]) -> Choice:
    """Choose: needs decide, opposite ones take both, then wishes count."""
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
    """Recommend a choice with its reasons, and judge all three."""
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
    """List the answers that speak for a choice; a chosen hybrid meets all needs."""
    meets_all = choice == Choice.HYBRID == decide(answers)
    return [a for a in answers if a.favours == choice or (meets_all and a.need)]


def reasons(choice: Choice, answers: Sequence[Answer]) -> list[str]:
    """Say what speaks for a choice."""
    found = [answer.why for answer in backing(choice, answers)]
    both = needs(answers) >= {Choice.JWT, Choice.SESSION}
    return [MEETS_BOTH, *found] if both and choice == Choice.HYBRID else found


def option(profile: Profile, answers: Sequence[Answer]) -> Option:
    """Judge one choice: what speaks for it, and against it, its price included."""
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
