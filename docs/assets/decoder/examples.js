import { usesSecret } from "../shared/algorithms.js";
import { toBase64url } from "../shared/base64url.js";
import { makeKeyPair } from "../shared/key-maker.js";
import { newSecret } from "../shared/secret-input.js";
import { encodedPart, signed } from "../shared/token-signer.js";

/**
 * @import { SecretAlgorithm } from "../shared/algorithms.js"
 *
 * @typedef {{token: string, key: string}} Filled
 * @typedef {{name: string, told: string, gives: string, id: string}} Known
 */

const DAY = 86_400;

/** The examples of the list, by the value of their option. */
export const EXAMPLES = {
  valid: "access token",
  expired: "expired 3 days ago",
  none: "unsigned (alg none)",
  kid: "wrong key id",
  base64: "secret in base64",
  guess: "guessable secret",
  response: "token response",
  nokey: "no key",
  jwe: "encrypted (JWE)",
  flask: "Flask session cookie",
};

/**
 * What a reader may paste.
 *
 * @type {Known[]}
 */
export const KNOWN = [
  {
    name: "JWT",
    told: "three base64url parts, the first a JSON header with alg",
    gives: "the full diagnosis",
    id: "valid",
  },
  {
    name: "JWE",
    told: "five parts, a header with enc",
    gives: "the header, and with the key its content",
    id: "jwe",
  },
  {
    name: "Token response",
    told: "JSON with access_token or id_token",
    gives: "one diagnosis per token, and what expires_in adds",
    id: "response",
  },
  {
    name: "curl, headers, cookies",
    told: "a command, lines with names, name=value",
    gives: "each token in it",
    id: "curl",
  },
  {
    name: "Flask session cookie",
    told: "three parts, no alg, a time in the middle",
    gives: "its data, its age, and who could write it",
    id: "flask",
  },
  {
    name: "Django signed cookie",
    told: "value, time and signature between colons",
    gives: "the same, with Django's salt and key",
    id: "django",
  },
  {
    name: "UUID, opaque token",
    told: "hexadecimal groups, or one part without structure",
    gives: "why only its issuer can tell what it is worth",
    id: "uuid",
  },
  {
    name: "SAML, PASETO",
    told: "XML or base64 of XML; v2. to v4.",
    gives: "what it is, and which library reads it",
    id: "paseto",
  },
];

/** Texts that no key of this page signs. @type {Record<string, Filled>} */
const RECORDED = {
  // RFC 7516 appendix A.3.
  jwe: {
    token:
      "eyJhbGciOiJBMTI4S1ciLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0." +
      "6KB707dM9YTIgHtLvtgWQ8mKwboJW3of9locizkDTHzBC2IlrT1oOQ." +
      "AxY8DCtDaGlsbGljb3RoZQ.KDlTtXchhZTGufMYmOYGS4HffxPSUrfmqCHXaI9wOGY." +
      "U0m_YmjN04DJvceFICbCVQ",
    key: '{"kty":"oct","k":"GawgguFyGrWKav7AX4VKUg"}',
  },
  // Flask 3.1.3 and Django 6.1 made these.
  flask: {
    token:
      "eyJfZnJlc2giOnRydWUsImNhcnQiOlszMTEsNDIyXSwidXNlcl9pZCI6IjE4NDIifQ." +
      "awFbOA.8XIGlgeb7DYt6U-H3yTo5DJMOMs",
    key: "",
  },
  django: {
    token:
      "eyJfYXV0aF91c2VyX2lkIjoiMTg0MiJ9:1xW1TG:" +
      "ZJBs2dA2aC2xIPOpXY2JwWuCwruROQdroy2ro7JSKKc",
    key: "",
  },
  uuid: { token: "0d9f6f2e-5d0b-4c8a-9d5e-3a1c7e2b8f40", key: "" },
  paseto: {
    // https://github.com/paseto-standard/test-vectors, v4.json, 4-S-1.
    token:
      "v4.public.eyJkYXRhIjoidGhpcyBpcyBhIHNpZ25lZCBtZXNzYWdlIiwiZXhwIjoi" +
      "MjAyMi0wMS0wMVQwMDowMDowMCswMDowMCJ9bg_XBBzds8lTZShVlwwKSgeKpLT3yukT" +
      "w6JUz3W4h_ExsQV-P0V54zemZDcAxFaSeef1QlXEFtkqxT1ciiQEDA",
    key: "",
  },
};

