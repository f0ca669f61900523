"""Name what a reader may require of a library, by the cells that decide it."""

from collections.abc import Mapping
from typing import Any

REQUIREMENTS: tuple[Mapping[str, Any], ...] = (
    {"name": "logout", "title": "Sign-out must take effect at once",
     "attacks": ["copied-after-logout", "slow-read", "slow-write"]},
    {"name": "everywhere", "title": "Users can sign out everywhere",
     "attacks": ["logout-everywhere"]},
    {"name": "password", "title": "A password change ends other sessions",
     "attacks": ["password-change"]},
    {"name": "locked-out", "title": "A disabled or deleted user is out at once",
     "attacks": ["disabled-user", "deleted-user"]},
    {"name": "fixation", "title": "No session fixation",
     "attacks": ["fixation", "invented-id"]},
    {"name": "absolute", "title": "A session ends, however often it is used",
     "attacks": ["absolute-timeout", "default-lifetime"]},
    {"name": "rotation", "title": "Refresh tokens are single use, also at once",
     "attacks": ["refresh-rotation", "two-refreshes", "eight-refreshes"]},
    {"name": "reuse", "title": "Reuse of a refresh token ends the family",
     "attacks": ["reuse-detection"]},
    {"name": "claims", "title": "Expiry, audience and issuer are required",
     "attacks": ["exp-missing", "audience", "issuer"]},
    {"name": "csrf", "title": "Forged requests of other sites are refused",
     "attacks": ["csrf"]},
    {"name": "secret", "title": "The client can read nothing",
     "attacks": ["readable"]},
    {"name": "digest", "title": "A leaked store is of no use",
     "attacks": ["at-rest"]},
)  # fmt: skip
"""A row meets a requirement if at least one of its cells is held or a fact, and the
others are held, facts or not applicable."""
