"""Attack a signed token in three ways, and stop each attack."""

# --8<-- [start:none]
import json

import jwt
from jwt.utils import base64url_decode, base64url_encode

from examples.demos.attempt import attempt, judge


def part(content: dict[str, str]) -> str:
    """Encode one part of a token (RFC 7515 §3.1)."""
    return base64url_encode(json.dumps(content).encode()).decode()


unsigned = f"{part({'alg': 'none'})}.{part({'sub': 'admin'})}."


def careless(token: str) -> str:
    """Read a token without verifying it. Never do this."""
    return str(jwt.decode(token, options={"verify_signature": False})["sub"])


attempt(lambda: f"I am {careless(unsigned)}.", jwt.InvalidTokenError)
# --8<-- [end:none]

# --8<-- [start:none_stopped]
from examples.demos.published_key import KEY

attempt(
    lambda: f"I am {jwt.decode(unsigned, KEY, algorithms=['HS256'])['sub']}.",
    jwt.InvalidTokenError,
)
# --8<-- [end:none_stopped]

# --8<-- [start:confusion]
import hmac

from examples.demos.published_key import PUBLIC_PEM as PEM


def trusts_the_header(token: str) -> bool:
    """Verify with the algorithm that the header names. Never do this."""
    signed, _, signature = token.rpartition(".")
    digest = {"HS256": "sha256"}[jwt.get_unverified_header(token)["alg"]]
    mac = hmac.digest(PEM, signed.encode(), digest)  # a key meant for ES256
    return hmac.compare_digest(base64url_encode(mac), signature.encode())


signed = f"{part({'alg': 'HS256'})}.{part({'sub': 'admin'})}"
mac = base64url_encode(hmac.digest(PEM, signed.encode(), "sha256"))
forged = f"{signed}.{mac.decode()}"  # the key is public, so anyone can do this
judge(
    trusts_the_header(forged),
    "the server that trusts the header lets admin in.",
    "the signature does not match.",
)
# --8<-- [end:confusion]

# --8<-- [start:confusion_stopped]
from textwrap import fill

try:
    jwt.decode(forged, PEM, algorithms=["ES256", "HS256"])
except jwt.InvalidKeyError as refusal:
    print("With a list of both kinds:", fill(str(refusal), 70), sep="\n")
print("With an allow-list of one:")
attempt(
    lambda: f"I am {jwt.decode(forged, PEM, algorithms=['ES256'])['sub']}.",
    jwt.InvalidTokenError,
)
# --8<-- [end:confusion_stopped]

# --8<-- [start:weak]
from warnings import catch_warnings, simplefilter

WORDS = ("password", "123456", "letmein", "changeme", "supersecret")


def is_secret(word: str, token: str) -> bool:
    """Tell whether the word is the secret. This needs no server."""
    signed, _, mac = token.rpartition(".")
    tried = hmac.digest(word.encode(), signed.encode(), "sha256")
    return hmac.compare_digest(tried, base64url_decode(mac))


with catch_warnings():
    simplefilter("ignore")  # PyJWT warns about this key
    token = jwt.encode({"sub": "alice"}, "changeme", "HS256")
found = [word for word in WORDS if is_secret(word, token)]
judge(found, f"the secret is {', '.join(found)}.", "no word is the secret.")
# --8<-- [end:weak]

# --8<-- [start:weak_stopped]
from examples.auth.keys import WeakKeyError, check_secret, new_secret

try:
    check_secret(b"changeme", "HS256")
except WeakKeyError as refusal:
    print(fill(str(refusal), 70))
secret = new_secret()
token = jwt.encode({"sub": "alice"}, secret, "HS256")
found = [word for word in WORDS if is_secret(word, token)]
judge(
    found,
    f"the secret is {', '.join(found)}.",
    f"it takes about 2 ** {8 * len(secret) - 1} guesses.",
)
# --8<-- [end:weak_stopped]
