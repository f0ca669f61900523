"""The example HMAC key of RFC 7515, appendix A.1.1, and the public key of A.3.1.

The secret is printed in the RFC, so it protects nothing: it serves only to sign the
same token at each run of a page. An application makes its own with `keys.new_secret`.
"""

from jwt.utils import base64url_decode

KEY = base64url_decode(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"
    "-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
)

PUBLIC_PEM = b"""\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7
6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
-----END PUBLIC KEY-----
"""
