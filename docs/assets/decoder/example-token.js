import { python } from "../python/page-python.js";
import { usesSecret } from "../shared/algorithms.js";
import { exampleClaims } from "../shared/example-claims.js";
import { makeKeyPair } from "../shared/key-maker.js";
import { newSecret } from "../shared/secret-input.js";

/** @import { DecoderForm } from "./form.js" */

const TOOL = "examples.decoder.decoder:Decoder";
const DEFAULT_ALGORITHM = "ES256";

/**
 * Fills the form with a new token and with the new key that verifies it.
 *
 * @param {DecoderForm} form
 */
export async function makeExample(form) {
  const algorithm = form.algorithm.value || DEFAULT_ALGORITHM;
  const { shown, signing } = await makeKeys(algorithm);
  const made = await python.call(TOOL, "sign", algorithm, exampleClaims(), signing);
  if (made.error) throw new Error(made.error);
  form.base64url.box.checked = false;
  form.hex.box.checked = false;
  form.key.value = shown;
  form.token.value = made.token;
}

/** @param {string} algorithm */
async function makeKeys(algorithm) {
  if (usesSecret(algorithm)) {
    const secret = newSecret(algorithm);
    return { shown: secret, signing: secret };
  }
  const { publicKey, privateKey } = await makeKeyPair(algorithm);
  return {
    shown: JSON.stringify(publicKey, null, 2),
    signing: JSON.stringify(privateKey),
  };
}
