"""Write one ES256 token in two ways: why a denylist needs iss and jti as its key."""

# --8<-- [start:twin]
import jwt
from jwt.utils import base64url_decode, base64url_encode

from examples.auth.signing_keys import new_signing_key

NO_TIME: jwt.types.Options = {"verify_exp": False}  # the demos' clock is fixed
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

key = new_signing_key("ES256")
claims = {"iss": "https://id.example", "jti": "login-1", "exp": 1_800_000_900}
token = jwt.encode(claims, key.private, "ES256")

signed, _, signature = token.rpartition(".")
raw = base64url_decode(signature)
r, s = raw[:32], int.from_bytes(raw[32:])
other = base64url_encode(r + (ORDER - s).to_bytes(32)).decode()
twin = f"{signed}.{other}"  # no key was used
print("The text differs:", twin != token)
print("Valid:", jwt.decode(twin, key.public, ["ES256"], NO_TIME) == claims)
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

again = jwt.decode(twin, key.public, ["ES256"], NO_TIME)
print("A list of hashes finds it:", sha256(twin.encode()).hexdigest() in hashes)
try:
    denylist.check(again)
except TokenRevokedError as refusal:
    print("A list of iss and jti:", refusal)
# --8<-- [end:lists]
