"""Write the chooser into its page: it can be read without a script, which runs it."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

from mkdocs.utils import get_relative_url

from snippets import cost_form, model_check
from snippets.example_zip import FOLDER
from snippets.measured import Measured
from snippets.recorder import freshly_imported

SIDES = {"session": "session", "jwt": "JWT"}
WORDS = {"need": "need", "prefer": "preference"}


class Table:
    """The rules of the checkout, and the addresses that they lead to from a page.

    Args:
        root: the checkout.
        page: the address of the page below the site's root.

    """

    def __init__(self, root: Path, page: str) -> None:
        # Imported anew, because a rebuild of `mkdocs serve` must see edits.
        with freshly_imported(root):
            self.rules: Any = import_module("examples.chooser.rules")
            self.decide: Any = import_module("examples.chooser.decide")
        self.page = page
        self.profiles = {one.outcome: one for one in self.rules.PROFILES}

    def address(self, target: str) -> str:
        """Return the address of a link: of another site, or of a page such as x.md."""
        if target.startswith("https:"):
            return target
        name, _, anchor = target.partition("#")
        path = f"{name.removesuffix('.md')}/"
        return get_relative_url(path, self.page) + (f"#{anchor}" if anchor else "")

    def link(self, link: Any) -> dict[str, str]:  # noqa: ANN401 - imported anew
        """Return a link for the page's script."""
        return {"text": link.text, "href": self.address(link.target)}

    def anchor(self, link: Any) -> str:  # noqa: ANN401 - imported anew
        """Return a link as HTML."""
        return f'<a href="{escape(self.address(link.target))}">{escape(link.text)}</a>'

    def zip_of(self, profile: Any) -> str:  # noqa: ANN401 - imported anew
        """Return the address of the example of an outcome."""
        return get_relative_url(f"{FOLDER}/{profile.example}.zip", self.page)

    def alone(self, rule: Any) -> Any:  # noqa: ANN401 - imported anew
        """Return the profile of what is recommended if one rule is all that counts."""
        return self.profiles[self.decide.decide({rule.code: rule.usual})]

    def decisions(self) -> list[str]:
        """Decide every case that there can be; the script only looks the answer up.

        The place of a case is a binary number of its parts, the first one highest:
        needs_session, needs_jwt, yields, prefers_jwt, web, spa, mobile.
        """
        found = []
        for *flags, web, spa, mobile in product((False, True), repeat=7):
            given = {"web": web, "spa": spa, "mobile": mobile}
            clients = frozenset(code for code, calls in given.items() if calls)
            case = self.decide.Case(*flags, clients)
            found.append(self.profiles[self.decide.decide_case(case)].code)
        return found

    def data(self) -> dict[str, Any]:
        """Return what the page's script needs to know."""
        return {
            "rules": [
                {
                    "code": rule.code,
                    "label": rule.label,
                    "sides": list(rule.sides),
                    "said": rule.said,
                    "why": rule.why,
                    "against": rule.against,
                    "proof": self.link(rule.proof),
                    "source": self.link(rule.source),
                    "usual": rule.usual,
                    "yields": rule.yields,
                }
                for rule in self.rules.RULES
            ],
            "questions": [
                {
                    "code": question.code,
                    "text": question.text,
                    "owns": question.owns,
                    "several": question.several,
                    "answers": [vars(answer) for answer in question.answers],
                }
                for question in self.rules.QUESTIONS
            ],
            "first": len(self.rules.FIRST),
            "outcomes": [
                {
                    "code": one.code,
                    "name": one.outcome,
                    "kind": one.kind,
                    "way": one.way,
                    "price": one.price,
                    "zip": self.zip_of(one),
                    "page": self.link(one.page),
                }
                for one in self.rules.PROFILES
            ],
            "decisions": self.decisions(),
            "renamed": self.rules.RENAMED,
            "conflicts": [
                {
                    "some": sorted(one.some),
                    "other": one.other,
                    "sentence": one.sentence,
                }
                for one in self.rules.CONFLICTS
            ],
            "default": {
                "said": self.rules.DEFAULT,
                "proof": self.link(self.rules.DEFAULT_PROOF),
            },
        }


