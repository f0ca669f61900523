"""List the attacks; each begins with a control that must succeed.

An attack returns a result, or raises `NotApplicableError` with the reason, or
`BrokenError` if its control fails. Sources: OWASP Session Management sheet, OWASP JSON
Web Token sheet, RFC 8725 (JWT best current practices), RFC 9700 (OAuth security).
"""

import re
import statistics
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from bench.libraries import forge
from bench.libraries.site import (
    BrokenError,
    Browser,
    Exchange,
    NotApplicableError,
    Site,
    cookie_shown,
    dig,
    hidden,
    serve_wsgi,
)
from examples.libraries.adapter import Accounts

type Outcome = Literal["held", "breach", "caution", "info"]

MINUTE, HOUR, DAY = 60, 3600, 86400
TEN_YEARS = 3650 * DAY
LADDER: tuple[int, ...] = (
    MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    2 * HOUR,
    2 * DAY,
    10 * DAY,
    20 * DAY,
)
LADDER += (40 * DAY, 400 * DAY, TEN_YEARS)
ROUNDS = 12


@dataclass
class Result:
    """What came of an attack.

    Args:
        outcome: held, breach, caution, or info for a plain fact.
        words: a phrase for the cell.
        shown: the exchanges that prove it, or lines of text.

    """

    outcome: Outcome
    words: str
    shown: list[Exchange | str] = field(default_factory=list)


@dataclass(frozen=True)
class Attack:
    """One attack of the list.

    Args:
        name: as the page's addresses write it.
        group: of the table that shows it.
        title: the head of its column.
        question: what it asks, in one sentence.
        run: the attack.
        algorithm: the one that the application must sign with.

    """

    name: str
    group: str
    title: str
    question: str
    run: Callable[[Site], Result]
    algorithm: str = "HS256"


ATTACKS: list[Attack] = []
SIGN_OUT, USERS, LIFE, REFRESH = "sign-out", "users", "lifetime", "refresh"
FORGED, KEYS, CLAIMS = "forged", "keys", "claims"
BROWSER, SERVER = "browser", "server"
"""The tables that show the attacks."""


def attack(
    name: str, group: str, title: str, question: str, algorithm: str = "HS256"
) -> Callable[[Callable[[Site], Result]], Callable[[Site], Result]]:
    """Add a function to the list."""

    def add(run: Callable[[Site], Result]) -> Callable[[Site], Result]:
        ATTACKS.append(Attack(name, group, title, question, run, algorithm))
        return run

    return add


def signed_in(site: Site) -> tuple[Browser, Exchange]:
    """Sign in, and check that the copied credential works: the control."""
    browser = site.sign_in()
    done = site.me(browser.credential, "alice")
    must(site.alive(done, browser.person), "The credential does not work", done)
    return browser, done


def must(fine: bool, what: str, done: Exchange) -> None:
    """Raise unless a control succeeded."""
    if not fine:
        raise BrokenError(f"{what}: {done.status} {done.body[:160]}")


def sign_out(site: Site, browser: Browser) -> Exchange:
    """Sign out as the library documents it, and check that it says so."""
    adapter = site.adapter
    assert adapter.logout is not None
    out = browser.send(adapter.logout)
    must(out.ok or out.status == adapter.logout_status, "No sign-out", out)
    if adapter.logout_twice:
        out = browser.send(adapter.logout, credential=browser.refresh)
        must(out.ok, "No sign-out of the refresh token", out)
    return out


def duration(seconds: float) -> str:
    """Write a time in the largest unit that fits it well."""
    for unit, name in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        count = seconds / unit
        if round(count) and abs(count - round(count)) <= 0.02 * count:
            return f"{round(count)} {name}{'' if round(count) == 1 else 's'}"
    return f"{round(seconds)} seconds"


def no_users(site: Site) -> bool:
    """Return whether the library knows no users, so that the application must act."""
    return isinstance(site.adapter.people, Accounts)


def for_credentials(site: Site) -> None:
    """Refuse libraries that only sign."""
    if site.cache["kind"] == "JOSE":
        raise NotApplicableError("A signing library: your application decides")


def lifetime(site: Site) -> float:
    """Measure how long an unused credential works, in seconds; 0: without end."""
    if "lifetime" not in site.cache:
        low = 0.0
        high = 0.0
        for step in LADDER:
            if works_after(site, step):
                low = step
            else:
                high = step
                break
        if high:
            while high - low > max(2, 0.005 * low):
                middle = (high + low) / 2
                low, high = (
                    (middle, high) if works_after(site, middle) else (low, middle)
                )
        site.cache["lifetime"] = (high + low) / 2 if high else 0.0
    found: float = site.cache["lifetime"]
    return found


def works_after(site: Site, seconds: float) -> bool:
    """Return whether a new credential works after some seconds without use."""
    site.clock.reset()
    browser = site.sign_in()
    site.clock.move(seconds)
    done = site.me(browser.credential)
    site.clock.reset()
    site.cache["last"] = done
    return site.alive(done, browser.person)


# --- When it has to end ---


@attack(
    "copied-after-logout",
    SIGN_OUT,
    "Copied credential after sign-out",
    "A thief has copied the credential. Does it work after the user signs out?",
)
def copied_after_logout(site: Site) -> Result:
    for_credentials(site)
    life = lifetime(site)
    browser, control = signed_in(site)
    works = (
        f"works until it expires: {duration(life)}"
        if life
        else "still works after ten years"
    )
    if site.adapter.logout is None:
        return Result("caution", f"No sign-out; {works}", [control])
    copy = browser.credential
    out = sign_out(site, browser)
    done = site.me(copy)
    shown: list[Exchange | str] = [control, out, done]
    if not site.alive(done, browser.person):
        return Result("held", "Dead at once", shown)
    return Result("breach", works.capitalize(), shown)


