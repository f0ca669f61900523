"""A warning: a sentence, the text that it rests on, and the guide's page about it."""

from typing import NamedTuple

from examples.jose.jose_names import Source


class TokenWarning(NamedTuple):
    """One sentence, the text that it rests on, and the guide's page about it."""

    sentence: str
    source: Source
    guide: Source


SECRETS = Source(
    "A shared secret lets everyone sign", "jwt/#a-shared-secret-lets-everyone-sign"
)
VERIFY = Source("What a verifier checks", "jwt/#the-code")
EXPIRY = Source("Expiry ends it", "jwt/#expiry-ends-it")
READABLE = Source("Everyone can read it", "jwt/#everyone-can-read-it")
