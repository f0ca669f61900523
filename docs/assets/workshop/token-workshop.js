import {
  PythonHost,
  failureSentence,
  isLoadFailure,
  prepareWhenIdle,
} from "../python/host.js";
import { python } from "../python/page-python.js";
import { ActionQueue } from "../shared/action-queue.js";
import { usesSecret } from "../shared/algorithms.js";
import { copyText } from "../shared/clipboard.js";
import { button } from "../shared/dom.js";
import { withExampleClaim, withFreshClaims } from "../shared/example-claims.js";
import { makeKeyTexts } from "../shared/key-maker.js";
import { LatestOnly } from "../shared/latest-only.js";
import { newSecret } from "../shared/secret-input.js";
import { takeToken, tokenAddress } from "../shared/token-link.js";
import { signed } from "../shared/token-signer.js";
import { ACTIONS, TOOL } from "./actions.js";
import { tampered } from "./tamper.js";
import { WorkshopView } from "./view.js";

/** @import { Action } from "./actions.js" */

/** Milliseconds of the longest timer; browsers fire a longer one at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
const WORDS = {
  kept: "Your input is kept",
  stopped: "Python was stopped before it answered, and the denylist is gone with it.",
  retry: "press Retry",
  again: "press the button again",
};
const HELP = "examples.workshop.help:WorkshopHelp";
const PROGRAM_COPIED = "The program is in the clipboard, and shown below.";
const PROGRAM_SHOWN =
  "The program is shown below. The browser did not allow copying it.";
const BROUGHT =
  "These are the claims of the token that you brought. Edit them, and Sign makes a new token with the key below.";
const NOT_READ = "The token that you brought has no claims that can be read.";
const NOT_JSON =
  "The claims are not a JSON object, so they got no new jti. Correct them first.";

/** Signs, decodes, verifies and revokes tokens with the page's Python. */
export class TokenWorkshop extends HTMLElement {
  /** @type {WorkshopView} */
  // @ts-expect-error: made when the element is first connected
  view;
  #queue = new ActionQueue(
    () => python.start(),
    (/** @type {Action} */ action) => this.#perform(action),
    (error) => this.#fail(error),
  );
  #help = new LatestOnly(
    (/** @type {string} */ claims) => python.call(HELP, "explain", claims),
    (help) => this.view.extras.explain(help, (name) => this.#addClaim(name)),
    () => {},
  );
  /** @type {keyof typeof ACTIONS} */
  #last = "decode";
  /** A new key on its way. Actions wait for it. */
  #newKey = Promise.resolve();
  #expiry = 0;
  #host = new PythonHost(this, () => this.#followPython());

  connectedCallback() {
    if (!this.view) {
      this.view = new WorkshopView(this);
      this.#listen();
    }
    this.#host.connect();
    this.#followPython();
    prepareWhenIdle();
    this.#open().catch((error) => this.#fail(error));
  }

  disconnectedCallback() {
    this.#host.disconnect();
    clearTimeout(this.#expiry);
    this.#queue.forget();
  }

  #listen() {
    const { form } = this.view;
    const actions = /** @type {(keyof typeof ACTIONS)[]} */ (Object.keys(ACTIONS));
    for (const action of actions) {
      form.buttons[action].onclick = () => this.#queue.add(action);
    }
    form.diagnose.onclick = (event) => {
      // Instant navigation would write the address anew after the token has left it.
      event.stopPropagation();
      const { pathname } = new URL("../decoder/", location.href);
      form.diagnose.href = tokenAddress(pathname, form.token.value.trim());
    };
    form.buttons.newJti.onclick = () => this.#renewClaims();
    form.buttons.newSecret.onclick = () => {
      this.#newKey = this.#renewKey().catch((error) => this.#fail(error));
    };
    this.view.extras.onTamper = (part) => this.#tamper(part);
    this.view.extras.onCode = () => this.#queue.add("code");
    form.claims.control.onkeydown = ({ key, ctrlKey, metaKey }) => {
      if (key === "Enter" && (ctrlKey || metaKey)) this.#queue.add("sign");
    };
    this.addEventListener("input", ({ target }) => this.#changed(target));
    this.#host.startOnApproach();
  }

  /** Opens on a signed token: the one that the address brings, or a new one. */
  async #open() {
    const { form } = this.view;
    const brought = takeToken();
    if (brought !== undefined) {
      const isRead = form.edit(brought);
      this.#newKey = this.#renewKey();
      await this.#newKey;
      this.view.say(isRead ? BROUGHT : NOT_READ);
      return;
    }
    // Browsers sign on https and localhost only; elsewhere the button Sign does.
    if (form.token.value || !crypto.subtle) return;
    const header = { alg: form.chosen, typ: "JWT" };
    const secret = new TextEncoder().encode(form.key.value);
    const token = await signed(header, JSON.parse(form.claims.value), secret);
    // The reader may have pasted a token meanwhile.
    if (!form.token.value) form.token.value = token;
  }

  /** @param {Action} action */
  async #perform(action) {
    if (action === "code") return this.#showCode();
    this.view.clearProblem(this.view.form.buttons[action]);
    await this.#newKey;
    this.#last = action;
    await ACTIONS[action](this.view);
    await this.#refresh();
  }

  /** @param {EventTarget | null} target */
  #changed(target) {
    const { claims, token } = this.view.form;
    if (target === claims.control) {
      if (python.state === "ready") this.#help.set(claims.value);
      return;
    }
    if (this.view.extras.element.contains(/** @type {Node} */ (target))) return;
    this.view.clearVerdict();
    this.view.form.tellKeySize();
    if (target === token.control) this.view.parts.clear();
  }

  #renewClaims() {
    const { claims } = this.view.form;
    const text = withFreshClaims(claims.value);
    if (text === null) return claims.refuse(NOT_JSON);
    claims.value = text;
    claims.accept();
    this.view.say("The claims have a new jti, and new times in iat and exp.");
  }

  async #renewKey() {
    const { key, chosen } = this.view.form;
    if (usesSecret(chosen)) {
      key.value = newSecret(chosen);
      this.view.extras.showKeys({});
      this.view.say(`The key is a new random secret for ${chosen}.`);
    } else {
      const made = await makeKeyTexts(chosen);
      key.value = made.privatePem;
      this.view.extras.showKeys(made);
      this.view.say(
        `The key is a new private key for ${chosen}. Both halves are shown below.`,
      );
    }
    key.accept();
  }

  /** @param {string} name */
  #addClaim(name) {
    const { claims } = this.view.form;
    const text = withExampleClaim(claims.value, name);
    if (text !== null) claims.value = text;
  }

  /** @param {number} part 0 for the header, 1 for the payload, 2 for the signature */
  #tamper(part) {
    const { token } = this.view.form;
    const changed = tampered(token.value, part);
    if (!changed)
      return this.view.say("There is no such part to change. Sign a token first.");
    token.value = changed;
    this.#queue.add("verify");
  }

  async #showCode() {
    const { claims, token, chosen } = this.view.form;
    const values = [claims.value, token.value, chosen];
    const code = await python.call(HELP, "code", this.#last, ...values);
    this.view.extras.showCode(code);
    const copied = await copyText(code);
    this.view.say(copied ? PROGRAM_COPIED : PROGRAM_SHOWN);
  }

  /** Shows how much of Python has arrived, or the denylist if Python is ready. */
  #followPython() {
    this.view.progress(this.#host.loadingNote);
    if (python.state !== "ready") return;
    this.#refresh().catch(() => {});
    this.#help.set(this.view.form.claims.value);
  }

  async #refresh() {
    const rows = await python.call(TOOL, "denylist");
    this.view.denylist.show(rows);
    this.view.extras.showCosts(await python.call(TOOL, "costs"));
    clearTimeout(this.#expiry);
    // The next row to expire comes first. A row without exp never leaves the list.
    const exp = rows[0]?.exp;
    if (!exp || !this.isConnected) return;
    const left = exp * 1000 - Date.now();
    this.#expiry = setTimeout(
      () => this.#followPython(),
      Math.min(left + 500, LONGEST_TIMER),
    );
  }

  /** @param {unknown} error */
  #fail(error) {
    const sentence = failureSentence(error, WORDS);
    // After a failed load the waiting actions are kept, and Retry performs them.
    const retry = button("Retry", () => this.#queue.go());
    if (isLoadFailure(error)) return this.view.problem(sentence, retry);
    this.#queue.forget();
    this.view.problem(sentence);
  }
}
