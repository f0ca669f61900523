"""Log out everywhere: end all that a user's log-ins led to, of whatever kind."""

from dataclasses import dataclass

from examples.auth.refresh import RefreshTokens
from examples.auth.sessions import Sessions
from examples.auth.store_protocol import Store

DJANGO_SESSION = "django-session"
"""The kind under which Django's session engine keeps its sessions."""

OPAQUE = "opaque"
"""The kind under which the opaque tokens are kept."""


@dataclass(frozen=True)
class Everywhere:
    """Everything in one store that a log-in can start.

    A server that has one kind only asks for the others too, and finds none. So a
    hybrid, and two servers with the same store, need nothing more.

    Args:
        store: Store, shared by every server that logs these users in.

    """

    store: Store

    # --8<-- [start:end_all]
    def end_all(self, user: str, keep: str = "") -> None:
        """End the user's sessions and revoke the user's refresh tokens.

        Access tokens end at once where a server looks their family up, as the
        hybrids do. Elsewhere they are valid until they expire.

        Args:
            user: str, whose log-ins end.
            keep: str, the handle of the session that asks. The caller ends it last,
                because only a living session can repeat a request that failed.

        """
        Sessions(self.store).end_all(user, keep)
        Sessions(self.store, kind=DJANGO_SESSION).end_all(user, keep)
        Sessions(self.store, kind=OPAQUE).end_all(user, keep)
        RefreshTokens(self.store).end_all(user, keep)

    # --8<-- [end:end_all]
