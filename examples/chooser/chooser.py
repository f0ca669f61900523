"""JWT, session or both: the rules as one table, and what follows from answers."""

from examples.chooser.rules import advise
from examples.chooser.types import Advice, Answer, Choice, Conflict, Profile, Question

JWT, SESSION, HYBRID = Choice.JWT, Choice.SESSION, Choice.HYBRID
NEED, WISH = True, False

MATRIX = (
    Answer(
        "microservices", "Microservices", JWT, NEED,
        "Each service verifies alone, with a public key.",
        "Each service would have to reach one session store.",
        "Keys to publish, to cache and to rotate without a failed request.",
    ),
    Answer(
        "mobile", "Mobile app", JWT, NEED,
        "The app sets a header and keeps its tokens in the system's key store.",
        "An app can keep a cookie, but it has to manage the cookie itself.",
        "A refresh token on each device, to be rotated at each use.",
    ),
    Answer(
        "spa", "SPA with API", JWT, WISH,
        "The API takes a token; a backend for the front end keeps it.",
        "An API that others call as well is not bound to your cookie.",
        "That backend: the browser itself should hold a session cookie only.",
    ),
    Answer(
        "sso", "SSO across domains", JWT, NEED,
        "Each domain verifies the identity provider's signature.",
        "A cookie does not cross from one domain to another.",
        "One audience for each service, and a logout to carry to all of them.",
    ),
    Answer(
        "web", "Traditional web app", SESSION, NEED,
        "The browser sends the cookie by itself with each page and form.",
        "A page load carries no Authorization header.",
        "A CSRF token on each request that changes something.",
    ),
    Answer(
        "logout", "Need immediate logout", SESSION, NEED,
        "Deleting the entry ends the session at the very next request.",
        "A token works until its expiry, whoever has logged out.",
        "A look-up at each request.",
    ),
    Answer(
        "sensitive", "Store sensitive data", SESSION, WISH,
        "The data stays on your server; the client holds a random id.",
        "Whoever holds a signed token reads its claims.",
        "Memory for each login, and a store to protect.",
    ),
    Answer(
        "simple", "Simple deployment", SESSION, WISH,
        "Your framework has sessions, and one server needs no key management.",
        "Keys, expiry and refresh are yours to run.",
        "A second server will need a shared store.",
    ),
    Answer(
        "both", "High security + scalability", HYBRID, NEED,
        "Services verify alone, and a list takes single tokens back.",
        "One of the two alone gives you either the speed or the revocation.",
        "A list to look up, and a decision for the time when it is away.",
    ),
)  # fmt: skip

