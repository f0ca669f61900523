"""The state of an identity provider: log-ins, codes and grants, in one store."""

import json
import secrets
import time
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from examples.auth.clock import Clock
from examples.auth.refresh import RefreshRefusedError, RefreshTokens
from examples.auth.sessions import NoSessionError, Session, Sessions, hash_of
from examples.auth.store_protocol import Store, entry_key
from examples.auth.users import Authenticator
from examples.servers.identity_clients import Client, Code, Grant, LogIn

CODE_LIFETIME = 60.0
"""Seconds: a client uses a code at once (RFC 6749 §4.1.2 allows 10 minutes)."""
DAY = 86_400.0


@dataclass(frozen=True)
class IdentityState:
    """What the provider remembers.

    Args:
        store: shared by all servers of the provider.
        authenticator: checks names and passwords.
        clients: the registered clients, by their names.
        clock: returns seconds since 1970-01-01 UTC.
        day: seconds for which a log-in at the provider lasts.

    """

    store: Store
    authenticator: Authenticator
    clients: dict[str, Client]
    clock: Clock = time.time
    day: float = 28_800.0
    sessions: Sessions = field(init=False)
    refresh: RefreshTokens = field(init=False)

    def __post_init__(self) -> None:
        sessions = Sessions(self.store, self.clock, self.day, self.day, "provider")
        object.__setattr__(self, "sessions", sessions)
        refresh = RefreshTokens(self.store, self.clock, self.day, 30 * DAY)
        object.__setattr__(self, "refresh", refresh)

    def find_login(self, cookie: str | None) -> LogIn | None:
        """Return who is logged in with this cookie, or None."""
        try:
            return _login(self.sessions.find(cookie or ""))
        except NoSessionError:
            return None

    # --8<-- [start:codes]
    def keep_code(self, code: str, held: Code, sid: str) -> None:
        """Keep a code, and remember that this client takes part in the session."""
        key = entry_key("code", hash_of(code))
        self.store.put(key, json.dumps(asdict(held)), CODE_LIFETIME)
        self.store.add(entry_key("clients-of", sid), held.client_id, self.day)

    def use_code(self, code: str, client: Client) -> Code | None:
        """Use a code up, and return what it stands for; None if it is not valid.

        Of several requests with one code, one succeeds. The others end what the
        first one got, because one of them is an attacker (RFC 6749 §4.1.2).
        """
        key = entry_key("code", hash_of(code))
        text = self.store.get(key) or ""
        used = "used " + secrets.token_hex(8)
        if text.startswith("{") and self.store.swap(key, text, used, CODE_LIFETIME):
            held = json.loads(text)
            made = Code(**held | {"login": LogIn(**held["login"]), "key": key})
            return made if made.client_id == client.client_id else None
        self._end_grant_of(key)
        return None

    # --8<-- [end:codes]

    def _end_grant_of(self, key: str) -> None:
        text = self.store.get(f"granted {key}")
        if text is not None:
            self.refresh.end_one(**json.loads(text))

    def start_grant(self, code: Code) -> str:
        """Return the first refresh token of a grant."""
        token, family = self.refresh.start(code.login.user)
        grant = asdict(Grant(code.client_id, code.scope, code.login, family.handle))
        self.store.put(_grant_key(family.handle), json.dumps(grant), 30 * DAY)
        ended_by_reuse = json.dumps({"user": family.user, "handle": family.handle})
        self.store.put(f"granted {code.key}", ended_by_reuse, CODE_LIFETIME)
        return token

    def rotate(self, token: str, client: Client) -> Grant | None:
        """Use a refresh token up, and return its grant with the next token.

        Returns:
            None if the token is not valid, is another client's, or the user has
            logged out at the provider since.

        """
        grant = self.find_grant(token)
        if grant is None or grant.client_id != client.client_id:
            return None
        if self.sessions.peek(grant.login.sid) is None:
            self.refresh.end_one(grant.login.user, grant.handle)
            return None
        try:
            return replace(grant, next_token=self.refresh.rotate(token)[0])
        except RefreshRefusedError:
            return None

    def find_grant(self, token: str) -> Grant | None:
        """Return the grant that a refresh token belongs to, used or not."""
        text = self.store.get(_grant_key(hash_of(token.partition(".")[0])))
        if text is None:
            return None
        held: dict[str, Any] = json.loads(text)
        return Grant(**held | {"login": LogIn(**held["login"])})

    def end_session(self, sid: str) -> list[Client]:
        """End a session of the provider; return the clients that took part in it."""
        session = self.sessions.peek(sid)
        if session is not None:
            self.sessions.end_one(session.user, sid)
        names = self.store.members(entry_key("clients-of", sid))
        return [self.clients[name] for name in sorted(names) if name in self.clients]


def _login(session: Session) -> LogIn:
    return LogIn(session.user, session.handle, int(session.created))


def _grant_key(handle: str) -> str:
    return entry_key("grant", handle)
