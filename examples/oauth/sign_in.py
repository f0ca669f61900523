"""Sign in with OpenID Connect: the client's side, without the HTTP requests."""

import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from urllib.parse import urlencode, urlsplit

from jwt.utils import base64url_encode

from examples.auth.clock import Clock
from examples.auth.sessions import hash_of
from examples.auth.store_protocol import Store, entry_key
from examples.auth.token_errors import TokenRejectedError
from examples.auth.tokens import Claims
from examples.auth.wording import shown
from examples.oauth.signed_jwt import Expected, KeySource, verify_signed

LOCAL = ("localhost", "127.0.0.1", "::1")


class SignInError(ValueError):
    """The log-in cannot go on; `str()` says why and what to do."""


@dataclass(frozen=True)
class Provider:
    """An identity provider's addresses, from its discovery document.

    Args:
        issuer: its name, which each of its tokens repeats in `iss`.
        authorization_endpoint: where the browser is sent to log in.
        token_endpoint: where the client exchanges the code.
        jwks_uri: the public keys.
        revocation_endpoint: ends a refresh token; "" if there is none.
        end_session_endpoint: ends the session at the provider; "" if there is none.
        sends_iss: whether its answers name it (RFC 9207 §3).

    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    revocation_endpoint: str = ""
    end_session_endpoint: str = ""
    sends_iss: bool = False


def read_provider(document: Mapping[str, object], issuer: str) -> Provider:
    """Read a discovery document (OpenID Connect Discovery §4.3).

    Args:
        document: the JSON of `{issuer}/.well-known/openid-configuration`.
        issuer: the provider that you configured.

    Raises:
        SignInError: the document is another provider's, or an address is missing
            or not https.

    """
    if document.get("issuer") != issuer:
        raise SignInError(f"The document is of {shown(document.get('issuer'))}.")
    required = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    optional = ("revocation_endpoint", "end_session_endpoint")
    names = [*required, *(name for name in optional if name in document)]
    sends_iss = document.get("authorization_response_iss_parameter_supported") is True
    addresses = {name: _address(name, document.get(name)) for name in names}
    return Provider(issuer, **addresses, sends_iss=sends_iss)


@dataclass(frozen=True)
class Attempt:
    """One log-in between its two redirects.

    Args:
        browser: hash of the cookie of the browser that began it.
        nonce: what the ID token must repeat.
        verifier: the secret of PKCE, which only this server knows.
        issuer: the provider that the browser was sent to.
        then: the path on this site to go to afterwards.
        max_age: seconds, how old the user's log-in may be; None for any.
        session: names the session that the new one replaces; "" for none.

    """

    browser: str
    nonce: str
    verifier: str
    issuer: str
    then: str
    max_age: int | None = None
    session: str = ""


@dataclass(frozen=True)
class SignIn:
    """The log-ins of one client at one provider.

    Args:
        store: keeps the attempts; shared by all servers of the client.
        provider: where users log in.
        keys: the provider's public keys.
        client_id: the name of this client at the provider.
        redirect_uri: where the provider sends the browser back, as registered.
        scope: what to ask for; `openid` makes it OpenID Connect.
        clock: returns seconds since 1970-01-01 UTC.
        patience: seconds that a user may take to log in.
        leeway: seconds by which the clocks of both may differ.

    """

    store: Store
    provider: Provider
    keys: KeySource
    client_id: str
    redirect_uri: str
    scope: str = "openid"
    clock: Clock = time.time
    patience: float = 600
    leeway: int = 30

    def begin(
        self,
        browser: str,
        then: str = "/",
        max_age: int | None = None,
        session: str = "",
    ) -> str:
        """Return the address to send the browser to (OpenID Connect §3.1.2.1).

        Args:
            browser: a random cookie, so that only this browser can finish.
            then: the path of this site to return to, and no other address.
            max_age: seconds; an older log-in has to be repeated.
            session: names the session that the new one will replace.

        """
        state = secrets.token_urlsafe(32)
        attempt = Attempt(
            hash_of(browser), secrets.token_urlsafe(32), secrets.token_urlsafe(48),
            self.provider.issuer, local_path(then), max_age, session,
        )  # fmt: skip
        key = entry_key("sign-in", hash_of(state))
        self.store.put(key, json.dumps(asdict(attempt)), self.patience)
        return f"{self.provider.authorization_endpoint}?{self._query(state, attempt)}"

    def _query(self, state: str, attempt: Attempt) -> str:
        more = {} if attempt.max_age is None else {"max_age": str(attempt.max_age)}
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": self.scope,
            "state": state,  # comes back with the code
            "nonce": attempt.nonce,  # comes back inside the ID token
            "code_challenge": challenge_of(attempt.verifier),
            "code_challenge_method": "S256",
        }
        return urlencode(query | more)

    def finish(self, answer: Mapping[str, str], browser: str) -> tuple[str, Attempt]:
        """Return the code of the answer, and the attempt that it belongs to.

        Args:
            answer: the query of the redirect back to this client.
            browser: the cookie that `begin` was given.

        Raises:
            SignInError: the answer belongs to no attempt of this browser, to
                another provider, or it reports an error.

        """
        # --8<-- [start:finish]
        attempt = self._used_up(answer.get("state", ""))
        if not hmac.compare_digest(attempt.browser, hash_of(browser)):
            raise SignInError("Another browser began this log-in: begin again.")
        silent = not self.provider.sends_iss and "iss" not in answer
        if answer.get("iss") != attempt.issuer and not silent:  # RFC 9207 §2.4
            raise SignInError("The answer is of another provider: begin again.")
        if "error" in answer or not answer.get("code"):
            error = shown(answer.get("error", "no code"))
            raise SignInError(f"The provider answers {error}: begin again.")
        return answer["code"], attempt
        # --8<-- [end:finish]

    def _used_up(self, state: str) -> Attempt:
        key = entry_key("sign-in", hash_of(state))
        text = self.store.get(key)
        # Of several requests with this state, one can write its own random value.
        own = "used " + secrets.token_hex(8)
        if (
            text is None
            or text.startswith("used")
            or not self.store.swap(key, text, own, self.patience)
        ):
            raise SignInError("This log-in was finished, or it expired: begin again.")
        return Attempt(**json.loads(text))

    # --8<-- [start:id_token]
    def verify(self, id_token: str, attempt: Attempt) -> Claims:
        """Return the claims of an ID token (OpenID Connect §3.1.3.7).

        Raises:
            TokenError: another issuer, client or log-in, expired, or forged.

        """
        required = ("sub", "aud", "exp", "iat", "nonce")
        # An ID token has the type JWT or none. An access token has another one.
        expected = Expected(
            self.provider.issuer, self.client_id, ("jwt", ""), required, self.leeway
        )
        claims = verify_signed(id_token, self.keys, expected, self.clock())
        if claims["aud"] not in (self.client_id, [self.client_id]):
            raise _rejected("it is for other clients as well")
        if claims["nonce"] != attempt.nonce:
            raise _rejected("its nonce is not that of this log-in")
        self._check_age(claims, attempt.max_age)
        return claims

    # --8<-- [end:id_token]

    def _check_age(self, claims: Claims, max_age: int | None) -> None:
        if max_age is None:
            return
        logged_in = claims.get("auth_time")
        if isinstance(logged_in, bool) or not isinstance(logged_in, int | float):
            raise _rejected("it does not say when the user logged in")
        if self.clock() - logged_in > max_age + self.leeway:
            raise _rejected("the user did not log in again")


def challenge_of(verifier: str) -> str:
    """Return the code challenge S256 of a verifier (RFC 7636 §4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii", "replace")).digest()
    return base64url_encode(digest).decode()


def local_path(then: str) -> str:
    r"""Return the path if it stays on this site, else "/": no open redirect.

    A browser takes `//evil.example` and `/\evil.example` for another host.
    """
    safe = then.startswith("/") and not then.startswith(("//", "/\\"))
    return then if safe and then.isascii() and then.isprintable() else "/"


def _address(name: str, value: object) -> str:
    try:
        parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
    except ValueError:  # for example `https://[`
        parts = urlsplit("")
    local = parts.scheme == "http" and parts.hostname in LOCAL
    if not (local or (parts.scheme == "https" and parts.hostname)):
        raise SignInError(f"The {name} {shown(value)} must be an https address.")
    return str(value)


def _rejected(fault: str) -> TokenRejectedError:
    return TokenRejectedError("bad ID token", f"The ID token is wrong: {fault}.")