@attack(
    "refresh-after-logout",
    SIGN_OUT,
    "Copied refresh token after sign-out",
    "Does a copied refresh token still give new tokens after sign-out?",
)
def refresh_after_logout(site: Site) -> Result:
    need_refresh(site)
    if site.adapter.logout is None:
        raise NotApplicableError("No sign-out")
    browser, _ = signed_in(site)
    other, _ = signed_in(site)
    control = site.refresh(other.refresh)
    must(control.ok, "The refresh token does not work", control)
    out = sign_out(site, browser)
    done = site.refresh(browser.refresh, "thief")
    shown: list[Exchange | str] = [control, out, done]
    if done.ok:
        return Result("breach", "Still gives new tokens", shown)
    return Result("held", "Dead at once", shown)


@attack(
    "logout-everywhere",
    SIGN_OUT,
    "Sign out everywhere",
    "Can a user end the sessions of all devices, and does it count at once?",
)
def logout_everywhere(site: Site) -> Result:
    for_credentials(site)
    if site.adapter.logout_all is None:
        raise NotApplicableError("No such call: left to your application")
    person = site.person()
    here, there = site.sign_in(person), site.sign_in(person)
    control = site.me(there.credential, "alice")
    must(site.alive(control, person), "The other device is not signed in", control)
    out = here.send(site.adapter.logout_all)
    must(out.ok, "No sign-out", out)
    done = site.me(there.credential)
    shown: list[Exchange | str] = [control, out, done]
    if not site.alive(done, person):
        return Result("held", "Dead at once", shown)
    if there.refresh:
        again = site.refresh(there.refresh, "thief")
        if not again.ok:
            life = duration(lifetime(site))
            words = f"Refresh token dead, access token works for {life}"
            return Result("caution", words, [*shown, again])
    return Result("breach", "The other device is still signed in", shown)


@attack(
    "password-change",
    USERS,
    "Password change",
    "The user changes the password. Does the session of a thief end?",
)
def password_change(site: Site) -> Result:
    for_credentials(site)
    person = site.person()
    here, there = site.sign_in(person), site.sign_in(person)
    control = site.me(there.credential, "thief")
    must(site.alive(control, person), "The other session does not work", control)
    shown: list[Exchange | str] = [control]
    if site.adapter.change_password:
        change = here.send(site.adapter.change_password)
        must(change.ok or change.status == 401, "The password did not change", change)
        shown.append(change)
    else:
        try:
            site.adapter.people.set_password(person.name, "another-correct-horse")
        except NotImplementedError as error:
            raise NotApplicableError(str(error)) from error
        shown.append("An administrator's code sets another password.")
    person.password = (
        f"{person.password}-new"
        if site.adapter.change_password
        else "another-correct-horse"
    )
    again = site.sign_in(person)
    must(site.alive(site.me(again.credential), person), "New password fails", control)
    done = site.me(there.credential)
    shown.append(done)
    if not site.alive(done, person):
        return Result("held", "They end", shown)
    words = "They go on"
    if no_users(site):
        words += ": your code has to end them"
    return Result("caution" if no_users(site) else "breach", words, shown)


def after_change(site: Site, change: str) -> Result:
    """Disable or delete a user whose credential works."""
    for_credentials(site)
    browser, control = signed_in(site)
    try:
        getattr(site.adapter.people, change)(browser.person.name)
    except NotImplementedError as error:
        raise NotApplicableError(str(error)) from error
    done = site.me(browser.credential)
    shown: list[Exchange | str] = [
        control,
        f"An administrator's code: {change} the user.",
        done,
    ]
    if not site.alive(done, browser.person):
        if done.status >= 500:
            return Result("caution", f"Refused, with an error {done.status}", shown)
        return Result("held", "Refused", shown)
    words = "Still signed in" + (": your code has to look" if no_users(site) else "")
    return Result("caution" if no_users(site) else "breach", words, shown)


@attack(
    "disabled-user",
    USERS,
    "Disabled user",
    "An administrator locks a user out. Does a signed-in user stay in?",
)
def disabled_user(site: Site) -> Result:
    return after_change(site, "disable")


@attack(
    "deleted-user",
    USERS,
    "Deleted user",
    "The record of a user is deleted. Does a signed-in user stay in?",
)
def deleted_user(site: Site) -> Result:
    return after_change(site, "delete")


@attack(
    "deleted-refresh",
    USERS,
    "Refresh of a deleted user",
    "Does a refresh token give new tokens after its user is deleted?",
)
def deleted_refresh(site: Site) -> Result:
    need_refresh(site)
    other, _ = signed_in(site)
    control = site.refresh(other.refresh)
    must(control.ok, "The refresh token does not work", control)
    browser, _ = signed_in(site)
    try:
        site.adapter.people.delete(browser.person.name)
    except NotImplementedError as error:
        raise NotApplicableError(str(error)) from error
    done = site.refresh(browser.refresh)
    shown: list[Exchange | str] = [
        control,
        "An administrator's code deletes the user.",
        done,
    ]
    if done.ok:
        words = "Still gives tokens: your code has to look"
        return Result("caution" if no_users(site) else "breach", words, shown)
    if done.status >= 500:
        return Result("caution", f"Refused, with an error {done.status}", shown)
    return Result("held", "Refused", shown)


