"""The page's signature algorithms agree with `cryptography`, in both directions."""

import hmac
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import (
    ec,
    padding,
    rsa,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from jwt.utils import base64url_decode, base64url_encode, raw_to_der_signature
from playwright.sync_api import Browser, Page, Route

from examples.jose.algorithms import get_algorithm
from examples.jose.jws_rules import kinds_for
from tests.browser.cells import cell, run, write
from tests.browser.conftest import SITE
from tests.examples.sample_tokens import KINDS, new_private_key

KIND = {name: kind for name, kind in KINDS.items() if kind != "oct"}
# The larger keys of ML-DSA would make an editor of hundreds of kilobytes.
SMALL = {name: kind for name, kind in KIND.items() if name[-2:] not in {"65", "87"}}
VECTORS = Path(__file__).parents[1] / "vectors"
CLAIMS = {"sub": "alice", "note": "ü"}
SHORT = 1024


@cache
def elsewhere() -> jwt.PyJWT:
    """Give CPython's PyJWT, with the names that RFC 9864 and RFC 9964 have added."""
    one = jwt.PyJWT()
    for name in KIND.keys() - one._jws.get_algorithms():
        one._jws.register_algorithm(name, get_algorithm(name))
    return one


def key(kind: str, number: int = 0) -> Any:  # noqa: ANN401 - no common type
    """Give a private key, always the same for the same number."""
    return make_key(kind, number)


@cache
def make_key(kind: str, number: int) -> object:
    return new_private_key(kind, SHORT if number == SHORT else 2048)


def algorithm(kind: str) -> Any:  # noqa: ANN401 - three classes without a base
    name = next(name for name, its in KIND.items() if its == kind)
    return elsewhere()._jws.get_algorithm_by_name(name)


def forms(kind: str, *, public: bool = False, number: int = 0) -> dict[str, Any]:
    """Write a key in all the ways that the page reads."""
    one = key(kind, number)
    half = one.public_key() if public else one
    if kind.startswith("ML-DSA-"):
        jwk = ml_dsa_jwk(kind, half)
    else:
        jwk = algorithm(kind).to_jwk(half, as_dict=True)
    return {**pems(one, public=public), "JWK": jwk, "JWK as text": json.dumps(jwk)}


def ml_dsa_jwk(kind: str, one: Any) -> dict[str, str]:  # noqa: ANN401
    """Write a key as RFC 9964 §3 does; PyJWT 2.15 does not."""
    private = hasattr(one, "public_key")
    public = one.public_key() if private else one
    jwk = {"kty": "AKP", "alg": kind}
    jwk["pub"] = base64url_encode(public.public_bytes_raw()).decode()
    if private:
        jwk["priv"] = base64url_encode(one.private_bytes_raw()).decode()
    return jwk


def pems(one: Any, *, public: bool) -> dict[str, str]:  # noqa: ANN401
    if public:
        spki, pkcs1 = PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1
        found = {"SPKI": one.public_key().public_bytes(Encoding.PEM, spki)}
        if isinstance(one, rsa.RSAPrivateKey):
            found["PKCS#1"] = one.public_key().public_bytes(Encoding.PEM, pkcs1)
    else:
        pkcs8, older = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL
        found = {"PKCS#8": one.private_bytes(Encoding.PEM, pkcs8, NoEncryption())}
        if isinstance(one, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            plain = one.private_bytes(Encoding.PEM, older, NoEncryption())
            found["PKCS#1 or SEC1"] = plain
    return {form: pem.decode() for form, pem in found.items()}


def spki(kind: str, number: int = 0) -> str:
    return pems(key(kind, number), public=True)["SPKI"]


def pkcs8(kind: str, number: int = 0) -> str:
    return pems(key(kind, number), public=False)["PKCS#8"]


def run_in_page(page: Page, code: str, **values: object) -> Any:  # noqa: ANN401
    """Run a cell that knows the values; return what it put into `result`."""
    texts = {name: json.dumps(json.dumps(value)) for name, value in values.items()}
    lines = [f"{name} = json.loads({text})" for name, text in texts.items()]
    target = cell(page, "Sign a token")
    end = "print(json.dumps(result))"
    write(target, "\n".join(["import json, jwt", *lines, "result = {}", code, end]))
    return json.loads(run(target))


@pytest.fixture(scope="module")
def home(browser: Browser, site: str) -> Iterator[Page]:
    """Share one Python: each test sets what its cell needs."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}jwt/")
        yield page


SIGN = """
for name, kind in kinds.items():
    result[name] = {
        form: jwt.encode(claims, key, name) for form, key in keys[kind].items()
    }
    bound = jwt.PyJWK(keys[kind]["JWK"], name)
    result[name]["PyJWK"] = jwt.PyJWT().encode(claims, bound)
"""
VERIFY = """
for name, kind in kinds.items():
    for form, key in keys[kind].items():
        found = jwt.decode(tokens[name], key, algorithms=[name])
        result.setdefault(name, {})[form] = found
    bound = jwt.PyJWK(keys[kind]["JWK"], name)
    found = jwt.PyJWT().decode(tokens[name], bound, algorithms=[name])
    result[name]["PyJWK"] = found
"""


def check_both_directions(page: Page, kinds: dict[str, str]) -> None:
    private = {kind: forms(kind) for kind in kinds.values()}
    public = {kind: forms(kind, public=True) for kind in kinds.values()}
    signed = run_in_page(page, SIGN, kinds=kinds, keys=private, claims=CLAIMS)
    for name, kind in kinds.items():
        assert signed[name].keys() == {*private[kind], "PyJWK"}
        for token in signed[name].values():
            decoded = elsewhere().decode(token, spki(kind), algorithms=[name])
            assert decoded == CLAIMS
    tokens = {
        name: elsewhere().encode(CLAIMS, key(kind), name)
        for name, kind in kinds.items()
    }
    for keys in (public, private):
        verified = run_in_page(page, VERIFY, kinds=kinds, keys=keys, tokens=tokens)
        for name, kind in kinds.items():
            expected = dict.fromkeys([*keys[kind], "PyJWK"], CLAIMS)
            assert verified[name] == expected


def test_page_and_cryptography_verify_the_tokens_of_each_other(home: Page) -> None:
    check_both_directions(home, KIND)


def test_the_algorithms_work_after_a_plain_boot(page: Page, site: str) -> None:
    page.goto(f"{site}jwt/?boot=plain")
    check_both_directions(page, {"ES256": "P-256"})
    assert page.locator("html").get_attribute("data-python-boot") == "plain"


TRY = """
for name, (token, key, allowed) in cases.items():
    try:
        result[name] = jwt.decode(token, key, algorithms=allowed)
    except Exception as error:
        result[name] = f"{type(error).__name__}: {error}"
"""
MISMATCH = "InvalidSignatureError: Signature verification failed"
ASYMMETRIC_SECRET = (
    "InvalidKeyError: The specified key is an asymmetric key or x509 certificate and "
    "should not be used as an HMAC secret."
)


def resigned(token: str, signature: bytes) -> str:
    head = token.rpartition(".")[0]
    return f"{head}.{base64url_encode(signature).decode()}"


def signature_of(token: str) -> bytes:
    return base64url_decode(token.rpartition(".")[2])


def test_forged_tokens_are_refused(home: Page) -> None:
    cases = {}
    for name, kind in SMALL.items():
        token = elsewhere().encode(CLAIMS, key(kind), name)
        head, _, signature = token.split(".")
        other = elsewhere().encode({"sub": "mallory"}, key(kind), name).split(".")[1]
        raw = signature_of(token)
        for fault, forged in {
            "payload": f"{head}.{other}.{signature}",
            "cut": resigned(token, raw[:-1]),
            "longer": resigned(token, raw + b"\0"),
            "empty": resigned(token, b""),
            "zeros": resigned(token, bytes(len(raw))),
        }.items():
            cases[f"{name} {fault}"] = (forged, spki(kind), [name])
        cases[f"{name} key"] = (token, spki(kind, 1), [name])
    genuine = {
        name: (elsewhere().encode(CLAIMS, key(kind), name), spki(kind), [name])
        for name, kind in SMALL.items()
    }
    found = run_in_page(home, TRY, cases=cases | genuine)
    expected = dict.fromkeys(cases, MISMATCH) | dict.fromkeys(genuine, CLAIMS)
    assert found == expected


def test_signatures_in_another_form_are_refused(home: Page) -> None:
    """ECDSA in DER, PSS with another salt, and RS256 that calls itself PS256."""
    token = elsewhere().encode(CLAIMS, key("P-256"), "ES256")
    der = raw_to_der_signature(signature_of(token), ec.SECP256R1())
    head = elsewhere().encode(CLAIMS, key("RSA"), "PS256").rpartition(".")[0]
    salted, unsalted = (
        key("RSA").sign(head.encode(), padding.PSS(padding.MGF1(SHA256()), n), SHA256())
        for n in (32, 0)
    )
    pkcs1 = key("RSA").sign(head.encode(), padding.PKCS1v15(), SHA256())
    raw = signature_of(token)
    found = run_in_page(
        home,
        TRY,
        cases={
            "raw": (resigned(token, raw), spki("P-256"), ["ES256"]),
            "DER": (resigned(token, der), spki("P-256"), ["ES256"]),
            "salted": (resigned(f"{head}.", salted), spki("RSA"), ["PS256"]),
            "unsalted": (resigned(f"{head}.", unsalted), spki("RSA"), ["PS256"]),
            "PKCS#1": (resigned(f"{head}.", pkcs1), spki("RSA"), ["PS256"]),
        },
    )
    refused = dict.fromkeys(["DER", "unsalted", "PKCS#1"], MISMATCH)
    assert found == {"raw": CLAIMS, "salted": CLAIMS, **refused}


def test_the_algorithm_is_never_the_tokens_choice(home: Page) -> None:
    """A public key is no HMAC secret, in either direction (RFC 8725 §2.1)."""
    public = spki("RSA")
    head = base64url_encode(b'{"alg":"HS256"}').decode()
    payload = base64url_encode(json.dumps(CLAIMS).encode()).decode()
    mac = hmac.digest(public.encode(), f"{head}.{payload}".encode(), "sha256")
    confused = resigned(f"{head}.{payload}.", mac)
    cases = {
        "allowed": (confused, public, ["HS256", "RS256"]),
        "not allowed": (confused, public, ["RS256"]),
        "none": (
            resigned(f"{'eyJhbGciOiJub25lIn0'}.{payload}.", b""),
            public,
            ["RS256"],
        ),
    }
    sign = "try: jwt.encode({}, cases['allowed'][1], 'HS256')\n"
    sign += (
        "except Exception as error: result['sign'] = f'{type(error).__name__}: {error}'"
    )
    not_allowed = "InvalidAlgorithmError: The specified alg value is not allowed"
    assert run_in_page(home, TRY + sign, cases=cases) == {
        "allowed": ASYMMETRIC_SECRET,
        "sign": ASYMMETRIC_SECRET,
        "not allowed": not_allowed,
        "none": not_allowed,
    }


def test_keys_of_another_kind_are_refused(home: Page) -> None:
    cases = {
        f"{name} {other}": (
            elsewhere().encode({}, key(kind), name),
            spki(other),
            [name],
        )
        for name, kind in SMALL.items()
        for other in {"RSA", "P-256", "secp256k1", "Ed25519"} - {*kinds_for(name)}
    }
    expected = {
        case: (
            f"InvalidKeyError: The key is {case.split()[1]}, but {name} needs "
            f"{' or '.join(kinds_for(name))}: give the key of this algorithm."
        )
        for case, (_, _, [name]) in cases.items()
    }
    assert run_in_page(home, TRY, cases=cases) == expected


KEY_FAULTS = """
def attempt(name, work):
    try:
        result[name] = repr(work())
    except Exception as error:
        result[name] = f"{type(error).__name__}: {error}"

half = {name: jwk[name] for name in ("kty", "crv", "x", "y")}
es256, ps512 = map(jwt.get_algorithm_by_name, ("ES256", "PS512"))
attempt("public", lambda: jwt.encode({}, public, "ES256"))
attempt("mixed", lambda: es256.prepare_key({**jwk, "d": other["d"]}))
attempt("mixed Ed25519", lambda: jwt.PyJWK({**ed, "d": other_ed["d"]}))
attempt("off the curve", lambda: es256.from_jwk({**half, "x": half["y"]}))
attempt("kty", lambda: jwt.PyJWK(jwk, "RS256"))
attempt("text", lambda: jwt.encode({}, "secret", "ES256"))
attempt("none", lambda: jwt.encode({}, None, "ES256"))
attempt("shown", lambda: es256.from_jwk(jwk))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    jwt.encode({}, short, "PS256")
    attempt("too short", lambda: jwt.encode({}, short, "PS512"))
result["warned"] = str(caught[0].message)
strict = jwt.PyJWT(options={"enforce_minimum_key_length": True})
attempt("strict", lambda: strict.encode({}, short, "PS256"))
"""


def test_unsuitable_keys_are_refused_with_the_reason(home: Page) -> None:
    jwk, other = (forms("P-256", number=number)["JWK"] for number in (0, 1))
    ed, other_ed = (forms("Ed25519", number=number)["JWK"] for number in (0, 1))
    short = pkcs8("RSA", SHORT)
    with pytest.warns(jwt.InsecureKeyLengthWarning) as warned:
        elsewhere().encode({}, short, "PS256")
    values = {"jwk": jwk, "other": other, "ed": ed, "other_ed": other_ed}
    mixed = "Its public half belongs to another private key."
    off = "Its numbers are out of range or on no curve."
    assert run_in_page(
        home,
        f"import warnings\n{KEY_FAULTS}",
        **values,
        public=spki("P-256"),
        short=short,
    ) == {
        "public": "InvalidKeyError: The key is public: sign with the private key.",
        "mixed": f"InvalidKeyError: The P-256 key cannot be used. {mixed}",
        "mixed Ed25519": f"InvalidKeyError: The Ed25519 key cannot be used. {mixed}",
        "off the curve": f"InvalidKeyError: The P-256 key cannot be used. {off}",
        "kty": "InvalidKeyError: The JWK's kty is not RSA: give another one.",
        "text": (
            "InvalidKeyError: The text holds no key: "
            "give SPKI, PKCS#8, PKCS#1, SEC1 or X.509 in PEM, or a JWK."
        ),
        "none": ("TypeError: A NoneType cannot be a key: pass PEM or a JWK."),
        "shown": "PageKey()",
        "warned": str(warned[0].message),
        "too short": (
            "InvalidKeyError: The RSA key cannot be used. It is too short for PS512."
        ),
        "strict": f"InvalidKeyError: {warned[0].message}",
    }


PUBLISH = """
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

for number, (name, key) in enumerate(keys.items()):
    algorithm = jwt.get_algorithm_by_name(name)
    private = algorithm.prepare_key(key)
    result[name] = {
        "private": algorithm.to_jwk(private, as_dict=True),
        "public": json.loads(algorithm.to_jwk(private.public_key())),
    }
    assert isinstance(algorithm, (ECAlgorithm, OKPAlgorithm, RSAAlgorithm))
jwks = [{**jwks["public"], "kid": name} for name, jwks in result.items()]
found = jwt.PyJWKSet([*jwks, {"kty": "EC", "crv": "P-000", "x": "AA", "y": "AA"}])
for name in keys:
    private = jwt.PyJWK(result[name]["private"])
    token = jwt.encode({"of": name}, private)
    result[name]["claims"] = jwt.decode(token, found[name])
result["keys"] = [key.key_id for key in found]
"""


def test_published_keys_are_those_of_cryptography(home: Page) -> None:
    names = {"RS256": "RSA", "ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}
    names |= {"ES256K": "secp256k1", "EdDSA": "Ed25519"}
    keys = {name: pkcs8(kind) for name, kind in names.items()}
    published = run_in_page(home, PUBLISH, keys=keys)
    assert published.pop("keys") == list(names)
    assert published == {
        name: {
            "private": forms(kind)["JWK"],
            "public": forms(kind, public=True)["JWK"],
            "claims": {"of": name},
        }
        for name, kind in names.items()
    }


ANYWHERE = """
import asyncio

def signed(number):
    token = jwt.encode({"number": number}, key, "ES256")
    return jwt.decode(token, key, algorithms=["ES256"])["number"]

async def later(number):
    await asyncio.sleep(0)
    return signed(number)

result["sort"] = sorted([3, 1, 2], key=signed)
result["tasks"] = await asyncio.gather(*map(later, range(5)))
"""


def test_signing_works_inside_callbacks_and_tasks(home: Page) -> None:
    found = run_in_page(home, ANYWHERE, key=pkcs8("P-256"))
    assert found == {"sort": [1, 2, 3], "tasks": [0, 1, 2, 3, 4]}


CALL = """
async ([worker, base, calls]) => {
  const type = "text/javascript";
  const source = new Blob([`import ${JSON.stringify(worker)};`], { type });
  const thread = new Worker(URL.createObjectURL(source), { type: "module" });
  const { port1, port2 } = new MessageChannel();
  thread.postMessage({ base, plain: false, port: port2, lock: "test" }, [port2]);
  port1.postMessage({ type: "boot" });
  const answers = [];
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => {
      if (data.type === "ready")
        calls.forEach((call, id) => port1.postMessage({ type: "call", id, ...call }));
      if (data.type === "reply") answers.push(data);
      if (data.type === "failed" || answers.length === calls.length)
        // A reply too many would have come by now.
        setTimeout(() => (thread.terminate(), resolve(answers)), 200);
    };
  });
}
"""


def test_a_tool_that_signs_gets_exactly_one_reply(home: Page, site: str) -> None:
    [worker] = (SITE / "assets" / "scripts").glob("worker-*.js")
    [base] = (SITE / "assets" / "python").iterdir()
    pyjwt = {"tool": "jwt:PyJWT"}
    answers = home.evaluate(
        CALL,
        [
            f"{site}assets/scripts/{worker.name}",
            f"{site}assets/python/{base.name}/",
            [
                {**pyjwt, "method": "encode", "args": [CLAIMS, pkcs8("RSA"), "PS256"]},
                {**pyjwt, "method": "encode", "args": [CLAIMS, spki("RSA"), "PS256"]},
            ],
        ],
    )
    assert [answer["id"] for answer in answers] == [0, 1]
    token, fault = answers
    decoded = elsewhere().decode(token["value"], spki("RSA"), algorithms=["PS256"])
    assert decoded == CLAIMS
    assert "InvalidKeyError: The key is public: sign" in fault["fault"]


DECRYPT = """
from examples.jose.jwe import JweError, decrypt

