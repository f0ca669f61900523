"""Attack a signed token in three ways, and stop each attack."""

# --8<-- [start:none]
import json

import jwt
from jwt.utils import base64url_decode, base64url_encode

from examples.demos.published_key import KEY


def part(content: dict[str, str]) -> str:
    """Encode one part of a token (RFC 7515 §3.1)."""
    return base64url_encode(json.dumps(content).encode()).decode()


unsigned = f"{part({'alg': 'none'})}.{part({'sub': 'admin'})}."
careless = jwt.decode(unsigned, options={"verify_signature": False})
print("Without verification:", careless)
try:
    jwt.decode(unsigned, KEY, algorithms=["HS256"])
except jwt.InvalidTokenError as refusal:
    print("With an allow-list:", refusal)
# --8<-- [end:none]

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
print("A server that trusts the header accepts it:", trusts_the_header(forged))
# --8<-- [end:confusion]

# --8<-- [start:confusion_stopped]
from textwrap import fill

try:
    jwt.decode(forged, PEM, algorithms=["ES256"])
except jwt.InvalidTokenError as refusal:
    print("With an allow-list:", refusal)
try:
    jwt.decode(forged, PEM, algorithms=["ES256", "HS256"])
except jwt.InvalidKeyError as refusal:
    print("With a list of both kinds:", fill(str(refusal), 70), sep="\n")
# --8<-- [end:confusion_stopped]

# --8<-- [start:weak]
from warnings import catch_warnings, simplefilter

WORDS = ("password", "123456", "letmein", "changeme", "supersecret")


def is_secret(word: str, token: str) -> bool:
    """Tell whether the word is the secret. This needs no server."""
    algorithm = jwt.get_algorithm_by_name("HS256")
    signed, _, signature = token.rpartition(".")
    mac = base64url_decode(signature)
    return algorithm.verify(signed.encode(), word.encode(), mac)


with catch_warnings():
    simplefilter("ignore")  # PyJWT warns about this key
    token = jwt.encode({"sub": "alice"}, "changeme", "HS256")
print("The secret is", [word for word in WORDS if is_secret(word, token)])
# --8<-- [end:weak]

# --8<-- [start:weak_stopped]
from examples.auth.keys import WeakKeyError, check_secret, new_secret

try:
    check_secret(b"changeme", "HS256")
except WeakKeyError as refusal:
    print(fill(str(refusal), 70))
print(f"Guesses for a random secret: about 2 ** {8 * len(new_secret()) - 1}")
# --8<-- [end:weak_stopped]