def slow_request(site: Site, route: Any) -> Result:
    """Sign out while a request is in flight."""
    for_credentials(site)
    adapter = site.adapter
    if route is None or adapter.logout is None or not adapter.cookie:
        raise NotApplicableError("Requests do not write to this credential's state")
    browser, control = signed_in(site)
    copy = browser.credential
    browser.send(adapter.cart)  # type: ignore[arg-type]
    copy = browser.credential
    adapter.gate.close()
    answers: list[Exchange] = []
    # The slow request leaves before the sign-out, with the cookie of that moment.
    tab = Browser(site, browser.person, jar=dict(browser.jar), csrf=browser.csrf)
    thread = threading.Thread(target=lambda: answers.append(tab.send(route)))
    thread.start()
    reached = adapter.gate.reached.wait(10)
    out = browser.send(adapter.logout)
    dead = site.me(copy)
    adapter.gate.open()
    thread.join(20)
    if not reached or not answers:
        raise BrokenError("The slow request did not reach the application.")
    must(out.ok, "No sign-out", out)
    shown: list[Exchange | str] = [control, out, answers[0]]
    if site.alive(dead, browser.person):
        # The state is in the cookie: only the browser itself matters here.
        if adapter.cookie not in tab.jar or not set_by(answers[0], adapter.cookie):
            done = site.me(browser.credential or "none", "alice")
            return Result("held", "The browser stays signed out", [*shown, done])
        done = site.me(tab.credential, "alice")
        shown.append(done)
        if site.alive(done, browser.person):
            return Result("breach", "The browser is signed in again", shown)
        return Result("held", "The browser stays signed out", shown)
    done = site.me(copy)
    shown.append(done)
    if site.alive(done, browser.person):
        return Result("breach", "The session is alive again", shown)
    words = "Stays dead"
    if answers[0].status >= 400:
        words += f"; the slow request gets {answers[0].status}"
    return Result("held", words, shown)


def set_by(done: Exchange, cookie: str) -> bool:
    """Return whether an answer sets a cookie."""
    return any(
        k.lower() == "set-cookie" and v.startswith(f"{cookie}=")
        for k, v in done.headers
    )


@attack(
    "slow-read",
    SIGN_OUT,
    "Slow read during sign-out",
    "A request that only reads the session ends after the sign-out.",
)
def slow_read(site: Site) -> Result:
    return slow_request(site, site.adapter.slow)


@attack(
    "slow-write",
    SIGN_OUT,
    "Slow write during sign-out",
    "A request that writes to the session ends after the sign-out.",
)
def slow_write(site: Site) -> Result:
    return slow_request(site, site.adapter.slow_cart)


# --- How it begins, and how long it lives ---


@attack(
    "fixation",
    LIFE,
    "Session fixation",
    "A thief plants an anonymous session. Is it the user's after the sign-in?",
)
def fixation(site: Site) -> Result:
    adapter = site.adapter
    if not adapter.cookie or adapter.visit is None:
        raise NotApplicableError("There is no session before the sign-in")
    browser = Browser(site, site.person(), "alice")
    visited = browser.send(adapter.visit)
    planted = browser.credential
    if not planted:
        raise NotApplicableError("This cookie appears only at the sign-in")
    site.sign_in(browser=browser)
    mine = site.me(browser.credential, "alice")
    must(site.alive(mine, browser.person), "Sign-in failed", mine)
    done = site.me(planted)
    shown: list[Exchange | str] = [visited, mine, done]
    if site.alive(done, browser.person):
        return Result("breach", "The id stays the same: fixation works", shown)
    return Result("held", "A new credential at sign-in", shown)


@attack(
    "invented-id",
    LIFE,
    "An id of the attacker's choice",
    "A thief plants an id that the server never issued. Is it adopted?",
)
def invented_id(site: Site) -> Result:
    adapter = site.adapter
    if not adapter.cookie:
        raise NotApplicableError("The client sends no cookie at sign-in")
    invented = "attackers-own-choice-0123456789abcdef"
    browser = Browser(site, site.person(), jar={adapter.cookie: invented})
    site.sign_in(browser=browser)
    mine = site.me(browser.credential, "alice")
    must(site.alive(mine, browser.person), "Sign-in failed", mine)
    done = site.me(invented)
    if site.alive(done, browser.person):
        return Result("breach", "Adopted", [mine, done])
    return Result("held", "Not adopted", [mine, done])


@attack(
    "new-at-login",
    LIFE,
    "Two sign-ins of one user",
    "Do two devices get two credentials, so that one can be ended alone?",
)
def new_at_login(site: Site) -> Result:
    for_credentials(site)
    person = site.person()
    one = site.sign_in(person)
    site.clock.move(2)
    two = site.sign_in(person)
    done = site.me(two.credential, "alice")
    must(site.alive(done, person), "Sign-in failed", done)
    if one.credential == two.credential:
        return Result("caution", "The same on every device", [done])
    return Result("held", "A new one each time", [done])