QUESTIONS = (
    Question("services", "Number of services", (
        Answer(
            "one-service", "One", SESSION, WISH,
            "One service asks its own store.",
            "With one verifier, a signature replaces a single look-up.",
            "The store is in the way of each request.",
        ),
        Answer("few-services", "A few, run by one team"),
        Answer(
            "many-services", "Many, or run by others", JWT, NEED,
            "Others verify with your public key and see nothing of your store.",
            "You cannot let strangers ask your session store.",
            "An allow-list of audiences, and keys that others cache.",
        ),
    )),
    Question("clients", "Kinds of clients", (
        Answer(
            "browsers", "Browsers only", SESSION, WISH,
            "A browser keeps an HttpOnly cookie where no script can read it.",
            "A token that a page's script can read, an injected script can too.",
            "CSRF protection, since the browser sends cookies by itself.",
        ),
        Answer(
            "apps", "Apps, scripts or services", JWT, WISH,
            "Any HTTP client can send a header.",
            "Each of these clients would have to manage a cookie itself.",
            "Each of them must store a token safely, and refresh it.",
        ),
        Answer(
            "mixed", "Browsers and others", HYBRID, NEED,
            "Pages use a cookie, the API takes a header, one path for each.",
            "One credential for both kinds brings the risks of both.",
            "Two mechanisms to maintain, kept apart by path.",
        ),
    )),
    Question("deadline", "Revocation must count", (
        Answer(
            "at-once", "At once", SESSION, NEED,
            "The store is asked each time, so it has the last word.",
            "A signature cannot tell that its user was locked out.",
            "The store must be up for anybody to get in.",
        ),
        Answer(
            "minutes", "Within minutes", JWT, WISH,
            "A lifetime of as many minutes meets this without a look-up.",
            "You would pay for a look-up that the deadline does not ask for.",
            "Frequent refreshes, and a refresh token to revoke.",
        ),
        Answer("no-deadline", "No deadline"),
    )),
    Question("store", "The store of your team", (
        Answer(
            "shared-store", "Shared by all servers", SESSION, WISH,
            "You run the database or Redis that sessions need.",
            "The look-up that a JWT saves you is one that you can afford.",
            "An outage of the store logs everybody out for its time.",
        ),
        Answer("one-memory", "The memory of one process"),
        Answer(
            "no-store", "None that all servers reach", JWT, NEED,
            "Verification asks no store.",
            "Without a shared store, a second server knows no session.",
            "Nothing can be taken back before its expiry.",
        ),
    )),
    Question("compliance", "Compliance", (
        Answer("no-rule", "No rule that is named here"),
        Answer(
            "asvs-1", "ASVS level 1: logout ends all use", SESSION, NEED,
            "Ending the entry is what v5.0.0-7.4.1 asks of a session.",
            "A plain token fails v5.0.0-7.4.1: it can be used after the logout.",
            "A logout on the server, not just a cleared cookie.",
        ),
        Answer(
            "asvs-3", "ASVS level 3: rights change at once", SESSION, NEED,
            "Rights are read at each request, as v5.0.0-8.3.2 asks.",
            "Rights inside a token are as old as the token.",
            "One more read at each request.",
        ),
    )),
    Question("offline", "Verifiers without a network", (
        Answer("online", "None: all are online"),
        Answer(
            "offline", "Some must verify offline", JWT, NEED,
            "A device verifies with a public key that it already holds.",
            "A device without a network cannot ask the session store.",
            "What it has accepted nobody can take back.",
        ),
    )),
)  # fmt: skip

PROFILES = (
    Profile(
        JWT, "fastapi-jwt",
        "Any service with the key decides alone, without a store.",
        "A token lives until it expires; refresh tokens and keys are yours to run.",
    ),
    Profile(
        SESSION, "fastapi-session",
        "Your server has the last word at each request.",
        "A store that all servers share, and CSRF protection for its cookie.",
    ),
    Profile(
        HYBRID, "fastapi-hybrid",
        "Pages use sessions, the API takes tokens, and a list takes them back.",
        "Two mechanisms, and a look-up at each request to the API.",
    ),
)  # fmt: skip

STATE = frozenset({"logout", "both", "at-once", "asvs-1", "asvs-3"})
CONFLICTS = (
    Conflict(
        STATE, "no-store",
        "To end a login before its expiry takes a store that each server can ask: "
        "plan for one.",
    ),
    Conflict(
        STATE, "offline",
        "Nothing reaches a verifier that is offline: there, the token's expiry is "
        "the deadline.",
    ),
    Conflict(
        STATE, "minutes",
        "You ask for minutes in one answer and for at once in another: the "
        "stricter one was taken.",
    ),
)  # fmt: skip


class Chooser:
    """Recommends by the table above; what a page calls."""

    def recommend(self, codes: list[str]) -> Advice:
        """Judge the answers with these codes.

        Raises:
            ValueError: a code that is not in the table, or two answers to a question.

        """
        return advise(given(codes), PROFILES, CONFLICTS)


def given(codes: list[str]) -> list[Answer]:
    """Find the answers by their codes, in the table's order.

    Raises:
        ValueError: a code that is not in the table, or two answers to a question.

    """
    known = {answer.code: answer for answer in MATRIX}
    for question in QUESTIONS:
        own = {answer.code: answer for answer in question.answers}
        twice = [code for code in own if code in codes]
        if len(twice) > 1:
            raise ValueError(
                f"{question.label} takes one answer, but got {' and '.join(twice)}."
            )
        known |= own
    for code in codes:
        if code not in known:
            raise ValueError(f"There is no answer {code!r}: choose from the form.")
    return [answer for code, answer in known.items() if code in codes]
