"""The table of requirements that the chooser decides by, and its entry point."""

from examples.chooser.rules import advise
from examples.chooser.types import Advice, Answer, Choice, Conflict, Profile, Question

JWT, SESSION, HYBRID = Choice.JWT, Choice.SESSION, Choice.HYBRID
NEED, WISH = True, False

MATRIX = (
    Answer(
        "microservices", "Microservices", JWT, NEED,
        "Each service verifies tokens by itself with a public key.",
        "Every service would have to reach one session store.",
        "You must publish, cache and rotate keys without failing requests.",
    ),
    Answer(
        "mobile", "Mobile app", JWT, NEED,
        "The app sends a header and keeps its tokens in the system's key store.",
        "An app can keep a cookie, but it has to manage the cookie itself.",
        "Each device needs a refresh token that rotates on every use.",
    ),
    Answer(
        "spa", "SPA with API", JWT, WISH,
        "The API takes a token, and a backend for the front end keeps it.",
        "Other clients of the API do not have your cookie.",
        "You run that backend, because the browser should hold only a session cookie.",
    ),
    Answer(
        "sso", "SSO across domains", JWT, NEED,
        "Each domain verifies the identity provider's signature.",
        "A browser does not send a cookie of one domain to another.",
        "Each service needs its own audience, and a logout must reach all of them.",
    ),
    Answer(
        "web", "Traditional web app", SESSION, NEED,
        "The browser sends the cookie by itself with each page and form.",
        "A page load carries no Authorization header.",
        "Every request that changes something needs a CSRF token.",
    ),
    Answer(
        "logout", "Need immediate logout", SESSION, NEED,
        "The server deletes the session, so the next request is refused.",
        "A token works until it expires, even after a logout.",
        "The server looks the session up on every request.",
    ),
    Answer(
        "sensitive", "Store sensitive data", SESSION, WISH,
        "The data stays on your server, and the client holds a random id.",
        "Anyone who has a signed token can read its claims.",
        "Each login takes memory in a store that you must protect.",
    ),
    Answer(
        "simple", "Simple deployment", SESSION, WISH,
        "Your framework has sessions, and one server needs no key management.",
        "You would have to manage keys, expiry and refresh.",
        "A second server will need a shared store.",
    ),
    Answer(
        "both", "High security + scalability", HYBRID, NEED,
        "Services verify tokens by themselves, and a denylist revokes single tokens.",
        "One of the two alone gives you either the speed or the revocation.",
        "Services look the denylist up, and you decide what they do in an outage.",
    ),
)  # fmt: skip

