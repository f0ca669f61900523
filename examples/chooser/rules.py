"""The table that the chooser decides by: each rule with its reason and its source."""

from examples.chooser.types import (
    Answer,
    Conflict,
    Link,
    Outcome,
    Profile,
    Question,
    Rule,
    Side,
    Strength,
)

NEED, PREFER, NO = Strength.NEED, Strength.PREFER, Strength.NO
SESSION, JWT = (Side.SESSION,), (Side.JWT,)
BOTH: tuple[Side, ...] = (Side.SESSION, Side.JWT)

ASVS = "https://github.com/OWASP/ASVS/blob/v5.0.0_release/5.0/en"
SHEETS = "https://cheatsheetseries.owasp.org/cheatsheets"
BROWSER_APPS = (
    "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-browser-based-apps"
)
TERMINATION = Link(
    "ASVS v5.0.0-7.4.1",
    f"{ASVS}/0x16-V7-Session-Management.md#v74-session-termination",
)

MATRIX = (
    Rule(
        "microservices", "Microservices", JWT,
        "services verify on their own",
        "Each service verifies a token with a public key and needs no look-up.",
        "Every service must reach your store to check a login.",
        Link("Verify with a public key", "when-jwt.md#microservices"),
        Link(
            "OWASP JWT sheet",
            f"{SHEETS}/JSON_Web_Token_Cheat_Sheet.html#public-key-signatures-vs-mac",
        ),
        common="JWT",
    ),
    Rule(
        "mobile", "Mobile app", (),
        "an app calls it",
        "An app sends a header, which carries an opaque token as well as a JWT.",
        "An app would have to manage a cookie by itself.",
        Link("Send both formats in a header", "transport.md#axes"),
        Link("RFC 6750, 2.1", "https://www.rfc-editor.org/rfc/rfc6750#section-2.1"),
        common="JWT",
    ),
    Rule(
        "spa", "SPA with API", SESSION,
        "a single-page app calls it",
        "A backend keeps the tokens, so no script in the page can read them.",
        "Any script in the page can read a token that the page holds.",
        Link("Take a token from the page", "transport.md#storage"),
        Link(
            "OAuth browser-based apps, 6.1",
            f"{BROWSER_APPS}#section-6.1",
        ),
        common="JWT",
    ),
    Rule(
        "sso", "SSO across domains", JWT,
        "other companies' sites take part",
        "Each site verifies a token that is meant for it and shares no store with you.",
        "A browser sends your cookie to no other domain.",
        Link("Take a token elsewhere", "when-jwt.md#single-sign-on"),
        Link("RFC 8725, 3.9", "https://www.rfc-editor.org/rfc/rfc8725#section-3.9"),
        common="JWT",
    ),
    Rule(
        "web", "Traditional web app", SESSION,
        "you render the pages",
        "The browser sends the cookie by itself, and no script can read it.",
        "A page load carries no Authorization header.",
        Link("What the browser sends", "csrf-cors.md#what-samesite-does-and-what-not"),
        Link(
            "OWASP Session sheet",
            f"{SHEETS}/Session_Management_Cheat_Sheet.html#cookies",
        ),
        common="Session",
    ),
    Rule(
        "logout", "Need immediate logout", SESSION,
        "logout must take effect at once",
        "The server looks up every request, so a logout takes effect on the next one.",
        "A JWT works until it expires, even after a logout.",
        Link("Log out, then ask again", "sessions.md#logout-works-at-once"),
        TERMINATION,
        common="Session",
    ),
    Rule(
        "sensitive", "Store sensitive data", SESSION,
        "the login has data to keep from the user",
        "Session data stays on your server, and the client holds a random id.",
        "Anyone who holds a signed token can read its claims.",
        Link("Look for the secret", "when-sessions.md#sensitive-data"),
        Link("RFC 7519, 12", "https://www.rfc-editor.org/rfc/rfc7519#section-12"),
        common="Session",
    ),
    Rule(
        "simple", "Simple deployment", SESSION,
        "one application checks the login",
        "One application has no keys to distribute, and its framework has sessions.",
        "You have to manage keys, expiry and refresh tokens.",
        Link("Count the memory", "when-sessions.md#a-single-server"),
        Link(
            "OWASP JWT sheet",
            f"{SHEETS}/JSON_Web_Token_Cheat_Sheet.html#not-using-jwts",
        ),
        usual=PREFER, yields=True, common="Session",
    ),
    Rule(
        "both", "High security + scalability", BOTH,
        "services verify on their own and revocation works at once",
        "Services verify tokens by themselves, and a denylist revokes single tokens.",
        "One of the two alone gives you either the speed or the revocation.",
        Link("Revoke a token", "hybrid.md#logout-counts-at-once"),
        TERMINATION,
        common="Hybrid",
    ),
)  # fmt: skip
"""The nine rows of the decision matrix."""

