"""What the chooser recommends, for every combination of answers."""

import re
from collections.abc import Iterator
from itertools import combinations, product

import pytest

from examples.chooser.decide import Case, decide, decide_case, read
from examples.chooser.rules import (
    CONFLICTS,
    FIRST,
    LATER,
    MATRIX,
    PROFILES,
    QUESTIONS,
    RENAMED,
    RULES,
)
from examples.chooser.types import Outcome, Profile, Question, Rule, Side, Strength

CODES = {profile.code: profile.outcome for profile in PROFILES}
NEED = Strength.NEED

SITUATIONS = {
    "bank back office": ("logout, simple, web, sensitive, sso:no, asvs-3", "session"),
    "SaaS with a single-page app": ("logout:prefer, simple, spa, sso:no", "bff"),
    "IoT fleet": ("logout:no, microservices, mobile, sso:no, offline", "jwt"),
    "public API with partners": ("logout, simple, mobile, sso:no", "opaque"),
    "mobile game": ("logout:no, simple, mobile, sensitive:no", "opaque"),
    "hospital portal": ("logout, simple, web, sensitive, asvs-1, asvs-3", "session"),
    "internal tools with SSO": ("logout:prefer, web, sso", "hybrid"),
    "e-commerce on one server": ("logout:prefer, simple, web, sso:no", "session"),
    "microservices at a marketplace": ("logout, microservices, web, mobile", "hybrid"),
    "offline kiosk": ("logout:no, no-store, mobile, offline", "jwt"),
}


@pytest.mark.parametrize("name", SITUATIONS)
def test_ten_situations(name: str) -> None:
    said, code = SITUATIONS[name]
    assert decide(read(said)) == CODES[code]


def test_partners_that_must_verify_alone_make_a_hybrid() -> None:
    """With tokens for the partners, and a list for what must end at once."""
    assert decide(read("logout, mobile, sso")) is Outcome.HYBRID


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", "session"),
        # Needs decide, and no number of preferences outweighs one.
        ("microservices, logout:prefer, simple, shared-store", "jwt"),
        ("logout, mobile, microservices:prefer", "opaque"),
        # Without a need, preferences are counted, and a draw is a session.
        ("mobile, microservices:prefer", "jwt"),
        ("mobile, microservices:prefer, logout:prefer", "opaque"),
        ("microservices:prefer", "jwt"),
        # A browser holds no token.
        ("spa, microservices:prefer", "bff"),
        ("web, microservices", "hybrid"),
        # A simple deployment gives way, but not together with another need.
        ("simple:need, microservices", "jwt"),
        ("simple:need, logout, microservices", "hybrid"),
        ("simple:need, microservices:prefer", "session"),
        # What is needed now outweighs a client that may come.
        ("web, mobile:prefer", "session"),
        ("web:prefer, mobile", "opaque"),
        ("web:prefer, mobile:prefer", "hybrid"),
        ("both", "hybrid"),
        ("both:prefer", "session"),
    ],
)
def test_needs_decide_before_preferences(said: str, code: str) -> None:
    assert decide(read(said)) == CODES[code]


def answers_to(question: Question) -> Iterator[dict[str, Strength]]:
    yield {}
    answers = question.answers
    sizes = range(1, len(answers) + 1) if question.several else [1]
    for size in sizes:
        for some in combinations(answers, size):
            yield {code: how for one in some for code, how in one.given.items()}


def test_every_combination_of_answers() -> None:
    """No page is contradicted, and no outcome is out of reach."""
    rules = {rule.code: rule for rule in RULES}
    found = set()
    for answers in product(*map(list, map(answers_to, QUESTIONS))):
        given = {code: how for one in answers for code, how in one.items()}
        outcome = decide(given)
        found.add(outcome)
        needed = {code for code, how in given.items() if how is NEED}
        sides = {side for code in needed for side in rules[code].sides}
        browser, app = needed & {"web", "spa"}, "mobile" in needed
        # when-sessions.md, revocation.md: what must end at once is looked up.
        if needed & {"logout", "asvs-1", "asvs-3", "sensitive"}:
            assert outcome is not Outcome.JWT, given
        # when-jwt.md: who verifies without you gets a token that can be verified.
        if needed & {"microservices", "sso", "no-store", "offline"}:
            assert outcome in {Outcome.JWT, Outcome.HYBRID}, given
        # jwt.md: a browser is a hard place to keep a token.
        if browser:
            assert outcome not in {Outcome.JWT, Outcome.OPAQUE}, given
        # mobile.md: an app sends a header.
        if app:
            assert outcome not in {Outcome.SESSION, Outcome.BFF}, given
        # conclusion.md: "mobile" alone is no reason for a JWT; a hybrid has two.
        if outcome is Outcome.JWT:
            assert given.get("microservices") or Side.JWT in sides, given
        if outcome is Outcome.HYBRID:
            assert len(sides) == 2 or (browser and app), given
        # Each of the two references travels as its client asks.
        assert (outcome is Outcome.BFF) <= ("spa" in needed), given
        assert (outcome is Outcome.OPAQUE) <= app, given
    assert found == set(Outcome)


def test_a_case_that_the_table_lacks_is_a_session() -> None:
    empty = Case(False, False, False, False, frozenset())
    assert decide_case(empty) is Outcome.SESSION


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_why_and_has_proof_and_source(rule: Rule) -> None:
    for sentence in (rule.why, rule.against):
        assert re.fullmatch(r"[A-Z].{10,90}\.", sentence)
    assert re.fullmatch(r"[a-zA-Z].{5,70}[^.]", rule.said)
    assert re.fullmatch(r"[a-z-]+\.md#[\w-]+", rule.proof.target)
    assert rule.source.target.startswith("https://")
    assert re.fullmatch(r"[a-z0-9-]+", rule.code)
    assert bool(rule.common) == (rule in MATRIX)


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.code)
def test_an_outcome_has_its_whole_price(profile: Profile) -> None:
    facts = (profile.price, profile.theft, profile.delay, profile.operate)
    assert all(facts)
    assert {one.outcome for one in PROFILES} == set(Outcome)


def test_five_questions_come_first_and_own_each_rule_once() -> None:
    assert (len(FIRST), len(LATER)) == (5, 3)
    owned = [code for question in QUESTIONS for code in question.owns]
    assert sorted([*owned, "both"]) == sorted(rule.code for rule in RULES)
    for question in QUESTIONS:
        for answer in question.answers:
            assert set(answer.given) <= set(question.owns)
            assert answer.when


def test_the_nine_rows_are_there_by_name() -> None:
    assert [rule.label for rule in MATRIX] == [
        "Microservices",
        "Mobile app",
        "SPA with API",
        "SSO across domains",
        "Traditional web app",
        "Need immediate logout",
        "Store sensitive data",
        "Simple deployment",
        "High security + scalability",
    ]


def test_older_addresses_still_lead_to_an_answer() -> None:
    for today in RENAMED.values():
        assert read(today)
    assert not {*RENAMED} & {rule.code for rule in RULES}


def test_conflicts_name_rules() -> None:
    codes = {rule.code for rule in RULES}
    assert all({*one.some, one.other} <= codes for one in CONFLICTS)


@pytest.mark.parametrize("said", ["x", "web,x:need"])
def test_an_unknown_requirement_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match="There is no requirement 'x': choose from"):
        read(said)
    with pytest.raises(ValueError, match="There is no requirement 'x': choose from"):
        decide({"x": NEED})


def test_an_unknown_strength_is_refused() -> None:
    with pytest.raises(ValueError, match="'much' is not a valid Strength"):
        read("web:much")