def element(root: Path, page: str) -> str:
    """Write the chooser, its costs and its tables as one line of HTML."""
    table, measured = Table(root, page), Measured(root)
    data = escape(json.dumps(table.data()))
    parts = (
        ruling(table),
        f'<div class="chooser-case">{questions(table)}{answers()}</div>',
        cost_form.form(
            measured, table.profiles.values(), model_check.sentence(measured)
        ),
        matrix(table),
        prices(table, measured),
        '<details class="chooser-record"><summary>The decision record, as it is copied'
        '</summary><pre tabindex="0" aria-label="Decision record in Markdown">'
        "</pre></details>",
    )
    return (
        '<div class="live-host"><auth-chooser role="group" aria-label="Chooser" '
        f'data-table="{data}">{"".join(parts)}</auth-chooser></div>'
    )


def ruling(table: Table) -> str:
    """Write the bar with the answer, as it is before anything has been said."""
    first = table.profiles[table.decide.decide({})]
    return (
        f'<section class="ruling" data-kind="{first.kind}" aria-label="Verdict">'
        f'<i class="sign sign--{first.code}" aria-hidden="true"></i>'
        '<div role="status" aria-label="Recommendation"><p class="ruling-verdict">'
        f"<b>{first.outcome}</b> <span>— {table.rules.DEFAULT}</span></p></div>"
        f'<div class="ruling-tools">{download(table.zip_of(first))}</div></section>'
    )


def download(address: str) -> str:
    """Write the link to an example."""
    return (
        f'<a class="action-button chooser-zip" download href="{address}">'
        "Download the example (.zip)</a>"
    )


def questions(table: Table) -> str:
    """Write the questions, and for readers without a script what each answer means."""
    first, later = table.rules.FIRST, table.rules.LATER
    asked = "".join(ask(table, place, one) for place, one in enumerate(first, start=1))
    more = "".join(
        ask(table, place, one) for place, one in enumerate(later, start=len(first) + 1)
    )
    return (
        '<form class="chooser-asks"><div class="chooser-head">'
        '<h1>Which should you choose?</h1><div class="chooser-switch" '
        'role="radiogroup" aria-label="Show"><label><input type="radio" name="view" '
        'value="all" checked autocomplete="off"> All five</label><label><input '
        'type="radio" name="view" value="one" autocomplete="off"> One at a time</label>'
        f"</div></div>{asked}"
        '<details class="chooser-more"><summary>More questions</summary>'
        f"<div>{more}</div></details></form>"
    )


def ask(table: Table, place: int, question: Any) -> str:  # noqa: ANN401
    """Write one question with its answers; none is selected."""
    name = f"q-{question.code}"
    kind = "checkbox" if question.several else "radio"
    role = "group" if question.several else "radiogroup"
    hint = " <em>Tick all that apply</em>" if question.several else ""
    half = " ask--half" if len(question.answers) == 2 else ""  # noqa: PLR2004
    options = "".join(
        f'<label><input type="{kind}" name="{name}" value="{number}" '
        f'autocomplete="off"><span>{escape(answer.label)}</span>'
        f"{meaning(table, answer.given)}</label>"
        for number, answer in enumerate(question.answers)
    )
    return (
        f'<fieldset class="ask{half}" id="{name}" role="{role}" '
        f'aria-labelledby="{name}-text"><legend><span aria-hidden="true">{place}'
        f'</span><span id="{name}-text">{escape(question.text)}{hint}</span></legend>'
        f'<div class="ask-options">{options}</div></fieldset>'
    )


def meaning(table: Table, given: Mapping[str, str]) -> str:
    """Write what an answer asks for, such as "need: session"."""
    rules = {rule.code: rule for rule in table.rules.RULES}
    code, strength = next(iter(given.items()))
    if strength not in WORDS:
        return "<small>for neither</small>"
    if not rules[code].sides:
        return "<small>decides how it travels</small>"
    side, why = rules[code].sides[0], escape(rules[code].why)
    return (
        f'<small data-kind="{side}">{WORDS[strength]}: <b>{SIDES[side]}</b></small>'
        f'<noscript><small class="ask-why">{why}</small></noscript>'
    )