@attack(
    "second-credential",
    LIFE,
    "A second credential",
    "Does the sign-in also set a cookie, which the sign-out of the token leaves?",
)
def second_credential(site: Site) -> Result:
    for_credentials(site)
    if site.adapter.cookie:
        raise NotApplicableError("The cookie is the credential")
    browser, control = signed_in(site)
    extra = sorted(name for name in browser.jar if "csrf" not in name)
    lines = [hidden(cookie_shown(f"Set-Cookie: {one}")) for one in browser.set_cookies]
    shown: list[Exchange | str] = [control, *lines]
    if not extra:
        return Result("held", "None", shown)
    if site.adapter.logout:
        shown.append(sign_out(site, browser))
        extra = [name for name in extra if name in browser.jar]
    if not extra:
        return Result("held", "A cookie, which the sign-out deletes", shown)
    return Result("caution", f"The cookie {extra[0]}, which stays", shown)


@attack(
    "default-lifetime",
    LIFE,
    "Lifetime without use",
    "How long does a credential work that nobody uses?",
)
def default_lifetime(site: Site) -> Result:
    _, control = signed_in(site)
    life = lifetime(site)
    shown: list[Exchange | str] = [control, "The clock moves on.", site.cache["last"]]
    if not life:
        return Result("breach", "No end: works after ten years", shown)
    return Result("info", duration(life), shown)


@attack(
    "absolute-timeout",
    LIFE,
    "Lifetime in constant use",
    "Does a session end at some time, however often it is used?",
)
def absolute_timeout(site: Site) -> Result:
    for_credentials(site)
    life = lifetime(site)
    if not life:
        raise NotApplicableError("It does not end without use either")
    _, control = signed_in(site)
    step = 0.45 * DAY if site.adapter.refresh else 0.9 * life
    horizon = 60 * DAY if site.adapter.refresh else 400 * DAY
    if life <= 2 * HOUR and not site.adapter.refresh:
        horizon = 20 * DAY
    uses, done = use(site, step, int(horizon / step))
    if uses == int(horizon / step):
        words = f"No end within {round(horizon / DAY)} days"
        return Result("caution", words, [control, done])
    # It worked after `uses` steps, and no longer one step later.
    low, high = 0.0, step
    while high - low > 0.005 * (uses * step + low):
        middle = (low + high) / 2
        last, _ = use(site, step, uses, middle)
        low, high = (middle, high) if last > uses else (low, middle)
    words = f"Ends after {duration(uses * step + (low + high) / 2)}"
    return Result("held", words, [control, done])


def use(site: Site, step: float, count: int, more: float = 0) -> tuple[int, Exchange]:
    """Use a new login at regular intervals.

    Args:
        site: the application.
        step: seconds between two uses.
        count: how often to use it.
        more: seconds after which it is used once more.

    Returns:
        How many uses worked, and the last answer.

    """
    site.clock.reset()
    browser = site.sign_in()
    done = site.me(browser.credential)
    worked = 0
    for pause in [step] * count + ([more] if more else []):
        site.clock.move(pause)
        if site.adapter.refresh:
            done = site.refresh(browser.refresh)
            if not done.ok:
                break
            browser.refresh = new_refresh(site, done) or browser.refresh
        else:
            done = browser.send(site.adapter.me)
            if not site.alive(done, browser.person):
                break
        worked += 1
    site.clock.reset()
    return worked, done


# --- Refresh tokens ---


def need_refresh(site: Site) -> None:
    """Refuse applications without refresh tokens."""
    if site.adapter.refresh is None:
        raise NotApplicableError("No refresh tokens")


def new_refresh(site: Site, done: Exchange) -> str:
    """Return the next refresh token of an answer, empty if there is none."""
    return dig(done.json(), site.adapter.new_refresh)


@attack(
    "refresh-rotation",
    REFRESH,
    "Rotation",
    "Does a refresh give a new refresh token, and does the old one die?",
)
def refresh_rotation(site: Site) -> Result:
    need_refresh(site)
    browser, _ = signed_in(site)
    first = site.refresh(browser.refresh)
    must(first.ok, "The refresh token does not work", first)
    new = new_refresh(site, first)
    site.cache["rotates"] = False
    second = site.refresh(browser.refresh, "thief")
    shown: list[Exchange | str] = [first, second]
    if second.ok and not new:
        return Result("breach", "None: one token until it expires", shown)
    if second.ok:
        return Result("breach", "A new token, but the old one still works", shown)
    site.cache["rotates"] = True
    return Result("held", "Single use", shown)


@attack(
    "reuse-detection",
    REFRESH,
    "A used token comes back",
    "A used refresh token is replayed. Does the whole family of tokens end?",
)
def reuse_detection(site: Site) -> Result:
    need_refresh(site)
    browser, _ = signed_in(site)
    first = site.refresh(browser.refresh, "thief")
    must(first.ok, "The refresh token does not work", first)
    stolen = new_refresh(site, first)
    again = site.refresh(browser.refresh, "alice")
    if again.ok:
        return Result("breach", "Not noticed", [first, again])
    after = site.refresh(stolen, "thief")
    shown: list[Exchange | str] = [first, again, after]
    if after.ok:
        return Result("breach", "Refused, but the thief's new token lives", shown)
    return Result("held", "The family ends", shown)


