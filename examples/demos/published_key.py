"""The HMAC key of RFC 7515, appendix A.1.1, and the public key of A.3.1.

The RFC publishes this secret, so it protects nothing. The demos use it to sign the
same token on each run. Make your own with `keys.new_secret`.
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