def answers() -> str:
    """Write the places for the reasons and for what would change the answer."""
    return (
        '<div class="chooser-answers"><section class="chooser-why"><h2>Reasons '
        '<small></small></h2><ul class="chooser-reasons"></ul></section>'
        '<section class="chooser-flips"><h2 tabindex="-1">What would change this?</h2>'
        '<ul></ul></section><p class="chooser-libraries">See which '
        '<a href="../libraries/">libraries of this kind</a> withstood our attacks.</p>'
        '<div class="chooser-exports"></div>'
        "<noscript><p>With JavaScript, this page weighs your answers and shows the "
        "reasons here. Without it, read what each answer asks for: a need decides "
        "before a preference, needs on both sides make a hybrid, and a draw is a "
        "session. The tables below say the same.</p></noscript></div>"
    )


def matrix(table: Table) -> str:
    """Write the decision matrix; each row is a requirement that can be ticked."""
    return (
        '<section class="chooser-matrix"><h2 id="decision-matrix">Decision matrix</h2>'
        "<p>What to choose if one row is the only thing that matters. Tick the rows "
        "that hold for you: the answer above takes them into account.</p>"
        '<table class="chooser-table"><caption>Decision matrix</caption><thead><tr>'
        '<th scope="col">Requirement</th><th scope="col">Common advice</th>'
        '<th scope="col">This guide recommends</th><th scope="col">Why</th>'
        '<th scope="col">Proof</th></tr></thead>'
        f"<tbody>{''.join(rows(table))}</tbody></table></section>"
    )


def rows(table: Table) -> Iterator[str]:
    """Write each row of the matrix."""
    kinds = {str(one.outcome): one for one in table.rules.PROFILES}
    for rule in table.rules.MATRIX:
        own = table.alone(rule)
        yield (
            f'<tr data-row="{rule.code}"><th scope="row"><label><input type="checkbox" '
            f'value="{rule.code}" autocomplete="off"> {escape(rule.label)}</label>'
            f'<select aria-label="{escape(rule.label)}: how much" hidden '
            'autocomplete="off"><option value="need">Need</option>'
            '<option value="prefer">Preference</option></select></th>'
            f'<td data-label="Common advice">{kind(kinds[rule.common])}</td>'
            f'<td data-label="This guide">{kind(own)}</td>'
            f'<td data-label="Why">{escape(rule.why)}</td>'
            f"<td>{table.anchor(rule.proof)}</td></tr>"
        )


def kind(profile: Any) -> str:  # noqa: ANN401 - imported anew
    """Write the name of an outcome with its sign."""
    return (
        f'<span class="kind" data-kind="{profile.kind}">'
        f'<i class="sign sign--{profile.code}" aria-hidden="true"></i>'
        f"<span>{profile.outcome}</span></span>"
    )


def prices(table: Table, measured: Measured) -> str:
    """Write the price list: what each outcome stores, asks, sends and needs."""
    profiles = table.rules.PROFILES
    sizes = {one.code: cost_form.sizes(measured, one.code) for one in profiles}
    lines = [
        ("State", [sizes[one.code]["state"] for one in profiles]),
        ("Look-ups per request", [sizes[one.code]["lookups"] for one in profiles]),
        ("Bytes per request", [sizes[one.code]["bytes"] for one in profiles]),
        ("Exposure after theft", [escape(one.theft) for one in profiles]),
        ("Revocation takes effect", [escape(one.delay) for one in profiles]),
        ("You operate", [escape(one.operate) for one in profiles]),
        ("Read on", [table.anchor(one.page) for one in profiles]),
        (
            "Example",
            [
                f'<a download href="{table.zip_of(one)}">{one.example}.zip</a>'
                for one in profiles
            ],
        ),
    ]
    heads = "".join(
        f'<th scope="col" data-price="{one.code}">{kind(one)}</th>' for one in profiles
    )
    body = "".join(
        f'<tr><th scope="row">{name}</th>'
        + "".join(
            f'<td data-price="{one.code}" data-label="{one.outcome}">{cell}</td>'
            for one, cell in zip(profiles, cells, strict=True)
        )
        + "</tr>"
        for name, cells in lines
    )
    return (
        '<section class="chooser-prices"><h2 id="price-list">What each one costs you'
        "</h2><p>The sizes and look-ups were <a "
        f'href="{table.address("performance.md")}">measured</a> with the servers of '
        "this guide.</p>"
        '<table class="chooser-table"><caption>Price list</caption><thead><tr>'
        '<th scope="col">Price</th>'
        f"{heads}</tr></thead><tbody>{body}</tbody></table></section>"
    )
