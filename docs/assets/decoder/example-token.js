import { python } from "../python/page-python.js";
import { makePair } from "../shared/key-maker.js";
import { firstClaims, isSecret, newSecret } from "../shared/secret-input.js";

/**
 * @import { DecoderForm } from "./form.js"
 */

const TOOL = "examples.decoder.decoder:Decoder";
const FIRST = "ES256";

/**
 * Signs a fresh token for the chosen algorithm, with a key that nobody else has.
 *
 * @param {DecoderForm} form
 */
export async function makeExample(form) {
  const algorithm = form.algorithm.value || FIRST;
  const { shown, signing } = await makeKeys(algorithm);
  const made = await python.call(TOOL, "sign", algorithm, firstClaims(), signing);
  if (made.error) throw new Error(made.error);
  form.base64url.box.checked = false;
  form.hex.box.checked = false;
  form.key.value = shown;
  form.token.value = made.token;
}

/** @param {string} algorithm */
async function makeKeys(algorithm) {
  if (isSecret(algorithm)) {
    const secret = newSecret(algorithm);
    return { shown: secret, signing: secret };
  }
  const { publicKey, privateKey } = await makePair(algorithm);
  return {
    shown: JSON.stringify(publicKey, null, 2),
    signing: JSON.stringify(privateKey),
  };
}
