import json
import re
from itertools import product

import pytest

from examples.chooser.chooser import CONFLICTS, MATRIX, PROFILES, QUESTIONS, Chooser
from examples.chooser.rules import DEFAULT, MEETS_BOTH, ONE_SIDE
from examples.chooser.types import Advice, Answer, Conflict, Question

ROWS = {
    "Microservices": "JWT",
    "Mobile app": "JWT",
    "SPA with API": "JWT",
    "SSO across domains": "JWT",
    "Traditional web app": "Session",
    "Need immediate logout": "Session",
    "Store sensitive data": "Session",
    "Simple deployment": "Session",
    "High security + scalability": "Hybrid",
}
ANSWERS = [*MATRIX, *(answer for question in QUESTIONS for answer in question.answers)]
EXAMPLES = {
    "JWT": "fastapi-jwt",
    "Session": "fastapi-session",
    "Hybrid": "fastapi-hybrid",
}


def recommend(*codes: str) -> Advice:
    return Chooser().recommend(list(codes))


def test_the_matrix_has_the_nine_rows() -> None:
    assert {row.label: row.favours for row in MATRIX} == ROWS


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.code)
def test_each_answer_alone_leads_to_what_the_table_says(answer: Answer) -> None:
    advice = recommend(answer.code)
    assert advice["choice"] == (answer.favours or "Session")
    assert advice["reasons"] == [answer.why or DEFAULT]
    assert advice["example"] == EXAMPLES[advice["choice"]]
    assert advice["warnings"] == []
    if answer.favours:
        assert advice["prices"] == [answer.price]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.code)
def test_an_answer_that_leads_somewhere_says_why_and_at_what_price(
    answer: Answer,
) -> None:
    said = [answer.why, answer.but, answer.price]
    assert all(said) if answer.favours else not any(said)
    assert answer.need <= bool(answer.favours)
    for sentence in filter(None, said):
        assert re.fullmatch(r"[A-Z].{10,90}\.", sentence)


def test_codes_are_unique_and_fit_an_address() -> None:
    codes = [answer.code for answer in ANSWERS]
    assert len({*codes}) == len(codes)
    assert all(re.fullmatch("[a-z0-9-]+", code) for code in codes)
    named = {code for c in CONFLICTS for code in [*c.some, c.other]}
    assert named <= {*codes}


@pytest.mark.parametrize(
    ("codes", "choice"),
    [
        ("", "Session"),
        ("microservices logout", "Hybrid"),
        ("mobile web", "Hybrid"),
        ("sso asvs-1", "Hybrid"),
        ("offline at-once", "Hybrid"),
        ("both simple one-service browsers", "Hybrid"),
        ("mixed simple", "Hybrid"),
        # One need outweighs any number of wishes.
        ("microservices sensitive simple browsers shared-store", "JWT"),
        ("spa logout apps minutes", "Session"),
        # Wishes are counted, and a session wins a draw.
        ("spa apps shared-store", "JWT"),
        ("spa simple", "Session"),
        ("few-services one-memory no-deadline no-rule online", "Session"),
    ],
)
def test_needs_decide_before_wishes(codes: str, choice: str) -> None:
    assert recommend(*codes.split())["choice"] == choice


def test_a_hybrid_names_both_needs_and_their_prices() -> None:
    advice = recommend("logout", "microservices", "minutes")
    micro, logout = (row for row in MATRIX if row.code in {"microservices", "logout"})
    assert advice["reasons"] == [MEETS_BOTH, micro.why, logout.why]
    assert advice["prices"] == [micro.price, logout.price]


def test_all_three_are_judged_the_recommended_one_first() -> None:
    advice = recommend("microservices", "sensitive")
    micro, sensitive = (
        row for row in MATRIX if row.code in {"microservices", "sensitive"}
    )
    prices = {str(profile.choice): profile.price for profile in PROFILES}
    gains = {str(profile.choice): profile.gain for profile in PROFILES}
    found = [(o["choice"], o["pro"], o["con"]) for o in advice["options"]]
    assert found == [
        ("JWT", [micro.why], [sensitive.but, prices["JWT"]]),
        ("Session", [sensitive.why], [micro.but, prices["Session"]]),
        ("Hybrid", [gains["Hybrid"]], [ONE_SIDE, prices["Hybrid"]]),
    ]
    assert {o["choice"]: o["example"] for o in advice["options"]} == EXAMPLES
    chosen = recommend("both")["options"][0]
    assert chosen["con"] == [prices["Hybrid"]]


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda conflict: conflict.other)
def test_what_no_choice_can_meet_is_said(conflict: Conflict) -> None:
    own = {a.code for q in QUESTIONS for a in q.answers if conflict.other in ids(q)}
    for code in conflict.some - own:
        assert recommend(code, conflict.other)["warnings"] == [conflict.sentence]


def ids(question: Question) -> set[str]:
    return {answer.code for answer in question.answers}


def test_every_pair_of_answers_gets_advice_that_json_can_hold() -> None:
    for one, two in product(ANSWERS, repeat=2):
        own = [q for q in QUESTIONS if one in q.answers and two in q.answers]
        if one is two or own:
            continue
        advice = recommend(one.code, two.code)
        assert json.loads(json.dumps(advice)) == advice
        assert advice["reasons"]
        assert advice["prices"]


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="There is no answer 'x': choose from the"):
        recommend("microservices", "x")


def test_two_answers_to_one_question_are_refused() -> None:
    with pytest.raises(ValueError, match="takes one answer, but got apps and mixed"):
        recommend("mixed", "apps")