MORE = (
    Rule(
        "shared-store", "A store that all servers share", SESSION,
        "all servers share a store",
        "You already run the database or Redis that sessions need.",
        "You run a store anyway, and a JWT saves a look-up that it can afford.",
        Link("Start a second process", "when-sessions.md#two_processes"),
        Link(
            "OWASP JWT sheet",
            f"{SHEETS}/JSON_Web_Token_Cheat_Sheet.html#not-using-jwts",
        ),
        usual=PREFER,
    ),
    Rule(
        "no-store", "No store that all servers reach", JWT,
        "no store reaches all servers",
        "Verification needs no store.",
        "Without a shared store, a second server does not know the sessions.",
        Link("When the store is far away", "performance.md#when-the-store-is-far-away"),
        Link("RFC 9068, 4", "https://www.rfc-editor.org/rfc/rfc9068#section-4"),
    ),
    Rule(
        "asvs-1", "ASVS level 1: logout ends all use", SESSION,
        "ASVS level 1 asks that logout ends all use",
        "A server that deletes the session at logout meets ASVS v5.0.0-7.4.1.",
        "A plain token still works after logout, which fails ASVS v5.0.0-7.4.1.",
        Link("Log out, then ask again", "sessions.md#logout-works-at-once"),
        TERMINATION,
    ),
    Rule(
        "asvs-3", "ASVS level 3: rights change at once", SESSION,
        "ASVS level 3 asks that rights change at once",
        "The server reads the rights on every request, as ASVS v5.0.0-8.3.2 requires.",
        "The rights in a token are as old as the token.",
        Link("Take a role away", "security.md#stale_role"),
        Link(
            "ASVS v5.0.0-8.3.2",
            f"{ASVS}/0x17-V8-Authorization.md#v83-operation-level-authorization",
        ),
    ),
    Rule(
        "offline", "Verifiers without a network", JWT,
        "some verifiers have no network",
        "A device verifies with a public key that it already holds.",
        "A device without a network cannot ask your store.",
        Link("When not to use sessions", "when-sessions.md#when-not"),
        Link("RFC 9068, 4", "https://www.rfc-editor.org/rfc/rfc9068#section-4"),
    ),
)  # fmt: skip
"""Requirements that only the questions beyond the first five ask for."""

RULES = MATRIX + MORE

CLIENT_ANSWERS = (
    Answer("Pages that we render", {"web": NEED}, "you render the pages"),
    Answer("A single-page app", {"spa": NEED}, "a single-page app calls the API"),
    Answer(
        "An app, CLI or server", {"mobile": NEED}, "an app calls the API",
    ),
)  # fmt: skip

FIRST = (
    Question(
        "logout", "Must a logout, a lock-out or a change of role take effect at once?",
        ("logout",), (
        Answer("Yes, it must", {"logout": NEED}, "logout must take effect at once"),
        Answer(
            "I would like it to", {"logout": PREFER}, "logout at once is only a wish",
        ),
        Answer("Within minutes is fine", {"logout": NO}, "logout may take minutes"),
    )),
    Question(
        "check", "Who checks the login on each request, and can they reach your store?",
        ("simple", "microservices"), (
        Answer(
            "One application", {"simple": PREFER},
            "one application checks the login",
        ),
        Answer(
            "Several, and all can", {"microservices": PREFER},
            "several services check the login and all reach your store",
        ),
        Answer(
            "Several, some cannot", {"microservices": NEED},
            "some services cannot reach your store",
        ),
    )),
    Question(
        "client", "What calls the API?", ("web", "spa", "mobile"), CLIENT_ANSWERS,
        several=True,
    ),
    Question(
        "secret", "Any login data the user must not read?", ("sensitive",), (
        Answer("Yes", {"sensitive": NEED}, "the login has data to keep from the user"),
        Answer("No", {"sensitive": NO}, "the login has no data to keep from the user"),
    )),
    Question(
        "sso", "Must it work on other companies' sites?", ("sso",), (
        Answer("Yes", {"sso": NEED}, "other companies' sites take part"),
        Answer("No", {"sso": NO}, "no other company's site takes part"),
    )),
)  # fmt: skip
"""The five questions that come before the first useful answer."""

