"""Registered header parameters and claims: what each says, and which text says so."""

from typing import NamedTuple


class Source(NamedTuple):
    """A text that may be cited, and its address."""

    label: str
    url: str


def rfc(number: int, section: str) -> Source:
    """Cite a section of an RFC."""
    page = f"https://www.rfc-editor.org/rfc/rfc{number}"
    kind = "section-" if section[0].isdigit() else "appendix-"
    return Source(f"RFC {number} §{section}", f"{page}#{kind}{section}")


def _openid(anchor: str, section: str) -> Source:
    page = "https://openid.net/specs/openid-connect-core-1_0.html"
    return Source(f"OpenID Connect Core §{section}", f"{page}#{anchor}")


_ID_TOKEN = _openid("IDToken", "2")
_PROFILE = _openid("StandardClaims", "5.1")
_PROFILE_CLAIMS = (
    *("name", "given_name", "family_name", "middle_name", "nickname"),
    *("preferred_username", "profile", "picture", "website", "email"),
    *("email_verified", "gender", "birthdate", "zoneinfo", "locale"),
    *("phone_number", "phone_number_verified", "address", "updated_at"),
)

HEADER: dict[str, tuple[str, Source]] = {
    "alg": ("The algorithm of the signature.", rfc(7515, "4.1.1")),
    "jku": ("An address of keys. Never fetch what a token names.", rfc(7515, "4.1.2")),
    "jwk": ("A public key. Never trust one that a token brings.", rfc(7515, "4.1.3")),
    "kid": ("Which key signed. A hint, not a proof.", rfc(7515, "4.1.4")),
    "x5u": ("An address of a certificate. Do not fetch it.", rfc(7515, "4.1.5")),
    "x5c": ("A certificate chain, to be validated first.", rfc(7515, "4.1.6")),
    "x5t": ("The SHA-1 thumbprint of a certificate.", rfc(7515, "4.1.7")),
    "x5t#S256": ("The SHA-256 thumbprint of a certificate.", rfc(7515, "4.1.8")),
    "typ": ("The type of the whole token, JWT or at+jwt.", rfc(7515, "4.1.9")),
    "cty": ("The type of the payload; JWT means a nested one.", rfc(7515, "4.1.10")),
    "crit": ("Parameters that a verifier must understand.", rfc(7515, "4.1.11")),
    "b64": ("False if the payload is not base64url.", rfc(7797, "3")),
    "enc": ("The algorithm that encrypts the content.", rfc(7516, "4.1.2")),
    "zip": ("The compression before the encryption.", rfc(7516, "4.1.3")),
    "epk": ("The sender's ephemeral public key.", rfc(7518, "4.6.1.1")),
    "apu": ("Who sent it, for the key agreement.", rfc(7518, "4.6.1.2")),
    "apv": ("Who receives it, for the key agreement.", rfc(7518, "4.6.1.3")),
    "iv": ("The initialization vector of the key's wrap.", rfc(7518, "4.7.1.1")),
    "tag": ("The authentication tag of the key's wrap.", rfc(7518, "4.7.1.2")),
    "p2s": ("The salt of a key made from a password.", rfc(7518, "4.8.1.1")),
    "p2c": ("The rounds of a key made from a password.", rfc(7518, "4.8.1.2")),
    "iss": ("A copy of the claim, for encrypted tokens.", rfc(7519, "5.3")),
    "sub": ("A copy of the claim, for encrypted tokens.", rfc(7519, "5.3")),
    "aud": ("A copy of the claim, for encrypted tokens.", rfc(7519, "5.3")),
}
ENCRYPTED_HEADER: dict[str, tuple[str, Source]] = HEADER | {
    "alg": ("How the key that encrypts the content is managed.", rfc(7516, "4.1.1")),
}

CLAIMS: dict[str, tuple[str, Source]] = {
    "iss": ("Who issued the token.", rfc(7519, "4.1.1")),
    "sub": ("Whom the token speaks of.", rfc(7519, "4.1.2")),
    "aud": ("For whom it is; all others must refuse it.", rfc(7519, "4.1.3")),
    "exp": ("From then on it must be refused.", rfc(7519, "4.1.4")),
    "nbf": ("Before then it must be refused.", rfc(7519, "4.1.5")),
    "iat": ("When it was issued.", rfc(7519, "4.1.6")),
    "jti": ("Its id, unique to the issuer.", rfc(7519, "4.1.7")),
    "client_id": ("The OAuth client that asked for it.", rfc(8693, "4.3")),
    "scope": ("What the client may do.", rfc(8693, "4.2")),
    "act": ("Who acts for the subject.", rfc(8693, "4.1")),
    "may_act": ("Who may act for the subject.", rfc(8693, "4.4")),
    "cnf": ("The key that the sender must prove.", rfc(7800, "3.1")),
    "roles": ("The subject's roles.", rfc(9068, "2.2.3.1")),
    "groups": ("The subject's groups.", rfc(9068, "2.2.3.1")),
    "entitlements": ("What the subject may do.", rfc(9068, "2.2.3.1")),
    "events": ("What happened, in a security event.", rfc(8417, "2.2")),
    "toe": ("When the event happened.", rfc(8417, "2.2")),
    "txn": ("The transaction that it belongs to.", rfc(8417, "2.2")),
    "htm": ("The HTTP method that a DPoP proof is for.", rfc(9449, "4.2")),
    "htu": ("The address that a DPoP proof is for.", rfc(9449, "4.2")),
    "ath": ("A hash of the access token.", rfc(9449, "4.2")),
    "nonce": ("A value of the client's, against replay.", _ID_TOKEN),
    "auth_time": ("When the user logged in.", _ID_TOKEN),
    "acr": ("How strongly the user logged in.", _ID_TOKEN),
    "amr": ("By which means the user logged in.", rfc(8176, "2")),
    "azp": ("The client that it was issued to.", _ID_TOKEN),
    "at_hash": ("A hash of the access token.", _openid("CodeIDToken", "3.1.3.6")),
    "c_hash": ("A hash of the code.", _openid("HybridIDToken", "3.3.2.11")),
    "sid": (
        "The session at the provider.",
        Source(
            "OpenID Connect Back-Channel Logout §2.4",
            "https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken",
        ),
    ),
    **dict.fromkeys(_PROFILE_CLAIMS, ("The user's profile.", _PROFILE)),
}

DATES = ("exp", "nbf", "iat", "auth_time", "updated_at", "toe")
"""Claims whose value is a NumericDate, seconds since 1970 (RFC 7519 §2)."""
