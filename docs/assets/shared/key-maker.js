const CURVES = { ES256: "P-256", ES384: "P-384", ES512: "P-521" };

/**
 * Makes a key pair with WebCrypto.
 *
 * @param {string} algorithm RS*, PS*, ES*, EdDSA or Ed25519
 * @returns {Promise<{publicKey: JsonWebKey, privateKey: JsonWebKey, pair: CryptoKeyPair}>}
 *   both halves as JWKs (RFC 7517), and the pair as WebCrypto has it
 * @throws {Error} where the browser offers no WebCrypto
 */
export async function makeKeyPair(algorithm) {
  const { subtle } = crypto;
  if (!subtle)
    throw new Error(
      "Browsers make keys on https and localhost only: open the page there.",
    );
  const made = await subtle.generateKey(parameters(algorithm), true, [
    "sign",
    "verify",
  ]);
  const pair = /** @type {CryptoKeyPair} */ (made);
  return {
    publicKey: withoutUse(await subtle.exportKey("jwk", pair.publicKey)),
    privateKey: withoutUse(await subtle.exportKey("jwk", pair.privateKey)),
    pair,
  };
}

/**
 * Makes a key pair and writes both halves as PEM and as JWK.
 *
 * @param {string} algorithm
 * @returns {Promise<Record<"privatePem" | "publicPem" | "privateJwk" | "publicJwk", string>>}
 */
export async function makeKeyTexts(algorithm) {
  const { publicKey, privateKey, pair } = await makeKeyPair(algorithm);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  return {
    privatePem: pem("PRIVATE KEY", pkcs8),
    publicPem: pem("PUBLIC KEY", spki),
    privateJwk: JSON.stringify(privateKey, null, 2),
    publicJwk: JSON.stringify(publicKey, null, 2),
  };
}

/** @param {string} label @param {ArrayBuffer} der */
function pem(label, der) {
  const text = btoa(String.fromCharCode(...new Uint8Array(der)));
  const lines = text.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join(
    "\n",
  );
}

/** @param {string} algorithm */
function parameters(algorithm) {
  if (algorithm in CURVES) {
    const namedCurve = CURVES[/** @type {keyof typeof CURVES} */ (algorithm)];
    return { name: "ECDSA", namedCurve };
  }
  if (algorithm === "EdDSA" || algorithm === "Ed25519") return { name: "Ed25519" };
  return {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
}

/**
 * Drops the members that bind a key to one algorithm: the same RSA key may sign with
 * RS256 or PS512.
 *
 * @param {JsonWebKey} jwk
 */
function withoutUse({ alg, ext, key_ops, ...members }) {
  return members;
}
