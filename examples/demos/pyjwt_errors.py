"""Cause and fix the PyJWT errors that developers ask about."""

# --8<-- [start:subject]
import jwt

from examples.demos.published_key import KEY

number = jwt.encode({"sub": 42}, KEY)  # raises nothing
try:
    jwt.decode(number, KEY, algorithms=["HS256"])
except jwt.exceptions.InvalidSubjectError as error:
    print(f"{type(error).__name__}: {error}")

text = jwt.encode({"sub": str(42)}, KEY)
print(jwt.decode(text, KEY, algorithms=["HS256"]))
# --8<-- [end:subject]

# --8<-- [start:audience]
token = jwt.encode({"sub": "alice", "aud": "shop"}, KEY)
for audience in (None, "other", "shop"):
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"], audience=audience)
        print(f"audience={audience!r}: {claims}")
    except jwt.InvalidAudienceError as error:
        print(f"audience={audience!r}: {type(error).__name__}: {error}")
# --8<-- [end:audience]

# --8<-- [start:short_key]
import secrets
from textwrap import fill
from warnings import catch_warnings, simplefilter

with catch_warnings(record=True) as seen:
    simplefilter("always")
    jwt.encode({"sub": "alice"}, "secret")
    print(seen[0].category.__name__, fill(str(seen[0].message), 70), sep="\n")
    jwt.encode({"sub": "alice"}, secrets.token_bytes(32))
    print(f"Warnings with 32 random bytes: {len(seen) - 1}")

strict = jwt.PyJWT(options={"enforce_minimum_key_length": True})
try:
    strict.encode({"sub": "alice"}, "secret")
except jwt.InvalidKeyError as error:
    print(f"With enforce_minimum_key_length: {type(error).__name__}")
# --8<-- [end:short_key]

# --8<-- [start:not_yet]
import time

ahead = jwt.encode({"sub": "alice", "iat": time.time() + 5}, KEY)
try:
    jwt.decode(ahead, KEY, algorithms=["HS256"])
except jwt.ImmatureSignatureError as error:
    print(f"{type(error).__name__}: {error}")
late = jwt.decode(ahead, KEY, algorithms=["HS256"], leeway=10)
print("With a leeway of 10 seconds:", late["sub"])
# --8<-- [end:not_yet]

# --8<-- [start:bytes]
token = jwt.encode({"sub": "alice"}, KEY)
try:
    token.decode()  # type: ignore[attr-defined]
except AttributeError as error:
    print(f"{type(error).__name__}: {error}")
print(f"The token is already a {type(token).__name__}. Use it unchanged.")
# --8<-- [end:bytes]

# --8<-- [start:algorithms]
try:
    jwt.decode(token, KEY)
except jwt.DecodeError as error:
    print(type(error).__name__, fill(str(error), 70), sep="\n")
print(jwt.decode(token, KEY, algorithms=["HS256"]))
# --8<-- [end:algorithms]

# --8<-- [start:jose]
# from jose import JWTError, jwt
# jwt.decode(token, key, algorithms="HS256")
try:
    jwt.decode(token, KEY, algorithms=["HS256"], audience="shop")
except jwt.InvalidTokenError as error:  # in place of JWTError
    print(f"{type(error).__name__}: {error}")
# --8<-- [end:jose]
