"""Write the program that decodes a token with joserfc or with Authlib.

The browser's Python has neither, since both need the package `cryptography`. The build
runs these programs and records what they raise.
"""

_KEYS = {
    "joserfc": {
        "SECRET": ("from joserfc.jwk import OctKey", "OctKey.import_key(SECRET)"),
        "PEM": ("from joserfc.jwk import import_key", 'import_key(PEM, "{kty}")'),
        "JWK": (
            "import json\nfrom joserfc.jwk import import_key",
            "import_key(json.loads(JWK))",
        ),
        "JWKS": (
            "import json\nfrom joserfc.jwk import KeySet",
            "KeySet.import_key_set(json.loads(JWKS))",
        ),
    },
    "Authlib": {
        "SECRET": ("", "SECRET"),
        "PEM": ("", "PEM"),
        "JWK": (
            "import json\nfrom authlib.jose import JsonWebKey",
            "JsonWebKey.import_key(json.loads(JWK))",
        ),
        "JWKS": (
            "import json\nfrom authlib.jose import JsonWebKey",
            "JsonWebKey.import_key_set(json.loads(JWKS))",
        ),
    },
}
_LIBRARIES = {
    "joserfc": """\
{imports}from joserfc import jwt

key = {key}
found = jwt.decode(token, key, algorithms=[{algorithm}])
rules = jwt.JWTClaimsRegistry(
{rules}
)
rules.validate(found.claims)
claims = found.claims""",
    "Authlib": """\
{imports}from authlib.jose import JsonWebToken

rules = dict(
{rules}
)
library = JsonWebToken([{algorithm}])
claims = library.decode(token, {key}, claims_options=rules)
claims.validate()""",
}
LIBRARIES = tuple(_LIBRARIES)
_KTY = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}


def program(
    library: str, setting: str, algorithm: str, expected: dict[str, str]
) -> str:
    """Write the program.

    Args:
        library: one of `LIBRARIES`.
        setting: what holds the key: `SECRET`, `PEM`, `JWK` or `JWKS`.
        algorithm: the only one that is allowed.
        expected: the values of `aud` and `iss`, as Python literals.

    """
    imports, key = _KEYS[library][setting]
    rules = ['    exp={"essential": True},']
    for name, value in expected.items():
        rules.append(f'    {name}={{"essential": True, "value": {value}}},')
    return _LIBRARIES[library].format(
        imports=f"{imports}\n" if imports else "",
        key=key.format(kty=_KTY.get(algorithm[:2], "OKP")),
        algorithm=f'"{algorithm}"',
        rules="\n".join(rules),
    )