def at_once(site: Site, count: int) -> Result:
    """Send one refresh token several times at the same moment, in some rounds."""
    need_refresh(site)
    browser, _ = signed_in(site)
    control = site.refresh(browser.refresh)
    must(control.ok, "The refresh token does not work", control)
    if site.refresh(browser.refresh).ok:
        raise NotApplicableError("Not single use, so every one is accepted")
    worst, usable, total = 0, 0, 0
    statuses: set[int] = set()
    for _ in range(ROUNDS):
        browser = site.sign_in()
        answers = race(site, browser, count)
        accepted = [one for one in answers if one.ok]
        statuses |= {one.status for one in answers}
        total += len(accepted)
        alive = [
            t for t in (new_refresh(site, one) for one in accepted)
            if t and site.refresh(t).ok
        ]  # fmt: skip
        worst, usable = max(worst, len(accepted)), max(usable, len(alive))
        if worst > 1 and usable > 1:
            break
    shown: list[Exchange | str] = [control, *answers[:2]]
    if worst > 1 and usable > 1:
        return Result("breach", "More than one chain of tokens lives on", shown)
    if worst > 1:
        return Result("caution", "More than one accepted, one chain lives on", shown)
    if any(status >= 500 for status in statuses):
        return Result("caution", "One accepted, others get an error 500", shown)
    return Result("held", "One accepted", shown)


