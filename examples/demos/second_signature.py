"""Write one ES256 token in two ways: why a denylist needs iss and jti as its key."""

# --8<-- [start:twin]
import jwt
from jwt.utils import base64url_decode, base64url_encode

from examples.auth.signing_keys import new_signing_key
from examples.demos.attempt import attempt

NO_TIME: jwt.types.Options = {"verify_exp": False}  # the demos' clock is fixed
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
key = new_signing_key("ES256")
public = key.public
claims = {"iss": "https://id.example", "jti": "login-1", "exp": 1_800_000_900}
token = jwt.encode(claims, key.private, "ES256")
signed, _, signature = token.rpartition(".")
raw = base64url_decode(signature)
r, s = raw[:32], int.from_bytes(raw[32:])
other = base64url_encode(r + (ORDER - s).to_bytes(32)).decode()
twin = f"{signed}.{other}"  # no key was used
print("The text differs:", twin != token)
attempt(
    lambda: f"valid for {jwt.decode(twin, public, ['ES256'], NO_TIME)['jti']}.",
    jwt.InvalidTokenError,
)
# --8<-- [end:twin]

# --8<-- [start:lists]
from hashlib import sha256

from examples.auth.clock import ManualClock
from examples.auth.revocation import Denylist
from examples.auth.tokens import TokenRevokedError
from examples.stores.memory import MemoryStore

clock = ManualClock(1_800_000_000)
hashes = {sha256(token.encode()).hexdigest()}
denylist = Denylist(MemoryStore(clock), clock)
denylist.revoke(claims)
again = jwt.decode(twin, public, ["ES256"], NO_TIME)
print("A list of hashes finds it:", sha256(twin.encode()).hexdigest() in hashes)


def user_of(claims: dict[str, str]) -> str:
    """Return whose log-in this is, unless it was revoked."""
    denylist.check(claims)
    return claims["jti"]


attempt(lambda: f"the twin passes as {user_of(again)}.", TokenRevokedError)
# --8<-- [end:lists]
