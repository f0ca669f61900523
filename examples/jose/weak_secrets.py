"""List secrets that tutorials, defaults and cracking lists have published."""

_KNOWN = """\
secret secretkey secret-key secret_key secret123 mysecret my-secret my_secret
mysecretkey my-secret-key my_secret_key supersecret super-secret super_secret
supersecretkey super-secret-key topsecret verysecret your-secret your_secret
your-secret-key your_secret_key yoursecretkey your-256-bit-secret
your-384-bit-secret your-512-bit-secret your-very-secret-key
a-string-secret-at-least-256-bits-long
a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long
shhhhh shhhhhared-secret shh keyboard-cat changeme change-me change_me changeit
password passw0rd pass 123456 12345678 123456789 1234567890 qwerty admin root
test test-key testing example key private privatekey private_key jwt jwtsecret
jwt-secret jwt_secret jwt_secret_key jwt-secret-key token token-secret hs256
hs256-key default django-insecure dev development api-secret apisecret
somethingsecret thisisasecret this-is-a-secret this_is_a_secret_key
mysupersecretkey insecure none null undefined helloworld hello letmein
qwertyuiopasdfghjklzxcvbnm123456
"""
_PHRASES = ("keyboard cat", "my secret", "secret key", "my secret key", "your secret")
WEAK_SECRETS = frozenset((*_KNOWN.split(), *_PHRASES))


def is_published(secret: bytes) -> bool:
    """Tell whether the secret is published, whatever its case and white space."""
    text = secret.decode(errors="replace").strip().lower()
    return text in WEAK_SECRETS or len(set(secret)) == 1