for vector in vectors:
    found = decrypt(vector["token"], vector["key"])
    result[vector["name"]] = found.plaintext.decode() == vector["plaintext"]
    head, key, iv, text, tag = vector["token"].split(".")
    try:
        decrypt(f"{head}.{key}.{iv}.{text}.{tag[:-6]}AAAAAA", vector["key"])
    except JweError as error:
        assert str(error).startswith("The key does not open this token"), error
    else:
        result[vector["name"]] = "A changed tag was accepted."
"""


def test_encrypted_tokens_of_the_rfcs_are_decrypted(home: Page) -> None:
    vectors = json.loads((VECTORS / "jwe.json").read_text())
    found = run_in_page(home, DECRYPT, vectors=vectors)
    assert found == {vector["name"]: True for vector in vectors}


LACKING = {
    "JSPI": "delete WebAssembly.Suspending; delete WebAssembly.promising;",
    "WebCrypto": "delete Crypto.prototype.subtle;",
}


# Without WebCrypto the page cannot check the snapshot, so the boot is plain.
@pytest.mark.parametrize(
    ("lacking", "way"), [("JSPI", "snapshot"), ("WebCrypto", "plain")]
)
def test_every_algorithm_works_in_a_browser_that_lacks(
    lenient_page: Page, site: str, lacking: str, way: str
) -> None:
    def answer(route: Route) -> None:
        script = f"{LACKING[lacking]}\n{route.fetch().text()}"
        route.fulfill(body=script, content_type="text/javascript")

    page = lenient_page
    page.context.route("**/worker-*.js", answer)
    page.goto(f"{site}jwt/")
    can_wait = "import pyodide.ffi; result = pyodide.ffi.can_run_sync()"
    assert run_in_page(page, can_wait) is (lacking != "JSPI")
    check_both_directions(page, KIND)
    booted = page.locator("html").get_attribute("data-python-boot") or ""
    assert booted.startswith(way)