QUESTIONS = (
    Question("services", "Number of services", (
        Answer(
            "one-service", "One", SESSION, WISH,
            "One service can look sessions up in its own store.",
            "With one verifier, a signature saves only a single look-up.",
            "Every request depends on the store.",
        ),
        Answer("few-services", "A few, run by one team"),
        Answer(
            "many-services", "Many, or run by others", JWT, NEED,
            "Others verify with your public key and need no access to your store.",
            "You cannot give strangers access to your session store.",
            "You maintain an allow-list of audiences, and others cache your keys.",
        ),
    )),
    Question("clients", "Kinds of clients", (
        Answer(
            "browsers", "Browsers only", SESSION, WISH,
            "A browser keeps an HttpOnly cookie where no script can read it.",
            "An injected script can read every token that your own script can read.",
            "You need CSRF protection, because the browser sends cookies by itself.",
        ),
        Answer(
            "apps", "Apps, scripts or services", JWT, WISH,
            "Any HTTP client can send a header.",
            "Each of these clients would have to manage a cookie itself.",
            "Each client must store its token safely and refresh it.",
        ),
        Answer(
            "mixed", "Browsers and others", HYBRID, NEED,
            "Pages use a cookie and the API takes a header, each under its own path.",
            "One credential for both kinds brings the risks of both.",
            "You maintain two mechanisms and keep their paths apart.",
        ),
    )),
    Question("deadline", "Revocation must take effect", (
        Answer(
            "at-once", "At once", SESSION, NEED,
            "The server asks the store every time, so it can revoke at any moment.",
            "A signature cannot show that its user was locked out.",
            "No one can use the application while the store is down.",
        ),
        Answer(
            "minutes", "Within minutes", JWT, WISH,
            "A token that lives for those minutes meets this without a look-up.",
            "You would pay for a look-up that the deadline does not need.",
            "Clients refresh often, and you must be able to revoke refresh tokens.",
        ),
        Answer("no-deadline", "No deadline"),
    )),
    Question("store", "The store of your team", (
        Answer(
            "shared-store", "Shared by all servers", SESSION, WISH,
            "You already run the database or Redis that sessions need.",
            "A JWT saves a look-up that you can afford.",
            "Everyone is logged out while the store is down.",
        ),
        Answer("one-memory", "The memory of one process"),
        Answer(
            "no-store", "None that all servers reach", JWT, NEED,
            "Verification needs no store.",
            "Without a shared store, a second server does not know the sessions.",
            "You cannot revoke a token before it expires.",
        ),
    )),
    Question("compliance", "Compliance", (
        Answer("no-rule", "None of these rules"),
        Answer(
            "asvs-1", "ASVS level 1: logout ends all use", SESSION, NEED,
            "A server that deletes the session at logout meets ASVS 5.0 7.4.1.",
            "A plain token still works after the logout, which fails ASVS 5.0 7.4.1.",
            "The logout must reach the server: clearing the cookie is not enough.",
        ),
        Answer(
            "asvs-3", "ASVS level 3: rights change at once", SESSION, NEED,
            "The server reads the rights on every request, as ASVS 5.0 8.3.2 requires.",
            "The rights in a token are as old as the token.",
            "The server makes one more read on every request.",
        ),
    )),
    Question("offline", "Verifiers without a network", (
        Answer("online", "No, all are online"),
        Answer(
            "offline", "Some must verify offline", JWT, NEED,
            "A device verifies with a public key that it already holds.",
            "A device without a network cannot ask the session store.",
            "You cannot revoke a token at a device that is offline.",
        ),
    )),
)  # fmt: skip

PROFILES = (
    Profile(
        JWT, "fastapi-jwt",
        "Any service with the key verifies tokens by itself, without a store.",
        "A token works until it expires, and you manage refresh tokens and keys.",
    ),
    Profile(
        SESSION, "fastapi-session",
        "Your server can revoke a session at any moment.",
        "All servers share a store, and the cookie needs CSRF protection.",
    ),
    Profile(
        HYBRID, "fastapi-hybrid",
        "Pages use sessions, the API takes tokens, and a denylist revokes them.",
        "You run two mechanisms, and every API request needs a look-up.",
    ),
)  # fmt: skip

NEEDS_STATE = frozenset({"logout", "both", "at-once", "asvs-1", "asvs-3"})
CONFLICTS = (
    Conflict(
        NEEDS_STATE, "no-store",
        "Ending a login before it expires needs a store that every server can reach: "
        "plan for one.",
    ),
    Conflict(
        NEEDS_STATE, "offline",
        "A revocation cannot reach a verifier that is offline. There, only the "
        "token's expiry ends a login.",
    ),
    Conflict(
        NEEDS_STATE, "minutes",
        "One answer asks for a revocation within minutes and another for one at "
        "once. The chooser took the stricter one.",
    ),
)  # fmt: skip


class Chooser:
    """Recommend by the table above. The page calls this class."""

    def recommend(self, codes: list[str]) -> Advice:
        """Return the advice for the answers with these codes.

        Raises:
            ValueError: A code is not in the table, or two answer one question.

        """
        return advise(answers_of(codes), PROFILES, CONFLICTS)


def answers_of(codes: list[str]) -> list[Answer]:
    """Find the answers by their codes, in the table's order.

    Raises:
        ValueError: A code is not in the table, or two answer one question.

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