/**
 * Makes an example that is fresh, with a key of its own where it has one.
 *
 * @param {string} id
 * @param {string} algorithm the reader's choice, empty for ES256
 * @returns {Promise<Filled>}
 */
export async function makeExample(id, algorithm) {
  if (id in RECORDED) return RECORDED[id];
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: "https://login.example",
    sub: "user-1842",
    aud: "https://api.example",
    iat: now - 300,
    exp: now + 600,
    scope: "orders:read",
  };
  if (id === "none") {
    const admin = { ...claims, exp: now + 365 * DAY, role: "admin" };
    return { token: unsigned({ alg: "none", typ: "JWT" }, admin), key: "" };
  }
  if (id === "base64") {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const token = await signed({ alg: "HS256", typ: "JWT" }, claims, bytes);
    return { token, key: btoa(String.fromCharCode(...bytes)) };
  }
  if (id === "guess") {
    const secret = new TextEncoder().encode("secret");
    const token = await signed({ alg: "HS256", typ: "JWT" }, claims, secret);
    return { token, key: "secret" };
  }
  if (id === "expired") {
    const began = now - 3 * DAY - 900;
    Object.assign(claims, { iat: began, exp: began + 900 });
  }
  const { token, key } = await signedExample(claims, algorithm, id === "kid");
  if (id === "nokey") return { token, key: "" };
  if (id === "curl")
    return {
      token: `curl -H "Authorization: Bearer ${token}" https://api.example/orders`,
      key,
    };
  if (id === "response") {
    const refresh = toBase64url(crypto.getRandomValues(new Uint8Array(32)));
    const response = {
      access_token: token,
      token_type: "Bearer",
      expires_in: 900,
      refresh_token: refresh,
    };
    return { token: JSON.stringify(response, null, 1).replaceAll("\n", ""), key };
  }
  return { token, key };
}

/**
 * @param {object} claims
 * @param {string} algorithm
 * @param {boolean} isForeign whether the key set lacks the key
 * @returns {Promise<Filled>}
 */
async function signedExample(claims, algorithm, isForeign) {
  const alg = algorithm || "ES256";
  if (usesSecret(alg)) return signedWithSecret(claims, alg);
  const [mine, older] = await Promise.all([makeKeyPair(alg), makeKeyPair(alg)]);
  const [now, before] = [month(0), month(1)];
  const header = { alg, kid: isForeign ? month(3) : now, typ: "at+jwt" };
  const signer = isForeign ? (await makeKeyPair(alg)).privateKey : mine.privateKey;
  const token = await signed(header, claims, signer);
  const keys = [
    { kid: now, ...mine.publicKey, alg, use: "sig" },
    { kid: before, ...older.publicKey, alg, use: "sig" },
  ];
  const lines = keys.map((key) => ` ${JSON.stringify(key)}`).join(",\n");
  return { token, key: `{"keys": [\n${lines}\n]}` };
}

/**
 * @param {object} claims
 * @param {SecretAlgorithm} alg
 * @returns {Promise<Filled>}
 */
async function signedWithSecret(claims, alg) {
  const key = newSecret(alg);
  const bytes = new TextEncoder().encode(key);
  return { token: await signed({ alg, typ: "JWT" }, claims, bytes), key };
}

/** @param {object} header @param {object} claims */
function unsigned(header, claims) {
  return `${encodedPart(header)}.${encodedPart(claims)}.`;
}

/** @param {number} ago months before this one */
function month(ago) {
  const date = new Date();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() - ago);
  return date.toISOString().slice(0, 7);
}
