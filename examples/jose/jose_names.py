"""Explain the registered header parameters and claims, each with its source."""

from typing import NamedTuple


class Source(NamedTuple):
    """A text to cite: its name and its address."""

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

HEADER_PARAMETERS: dict[str, tuple[str, Source]] = {
    "alg": ("The algorithm of the signature.", rfc(7515, "4.1.1")),
    "jku": ("The address of a key set. Never fetch it.", rfc(7515, "4.1.2")),
    "jwk": ("A public key. Never trust a key from a token.", rfc(7515, "4.1.3")),
    "kid": ("The id of the signing key: a hint, not a proof.", rfc(7515, "4.1.4")),
    "x5u": ("The address of a certificate. Never fetch it.", rfc(7515, "4.1.5")),
    "x5c": ("A certificate chain. Validate it before use.", rfc(7515, "4.1.6")),
    "x5t": ("The SHA-1 thumbprint of a certificate.", rfc(7515, "4.1.7")),
    "x5t#S256": ("The SHA-256 thumbprint of a certificate.", rfc(7515, "4.1.8")),
    "typ": ("The type of the token, such as JWT or at+jwt.", rfc(7515, "4.1.9")),
    "cty": ("The type of the payload. JWT means a nested JWT.", rfc(7515, "4.1.10")),
    "crit": ("Parameters that a verifier must understand.", rfc(7515, "4.1.11")),
    "b64": ("False if the payload is not base64url.", rfc(7797, "3")),
    "enc": ("The algorithm that encrypts the content.", rfc(7516, "4.1.2")),
    "zip": ("The compression applied before encryption.", rfc(7516, "4.1.3")),
    "epk": ("The sender's ephemeral public key.", rfc(7518, "4.6.1.1")),
    "apu": ("The sender, for the key agreement.", rfc(7518, "4.6.1.2")),
    "apv": ("The recipient, for the key agreement.", rfc(7518, "4.6.1.3")),
    "iv": ("The initialization vector of the wrapped key.", rfc(7518, "4.7.1.1")),
    "tag": ("The authentication tag of the wrapped key.", rfc(7518, "4.7.1.2")),
    "p2s": ("The salt for a key derived from a password.", rfc(7518, "4.8.1.1")),
    "p2c": ("The rounds for a key derived from a password.", rfc(7518, "4.8.1.2")),
    "iss": ("A copy of the claim, for encrypted tokens.", rfc(7519, "5.3")),
    "sub": ("A copy of the claim, for encrypted tokens.", rfc(7519, "5.3")),
    "aud": ("A copy of the claim, for encrypted tokens.", rfc(7519, "5.3")),
}

JWE_HEADER_PARAMETERS = {
    **HEADER_PARAMETERS,
    "alg": ("How the content's key is encrypted or agreed on.", rfc(7516, "4.1.1")),
}
"""The same for encrypted tokens, whose `alg` is about key management."""

REGISTERED_CLAIMS: dict[str, tuple[str, Source]] = {
    "iss": ("The issuer of the token.", rfc(7519, "4.1.1")),
    "sub": ("The subject: usually the user.", rfc(7519, "4.1.2")),
    "aud": ("The services that may accept the token.", rfc(7519, "4.1.3")),
    "exp": ("The time at which the token expires.", rfc(7519, "4.1.4")),
    "nbf": ("The time before which the token is not valid.", rfc(7519, "4.1.5")),
    "iat": ("The time at which the token was issued.", rfc(7519, "4.1.6")),
    "jti": ("The token's id, unique at its issuer.", rfc(7519, "4.1.7")),
    "client_id": ("The OAuth client that requested the token.", rfc(8693, "4.3")),
    "scope": ("The permissions of the client.", rfc(8693, "4.2")),
    "act": ("The party that acts for the subject.", rfc(8693, "4.1")),
    "may_act": ("The party that may act for the subject.", rfc(8693, "4.4")),
    "cnf": ("The key that the sender must prove it has.", rfc(7800, "3.1")),
    "roles": ("The subject's roles.", rfc(9068, "2.2.3.1")),
    "groups": ("The subject's groups.", rfc(9068, "2.2.3.1")),
    "entitlements": ("The subject's permissions.", rfc(9068, "2.2.3.1")),
    "events": ("The security events that this token reports.", rfc(8417, "2.2")),
    "toe": ("The time of the event.", rfc(8417, "2.2")),
    "txn": ("The transaction of the event.", rfc(8417, "2.2")),
    "htm": ("The HTTP method that this DPoP proof covers.", rfc(9449, "4.2")),
    "htu": ("The address that this DPoP proof covers.", rfc(9449, "4.2")),
    "ath": ("A hash of the access token.", rfc(9449, "4.2")),
    "nonce": ("The client's random value, against replay.", _ID_TOKEN),
    "auth_time": ("The time at which the user logged in.", _ID_TOKEN),
    "acr": ("The strength of the user's log-in.", _ID_TOKEN),
    "amr": ("The methods of the user's log-in.", rfc(8176, "2")),
    "azp": ("The client that the token was issued to.", _ID_TOKEN),
    "at_hash": ("A hash of the access token.", _openid("CodeIDToken", "3.1.3.6")),
    "c_hash": ("A hash of the code.", _openid("HybridIDToken", "3.3.2.11")),
    "sid": (
        "The user's session at the provider.",
        Source(
            "OpenID Connect Back-Channel Logout §2.4",
            "https://openid.net/specs/openid-connect-backchannel-1_0.html#LogoutToken",
        ),
    ),
    **dict.fromkeys(_PROFILE_CLAIMS, ("The user's profile.", _PROFILE)),
}

DATE_CLAIMS = ("exp", "nbf", "iat", "auth_time", "updated_at", "toe")
"""Claims whose value is a NumericDate, seconds since 1970 (RFC 7519 §2)."""