LATER = (
    Question(
        "store", "Where does the state live today?", ("shared-store", "no-store"), (
        Answer(
            "In a store that all servers share", {"shared-store": PREFER},
            "all servers share a store",
        ),
        Answer("In one process", {"shared-store": NO}, "the state is in one process"),
        Answer("No store reaches all", {"no-store": NEED}, "no store reaches all"),
    )),
    Question(
        "audit", "What does an auditor ask for?", ("asvs-1", "asvs-3"), (
        Answer("None of these", {"asvs-1": NO}, "no auditor asks for it"),
        Answer(
            "ASVS level 1: logout ends all use", {"asvs-1": NEED},
            "an auditor asks for ASVS level 1",
        ),
        Answer(
            "ASVS level 3: rights change at once", {"asvs-3": NEED},
            "an auditor asks for ASVS level 3",
        ),
    )),
    Question(
        "network", "Must some verifiers work without a network?", ("offline",), (
        Answer("Yes", {"offline": NEED}, "some verifiers have no network"),
        Answer("No", {"offline": NO}, "all verifiers have a network"),
    )),
)  # fmt: skip
"""More questions, on demand."""

QUESTIONS = FIRST + LATER

RENAMED = {
    "one-service": "simple",
    "few-services": "microservices:prefer",
    "many-services": "microservices",
    "browsers": "web",
    "apps": "mobile",
    "mixed": "web,mobile",
    "at-once": "logout",
    "minutes": "logout:no",
    "no-deadline": "logout:no",
    "one-memory": "shared-store:no",
    "no-rule": "asvs-1:no",
    "online": "offline:no",
}
"""Maps the codes of older addresses to those of today."""

STATEFUL = frozenset({"logout", "both", "asvs-1", "asvs-3"})
CONFLICTS = (
    Conflict(
        STATEFUL, "no-store",
        "Ending a login before it expires takes a store that every server can reach: "
        "plan for one.",
    ),
    Conflict(
        STATEFUL, "offline",
        "A revocation cannot reach a verifier without a network. There, only the "
        "token's expiry ends a login.",
    ),
)  # fmt: skip

DEFAULT = "nothing you told us asks for more"
DEFAULT_PROOF = Link("Count the memory", "when-sessions.md#a-single-server")

PROFILES = (
    Profile(
        "session", Outcome.SESSION, "session", "fastapi-session", "session",
        "Every request asks the store, and the cookie needs CSRF protection.",
        "Until you end the session, or a timeout does",
        "Next request",
        "A store that all servers share, and a CSRF token",
        Link("Sessions", "sessions.md"),
    ),
    Profile(
        "bff", Outcome.BFF, "session", "bff", "session",
        "Unless your API on the same site is that backend, you run one more service. "
        "The cookie needs CSRF protection.",
        "Until you end the session; scripts never hold a token",
        "Next request",
        "The backend, a store for its sessions and tokens, and a CSRF token",
        Link("A backend for the front end", "servers.md#a-backend-for-the-front-end"),
    ),
    Profile(
        "opaque", Outcome.OPAQUE, "session", "opaque", "opaque",
        "Every request asks the store or the introspection endpoint, and the client "
        "must keep the token safe by itself.",
        "Until you end the token, or a timeout does",
        "Next request",
        "A store, and an introspection endpoint for other services (RFC 7662)",
        Link("Opaque tokens in a header", "servers.md#opaque-tokens-in-a-header"),
    ),
    Profile(
        "jwt", Outcome.JWT, "jwt", "fastapi-jwt", "jwt",
        "A stolen token works until it expires, also after a logout, and you publish "
        "and rotate keys.",
        "Until it expires; a stolen refresh token until its reuse is noticed",
        "At expiry",
        "Keys with rotation, a JWK Set, and a store for refresh tokens",
        Link("JWT", "jwt.md"),
    ),
    Profile(
        "hybrid", Outcome.HYBRID, "hybrid", "fastapi-hybrid", "hybrid",
        "You run two mechanisms: keys with rotation, and a look-up on every request.",
        "Until you end it, or it expires",
        "Next request, where the denylist is checked",
        "A store, keys with rotation, a denylist, and a CSRF token",
        Link("Hybrid", "hybrid.md"),
    ),
)  # fmt: skip
