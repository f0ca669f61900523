"""Bind a session to a device: the server's side of Device Bound Session Credentials.

The browser makes a key pair that it cannot export, registers the public half, and
signs a challenge each time the short-lived cookie has to be renewed. This module
holds the decisions. It leaves out the headers and the JSON around them (W3C draft
"Device Bound Session Credentials").
"""

import json
import secrets
from dataclasses import dataclass

from examples.auth.sessions import hash_of
from examples.auth.signing_keys import Jwk
from examples.auth.store_protocol import Store, entry_key
from examples.auth.token_errors import TokenRejectedError
from examples.auth.wording import shown
from examples.oauth.key_proofs import key_in_header, verify_proof

TYPE = "dbsc+jwt"


@dataclass(frozen=True)
class BoundSessions:
    """Sessions whose cookie must be renewed with the key of one device.

    Args:
        store: shared by all servers that have these sessions.
        cookie_lifetime: seconds for which a stolen cookie works.
        challenge_lifetime: seconds for which a challenge can be answered.
        lifetime: seconds for which a session can be renewed.

    """

    store: Store
    cookie_lifetime: float = 600
    challenge_lifetime: float = 120
    lifetime: float = 28_800

    def challenge(self, session: str = "") -> str:
        """Return a value for the browser to sign once, for one session or a new one."""
        made = secrets.token_urlsafe(32)
        key = entry_key("dbsc-challenge", hash_of(session), hash_of(made))
        self.store.put(key, "open", self.challenge_lifetime)
        return made

    def register(self, user: str, proof: str) -> tuple[str, str]:
        """Start a session with the key in the proof's header.

        Returns:
            The session's identifier, which is no secret, and the first cookie.

        Raises:
            TokenRejectedError: the proof is wrong, or its challenge is not open.

        """
        jwk = key_in_header(proof)
        self._check_challenge("", verify_proof(proof, jwk, TYPE, "jti")["jti"])
        session, kept = secrets.token_urlsafe(16), {"user": user, "jwk": jwk}
        self.store.put(entry_key("dbsc", session), json.dumps(kept), self.lifetime)
        return session, self._new_cookie(session)

    # --8<-- [start:refresh]
    def refresh(self, session: str, proof: str) -> str:
        """Return a new cookie, if the key that was registered signed the proof.

        Raises:
            TokenRejectedError: the session has ended, another key signed the proof,
                or its challenge is not open.

        """
        jti = verify_proof(proof, self._key_of(session), TYPE, "jti")["jti"]
        self._check_challenge(session, jti)
        return self._new_cookie(session)

    # --8<-- [end:refresh]

    def user_of(self, cookie: str) -> str | None:
        """Return whose cookie this is, or None if it expired or its session ended."""
        session = self.store.get(entry_key("dbsc-cookie", hash_of(cookie)))
        held = None if session is None else self.store.get(entry_key("dbsc", session))
        return None if held is None else str(json.loads(held)["user"])

    def end(self, session: str) -> None:
        """Log out: refuse every cookie of the session and each renewal."""
        self.store.delete(entry_key("dbsc", session))

    def _key_of(self, session: str) -> Jwk:
        held = self.store.get(entry_key("dbsc", session))
        if held is None:
            raise TokenRejectedError("no session", "The session has ended: log in.")
        jwk: Jwk = json.loads(held)["jwk"]
        return jwk

    def _check_challenge(self, session: str, given: object) -> None:
        key = entry_key("dbsc-challenge", hash_of(session), hash_of(str(given)))
        # Of several answers to one challenge, one can write its own random value.
        own = secrets.token_hex(8)
        if not self.store.swap(key, "open", own, self.challenge_lifetime):
            raise TokenRejectedError(
                "no open challenge",
                f"The challenge {shown(given)} was used, expired or never sent.",
            )

    def _new_cookie(self, session: str) -> str:
        cookie = secrets.token_urlsafe(32)
        key = entry_key("dbsc-cookie", hash_of(cookie))
        self.store.put(key, session, self.cookie_lifetime)
        return cookie
