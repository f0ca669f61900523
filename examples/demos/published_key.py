"""The example HMAC key of RFC 7515, appendix A.1.1.

It is printed in the RFC, so it protects nothing: it serves only to sign the same
token at each run of a page. An application makes its own with `keys.new_secret`.
"""

from jwt.utils import base64url_decode

KEY = base64url_decode(
    "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T"
    "-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"
)
