"""What an identity provider keeps of clients, codes and log-ins, for Authlib."""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True)
class Client:
    """A registered confidential client, with the methods that Authlib asks for.

    Args:
        client_id: its name.
        secret: SHA-256 of its secret, which has at least 128 random bits.
        redirect_uris: where a code may be sent, compared character by character.
        after_logout: where the browser may be sent after a log-out.
        logout_uri: where this client wants logout tokens; "" for nowhere.

    """

    client_id: str
    secret: bytes = field(repr=False)
    redirect_uris: tuple[str, ...]
    after_logout: tuple[str, ...] = ()
    logout_uri: str = ""

    @property
    def client_metadata(self) -> dict[str, list[str]]:
        """What Authlib's log-out endpoint looks up."""
        return {"post_logout_redirect_uris": list(self.after_logout)}

    def get_default_redirect_uri(self) -> str:
        """Return no address: each request has to name one (RFC 9700 §2.1)."""
        return ""

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return what this client may get of the scope that it asks for."""
        asked = (scope or "").split()
        return " ".join(one for one in ("openid", "orders:read") if one in asked)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Return whether the address is registered (RFC 9700 §4.1.3)."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, given: str) -> bool:
        """Compare the secret in constant time."""
        sent = sha256(given.encode(errors="surrogatepass")).digest()
        return hmac.compare_digest(self.secret, sent)

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """Accept HTTP Basic alone: this client has a secret and must use it."""
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        """Accept the code flow alone (RFC 9700 §2.1.2)."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Accept codes and refresh tokens, and no passwords (RFC 9700 §2.4)."""
        return grant_type in ("authorization_code", "refresh_token")


@dataclass(frozen=True)
class LogIn:
    """A user who is logged in at the provider.

    Args:
        user: who.
        sid: names the session at the provider; clients may know it.
        auth_time: when the user gave the password, in seconds since 1970.

    """

    user: str
    sid: str
    auth_time: int


@dataclass(frozen=True)
class Code:
    """What an authorization code stands for.

    Args:
        client_id: the only client that may use it.
        redirect_uri: where it was sent.
        scope: what was granted.
        nonce: repeated in the ID token.
        code_challenge: of PKCE.
        login: who granted it.
        key: the store's key of this code.

    """

    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    login: LogIn
    key: str = ""
    code_challenge_method: str = "S256"

    def get_redirect_uri(self) -> str:
        """Return where the code was sent."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return what was granted."""
        return self.scope


@dataclass(frozen=True)
class Grant:
    """What a family of refresh tokens stands for.

    Args:
        client_id: the only client that may use it.
        scope: what was granted.
        login: who granted it.
        handle: names the family.
        next_token: the refresh token that replaces the used one; "" at a revocation.

    """

    client_id: str
    scope: str
    login: LogIn
    handle: str
    next_token: str = ""

    def check_client(self, client: Client) -> bool:
        """Return whether the token was issued to this client."""
        return client.client_id == self.client_id

    def get_scope(self) -> str:
        """Return what was granted."""
        return self.scope
