"""Decide between session, JWT and the designs between them by a reader's answers."""

from dataclasses import dataclass

from examples.chooser.rules import RULES
from examples.chooser.types import Given, Outcome, Rule, Side, Strength

BROWSERS = frozenset({"web", "spa"})
CLIENTS = (*sorted(BROWSERS), "mobile")


@dataclass(frozen=True)
class Case:
    """All that the decision depends on.

    Args:
        needs_session: a requirement needs data on the server.
        needs_jwt: a requirement needs a token that can be verified alone.
        yields: the needs for a session all give way to a need for a JWT.
        prefers_jwt: more preferences ask for a JWT than for a session.
        clients: what calls; the clients that you need, else those that you prefer.

    """

    needs_session: bool
    needs_jwt: bool
    yields: bool
    prefers_jwt: bool
    clients: frozenset[str]


# --8<-- [start:decide]
def decide_case(case: Case) -> Outcome:
    """Let needs decide before preferences; a draw is a session."""
    browser, app = case.clients & BROWSERS, "mobile" in case.clients
    opposed = case.needs_session and case.needs_jwt and not case.yields
    if opposed or (browser and app):
        return Outcome.HYBRID
    if case.needs_jwt or (case.prefers_jwt and not case.needs_session):
        return Outcome.JWT
    # A reference on the server: the client decides how it travels.
    if "spa" in case.clients:
        return Outcome.BFF
    return Outcome.OPAQUE if app else Outcome.SESSION


# --8<-- [end:decide]


def case_of(given: Given) -> Case:
    """Sum up what a reader has said.

    Raises:
        ValueError: a code is not in the table.

    """
    rules = {rule.code: rule for rule in RULES}
    for code in given:
        if code not in rules:
            raise ValueError(f"There is no requirement {code!r}: choose from the form.")
    needed = [rules[code] for code, how in given.items() if how is Strength.NEED]
    wanted = [rules[code] for code, how in given.items() if how is Strength.PREFER]
    for_session, for_jwt = of_side(needed, Side.SESSION), of_side(needed, Side.JWT)
    lead = len(of_side(wanted, Side.JWT)) - len(of_side(wanted, Side.SESSION))
    return Case(
        needs_session=bool(for_session),
        needs_jwt=bool(for_jwt),
        yields=bool(for_session) and all(rule.yields for rule in for_session),
        prefers_jwt=lead > 0,
        clients=clients_of(needed) or clients_of(wanted),
    )


def of_side(rules: list[Rule], side: Side) -> list[Rule]:
    """List the rules that ask for a side."""
    return [rule for rule in rules if side in rule.sides]


def clients_of(rules: list[Rule]) -> frozenset[str]:
    """Collect the codes of the rules that name a client."""
    return frozenset(rule.code for rule in rules) & frozenset(CLIENTS)


def decide(given: Given) -> Outcome:
    """Return the outcome for what a reader has said."""
    return decide_case(case_of(given))


def read(text: str) -> dict[str, Strength]:
    """Read what a reader has said from the form that an address has.

    Args:
        text: codes with commas between, each with a strength of its own if it is
            not the usual one, such as `spa,logout:prefer,sso:no`.

    Raises:
        ValueError: a code or a strength is not in the table.

    """
    usual = {rule.code: rule.usual for rule in RULES}
    given = {}
    for part in filter(None, text.replace(" ", "").split(",")):
        code, _, strength = part.partition(":")
        if code not in usual:
            raise ValueError(f"There is no requirement {code!r}: choose from the form.")
        given[code] = Strength(strength) if strength else usual[code]
    return given