def race(site: Site, browser: Browser, count: int) -> list[Exchange]:
    """Send one refresh token from several threads that start together."""
    barrier = threading.Barrier(count)
    answers: list[Exchange] = []

    def send() -> None:
        barrier.wait(10)
        answers.append(site.refresh(browser.refresh))

    threads = [threading.Thread(target=send) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answers


@attack(
    "two-refreshes",
    REFRESH,
    "Two refreshes at once",
    "Two tabs send one refresh token at once, in twelve rounds.",
)
def two_refreshes(site: Site) -> Result:
    return at_once(site, 2)


@attack(
    "eight-refreshes",
    REFRESH,
    "Eight refreshes at once",
    "Eight requests send one refresh token at once, in twelve rounds.",
)
def eight_refreshes(site: Site) -> Result:
    return at_once(site, 8)


@attack(
    "refresh-as-access",
    REFRESH,
    "Used as access token",
    "Does the API accept a refresh token?",
)
def refresh_as_access(site: Site) -> Result:
    need_refresh(site)
    browser, control = signed_in(site)
    done = site.me(browser.refresh, note="(this is the refresh token)")
    return yes_no(site, browser, control, done, "Accepted", "Refused")


def yes_no(
    site: Site, browser: Browser, control: Exchange, done: Exchange, yes: str, no: str
) -> Result:
    """Return a breach if the answer shows the user."""
    if site.alive(done, browser.person):
        return Result("breach", yes, [control, done])
    return Result("held", f"{no}: {done.status}", [control, done])


# --- Forged tokens ---


def forged(
    site: Site,
    change: Callable[[dict[str, Any], dict[str, Any]], str],
    note: str,
    bad: Outcome = "breach",
) -> Result:
    """Present a changed token, after a control: a genuine one that we signed anew."""
    name, header, claims = site.genuine()
    control = site.me(
        site.forge(header, claims), "suite", "(a genuine token, signed anew)"
    )
    must(control.status == 200 and name in control.body, "Our signature fails", control)
    done = site.me(change(dict(header), dict(claims)), "thief", note)
    if done.status == 200 and name in done.body:
        return Result(bad, "Accepted", [control, done])
    if done.status >= 500:
        return Result(
            "caution", f"Refused, with an error {done.status}", [control, done]
        )
    return Result("held", f"Refused: {done.status}", [control, done])


@attack(
    "alg-none",
    FORGED,
    "Algorithm none",
    "Is a token without a signature accepted, in any of four spellings?",
)
def alg_none(site: Site) -> Result:
    need_jose(site)
    name, header, claims = site.genuine()
    genuine = site.me(
        site.forge(header, claims), "suite", "(a genuine token, signed anew)"
    )
    must(genuine.status == 200 and name in genuine.body, "Our signature fails", genuine)
    done = genuine
    for spelling in ("none", "None", "NONE", "nOnE"):
        token = forge.unsigned(header | {"alg": spelling}, claims) + "."
        done = site.me(
            token, "thief", f'(header {{"alg": "{spelling}"}}, no signature)'
        )
        if done.status == 200 and name in done.body:
            return Result("breach", f"Accepted: {spelling}", [genuine, done])
    return Result("held", f"Refused: {done.status}", [genuine, done])


def need_key(site: Site) -> None:
    """Refuse applications whose tokens the suite cannot sign."""
    adapter = site.adapter
    if not (adapter.key or adapter.sign or adapter.private_pem):
        raise NotApplicableError("The credential is no signed token")


@attack(
    "tampered",
    FORGED,
    "Changed claims",
    "Is a token accepted whose claims changed after it was signed?",
)
def tampered(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        signature = site.forge(header, claims).rpartition(".")[2]
        return f"{forge.unsigned(header, claims | {'admin': True})}.{signature}"

    need_jose(site)
    return forged(site, change, '(claims with "admin": true, the old signature)')


@attack(
    "public-key-as-secret",
    FORGED,
    "HMAC keyed with the public key",
    "Is an HS256 token accepted whose secret is the server's public key?",
    "RS256",
)
def public_key_as_secret(site: Site) -> Result:
    if site.adapter.public_key is None:
        raise NotApplicableError("The application has no public key")
    browser, control = signed_in(site)
    header, claims = forge.parts(browser.access)
    must(header["alg"] == "RS256", "The server does not sign with RS256", control)
    for key in (site.adapter.public_key, site.adapter.public_key.strip()):
        token = forge.hmac_token(header | {"alg": "HS256"}, claims, key)
        done = site.me(token, "thief", '(header {"alg": "HS256"}, secret: the PEM)')
        if site.alive(done, browser.person):
            break
    return yes_no(site, browser, control, done, "Accepted", "Refused")


@attack(
    "mixed-list",
    KEYS,
    "Public key as secret, both algorithms allowed",
    "The application allows RS256 and HS256 with one key. Is a public key refused "
    "as an HMAC secret, in ten forms?",
)
def mixed_list(site: Site) -> Result:
    verify = site.adapter.verify
    if verify is None:
        raise NotApplicableError("The application sets one algorithm")
    header, claims = {"alg": "HS256", "typ": "JWT"}, {"sub": "alice", "exp": 4102444800}
    secret = b"0123456789abcdef0123456789abcdef"
    try:
        verify(forge.hmac_token(header, claims, secret), secret, ["HS256"])
    except Exception as error:
        raise BrokenError(f"A genuine token is refused: {error!r}") from error
    accepted, refused = [], []
    for form, key in forge.public_forms().items():
        try:
            verify(forge.hmac_token(header, claims, key), key, ["RS256", "HS256"])
            accepted.append(form)
        except Exception as error:
            refused.append(f"{form}: {type(error).__name__}")
    call = 'decode(token, public_key, algorithms=["RS256", "HS256"])'
    shown: list[Exchange | str] = [
        f"{call}; accepted: {', '.join(accepted) or 'none'}; "
        f"refused: {', '.join(refused)}"
    ]
    if accepted:
        kinds = sorted({form.rpartition(" ")[2] for form in accepted})
        if len(accepted) == len(forge.public_forms()):
            return Result("breach", "Accepted in every form", shown)
        return Result("breach", f"Accepted as {' and '.join(kinds)}", shown)
    return Result("held", "Refused in every form", shown)


@attack(
    "foreign-key",
    FORGED,
    "A key that the attacker names",
    "Is a token accepted whose header brings its own key (kid, jwk, jku)?",
    "RS256",
)
def foreign_key(site: Site) -> Result:
    if site.adapter.public_key is None:
        raise NotApplicableError("The application has no public key")
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    browser, control = signed_in(site)
    header, claims = forge.parts(browser.access)
    own = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    numbers = own.public_key().public_numbers()
    jwk = {
        "kty": "RSA",
        "n": forge.encode(numbers.n.to_bytes(256)),
        "e": forge.encode(numbers.e.to_bytes(3)),
        "kid": "attacker",
    }
    pem = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    header |= {"kid": "attacker", "jwk": jwk, "jku": "https://attacker.example/jwks"}
    token = forge.rsa_token(header, claims, pem)
    done = site.me(
        token, "thief", '(header with "kid", "jwk" and "jku" of the attacker)'
    )
    return yes_no(site, browser, control, done, "Accepted", "Refused")


@attack(
    "unknown-crit",
    CLAIMS,
    "Unknown critical header",
    "RFC 7515 section 4.1.11 says to refuse an unknown critical extension.",
)
def unknown_crit(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        return site.forge(header | {"crit": ["policy"], "policy": "strict"}, claims)

    need_jose(site)
    return forged(site, change, '(header with "crit": ["policy"])')


def need_jose(site: Site) -> None:
    """Refuse tokens that have no JOSE header."""
    need_key(site)
    if site.cache["name"] == "pyseto":
        raise NotApplicableError("PASETO has no algorithm header")


@attack(
    "other-hmac",
    FORGED,
    "HS512 under the same key",
    "Is an algorithm accepted that the application did not choose?",
)
def other_hmac(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        assert site.adapter.key
        return forge.hmac_token(header | {"alg": "HS512"}, claims, site.adapter.key)

    need_jose(site)
    if site.adapter.key is None:
        raise NotApplicableError("The application signs with a key pair")
    return forged(site, change, '(header {"alg": "HS512"}, the genuine key)', "caution")


@attack(
    "expired", CLAIMS, "Expired token", "Is a token refused an hour after it expired?"
)
def expired(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        now = int(time.time())
        past: Any = now - HOUR
        if site.cache["name"] == "pyseto":
            past = "2001-01-01T00:00:00+00:00"
        return site.forge(header, claims | {"exp": past})

    need_key(site)
    return forged(site, change, '("exp" an hour ago)')


@attack(
    "exp-missing", CLAIMS, "No expiry", "Is a token accepted that has no exp claim?"
)
def exp_missing(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        claims.pop("exp")
        return site.forge(header, claims)

    need_key(site)
    return forged(site, change, '(no "exp")', "caution")


@attack(
    "audience",
    CLAIMS,
    "A token for another service",
    "Is a token accepted whose aud names another service?",
)
def audience(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        return site.forge(header, claims | {"aud": "https://other.example"})

    need_key(site)
    return forged(site, change, '("aud": "https://other.example")', "caution")


@attack(
    "audience-missing",
    CLAIMS,
    "No audience",
    "The application names its audience. Is a token without aud refused?",
)
def audience_missing(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        claims.pop("aud")
        return site.forge(header, claims)

    need_key(site)
    _, _, claims = site.genuine()
    if "aud" not in claims:
        raise NotApplicableError("This setting names no audience")
    return forged(site, change, '(no "aud")', "caution")


@attack(
    "issuer",
    CLAIMS,
    "A token of another issuer",
    "Is a token accepted whose iss names another issuer?",
)
def issuer(site: Site) -> Result:
    def change(header: dict[str, Any], claims: dict[str, Any]) -> str:
        return site.forge(header, claims | {"iss": "https://other.example"})

    need_key(site)
    return forged(site, change, '("iss": "https://other.example")', "caution")


@attack(
    "other-purpose",
    CLAIMS,
    "A token of another purpose",
    "Is a password-reset token of the same application accepted as login?",
)
def other_purpose(site: Site) -> Result:
    if site.adapter.other_token is None:
        raise NotApplicableError("The quick start has no other kind of token")
    browser, control = signed_in(site)
    token = site.adapter.other_token(browser.person.name)
    done = site.me(token, note="(a token for a password reset)")
    return yes_no(site, browser, control, done, "Accepted", "Refused")


def secret_accepted(site: Site, secret: bytes) -> Result:
    """Sign and verify with a weak secret."""
    accepted = site.adapter.key_accepted
    if accepted is None:
        raise NotApplicableError("No secret of the developer's choice")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            accepted(b"a-strong-secret-of-more-than-32-bytes-for-HS256")
    except Exception as error:
        if site.cache["name"] != "pyseto":
            raise BrokenError(f"A strong secret is refused: {error!r}") from error
    shown = f"secret = {secret.decode()!r}"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            accepted(secret)
        except Exception as error:
            line = f"{shown}: {type(error).__name__}: {error}"
            return Result("held", "Refused", [line[:220]])
    found = [
        w for w in caught
        if re.search(r"(?i)key|secret|length|short", str(w.message))
        and "deprecat" not in str(w.message).lower()
    ]  # fmt: skip
    if found:
        first = found[0]
        line = f"{shown}: {first.category.__name__}: {first.message}"
        return Result("caution", "Accepted, with a warning", [line[:220]])
    return Result("breach", "Accepted silently", [f"{shown}: no warning, no error"])


@attack(
    "weak-secret",
    KEYS,
    "The secret “secret”",
    "Is a secret of six letters refused, or at least warned of?",
)
def weak_secret(site: Site) -> Result:
    return secret_accepted(site, b"secret")


@attack(
    "empty-secret",
    KEYS,
    "An empty secret",
    "Is an empty secret refused, as an unset variable would be?",
)
def empty_secret(site: Site) -> Result:
    return secret_accepted(site, b"")


# --- Browser and server ---


@attack(
    "cookie-flags",
    BROWSER,
    "Cookie attributes",
    "Does the cookie have HttpOnly, Secure and SameSite?",
)
def cookie_flags(site: Site) -> Result:
    flags, line = attributes(site)
    wanted = ("httponly", "secure", "samesite")
    shown = {"httponly": "HttpOnly", "secure": "Secure", "samesite": "SameSite"}
    missing = [shown[one] for one in wanted if one not in flags]
    same = flags.get("samesite", "").capitalize()
    if missing:
        return Result("caution", f"Without {' and '.join(missing)}", [line])
    return Result("held", f"HttpOnly, Secure, {same}", [line])


def attributes(site: Site) -> tuple[dict[str, str], str]:
    """Return the attributes of the cookie, and its line."""
    adapter = site.adapter
    if not adapter.cookie:
        raise NotApplicableError("A header, no cookie")
    browser, _ = signed_in(site)
    lines = [c for c in browser.set_cookies if c.startswith(f"{adapter.cookie}=")]
    if not lines:
        raise BrokenError("No Set-Cookie was seen.")
    pairs = [part.strip().partition("=") for part in lines[-1].split(";")[1:]]
    line = hidden(cookie_shown(f"Set-Cookie: {lines[-1]}"))
    return {name.lower(): value for name, _, value in pairs}, line


@attack(
    "cookie-prefix",
    BROWSER,
    "Cookie prefix __Host-",
    "Is the cookie bound to one host and to HTTPS by its name (RFC 6265bis)?",
)
def cookie_prefix(site: Site) -> Result:
    flags, line = attributes(site)
    if not site.adapter.cookie.startswith("__Host-"):
        return Result("caution", "None", [line])
    sound = "secure" in flags and flags.get("path") == "/" and "domain" not in flags
    if not sound:
        return Result("breach", "The attributes do not fit: browsers refuse it", [line])
    return Result("held", "Yes", [line])


@attack(
    "csrf",
    BROWSER,
    "Forged request of another site",
    "Is a request that changes something refused when another site sends it?",
)
def csrf(site: Site) -> Result:
    adapter = site.adapter
    if not adapter.cookie or adapter.cart is None:
        raise NotApplicableError("A browser sends no header by itself")
    flags, line = attributes(site)
    browser, _ = signed_in(site)
    jar = dict(browser.jar)
    evil = {"Origin": "https://attacker.example", "Content-Type": "text/plain"}
    done = browser.send(adapter.cart, csrf=False, headers=evil)
    browser.jar = jar
    control = browser.send(adapter.cart)
    must(control.ok, "The genuine request fails", control)
    shown: list[Exchange | str] = [line, done, control]
    if not done.ok:
        return Result("held", f"Refused: {done.status}", shown)
    same = flags.get("samesite", "").lower()
    if same in ("lax", "strict"):
        return Result(
            "caution", f"Accepted; only SameSite={same.capitalize()} helps", shown
        )
    return Result("breach", "Accepted, and the cookie has no SameSite", shown)


@attack(
    "readable",
    BROWSER,
    "Data that the client can read",
    "Does the credential itself show what the server knows of the user?",
)
def readable(site: Site) -> Result:
    browser, _ = signed_in(site)
    if site.adapter.cookie and site.adapter.cart:
        browser.send(site.adapter.cart)
    text = forge.readable(browser.credential)
    try:
        _, claims = forge.parts(browser.credential)
    except ValueError:
        claims = {}
    if claims:
        return Result(
            "caution",
            f"Claims: {', '.join(sorted(claims))}",
            ["The token, decoded with base64url."],
        )
    if browser.person.name in text or "book" in text or "_auth_user" in text:
        words = "Everything in the session" if "book" in text else "The user's name"
        return Result("caution", words, ["The cookie, decoded with base64url."])
    if site.cache["kind"] == "signed cookie":
        words = "The user's id"
        return Result("caution", words, ["The cookie has no encryption."])
    return Result("held", "Nothing", ["The credential, decoded with base64url."])


@attack(
    "at-rest",
    SERVER,
    "A leaked copy of the store",
    "Can a thief who reads the store use what is in it?",
)
def at_rest(site: Site) -> Result:
    for_credentials(site)
    adapter = site.adapter
    if "at-rest" in adapter.left_to_you:
        raise NotApplicableError(adapter.left_to_you["at-rest"])
    browser, _ = signed_in(site)
    if adapter.redis:
        redis = site.cache["redis"]
        rows = [k + b" " + dump(redis, k) for k in redis.keys("*")]
        found = b"\n".join(rows)
        where = "All keys and values of Redis"
    elif adapter.stored:
        found, where = adapter.stored(), "All rows of the table"
    else:
        raise NotApplicableError("The server stores nothing of it")
    if not found:
        raise NotApplicableError("The server stores nothing of it")
    secret = browser.refresh or browser.credential
    if secret.encode() in found:
        return Result(
            "caution", "In clear: it can be used", [f"{where} hold the credential."]
        )
    return Result(
        "held", "Only a digest, or part of it", [f"{where} do not hold the credential."]
    )


def dump(redis: Any, key: bytes) -> bytes:
    """Return the value of a key, whatever its type."""
    kind = redis.type(key)
    if kind == b"string":
        return bytes(redis.get(key) or b"")
    if kind == b"hash":
        return repr(redis.hgetall(key)).encode()
    if kind == b"set":
        return repr(redis.smembers(key)).encode()
    if kind == b"zset":
        return repr(redis.zrange(key, 0, -1)).encode()
    return b""


@attack(
    "store-away",
    SERVER,
    "Redis is away",
    "What does a signed-in user get while the store does not answer?",
)
def store_away(site: Site) -> Result:
    for_credentials(site)
    if not site.adapter.redis:
        raise NotApplicableError("Its state is not in Redis")
    browser, control = signed_in(site)
    server = site.cache["server"]
    server.stop()
    try:
        done = browser.send(site.adapter.me)
    finally:
        server.start()
    shown: list[Exchange | str] = [control, "Redis stops.", done]
    cookie = site.adapter.cookie
    if cookie and cookie not in browser.jar:
        return Result(
            "breach", f"Signed out: {done.status}, and the cookie is deleted", shown
        )
    if site.alive(done, browser.person):
        return Result("info", "Goes on: no look-up", shown)
    if done.status == 503:
        return Result("held", "503, the credential is kept", shown)
    if done.status >= 500:
        return Result("caution", f"{done.status}, the credential is kept", shown)
    return Result("breach", f"{done.status}: looks signed out", shown)


@attack(
    "bytes",
    SERVER,
    "Bytes in each request",
    "How many bytes does the credential add to each request?",
)
def bytes_added(site: Site) -> Result:
    browser, _ = signed_in(site)
    adapter = site.adapter
    if adapter.cookie:
        line = f"Cookie: {adapter.cookie}={browser.credential}\r\n"
    else:
        name, template = adapter.header
        line = f"{name}: {template.format(browser.credential)}\r\n"
    return Result(
        "info",
        f"{len(line)} bytes",
        [f"{line.partition(':')[0]} header of GET {adapter.me.path}"],
    )


@attack(
    "cpu",
    SERVER,
    "Processor time of a request",
    "How much processor time does a request take, relative to the same "
    "application without authentication?",
)
def cpu(site: Site) -> Result:
    adapter = site.adapter
    if adapter.public is None:
        raise NotApplicableError("The application has no route without authentication")
    browser, control = signed_in(site)
    blank = site.request(adapter.public, {}, {}, {}, "everybody")
    must(blank.status == 200, "The route without authentication fails", blank)
    empty = no_work(site)
    ratios = []
    for _ in range(5):
        plain = timed(lambda: site.request(adapter.public, {}, {}, {}, "")) - empty  # type: ignore[arg-type]
        signed = timed(lambda: site.me(browser.credential)) - empty
        ratios.append(signed / max(plain, 1e-5))
    ratio = statistics.median(ratios)
    return Result("info", f"{ratio:.1f} times", [blank, control])


def timed(action: Callable[[], object], count: int = 40) -> float:
    """Return the processor time of one call, in seconds."""
    start = time.process_time()
    for _ in range(count):
        action()
    return (time.process_time() - start) / count


def no_work(site: Site) -> float:
    """Return the processor time of the client alone, against a bare server."""
    if "bare" not in site.cache:

        def bare(_environ: Any, start: Any) -> list[bytes]:
            start("200 OK", [("Content-Length", "0")])
            return [b""]

        port, site.port = site.port, serve_wsgi(bare)
        # Half of it, because this server takes about as much as the client.
        site.cache["bare"] = 0.5 * timed(
            lambda: site.request(site.adapter.me, {}, {}, {}, "")
        )
        site.port = port
    found: float = site.cache["bare"]
    return found
