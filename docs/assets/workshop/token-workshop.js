import { button } from "../shared/dom.js";
import { prefetchWhenIdle, python } from "../python/page-python.js";
import { LoadFailed, Stopped } from "../python/client.js";
import { loadingNote } from "../python/loading-note.js";
import { Turns } from "../shared/action-queue.js";
import { makeExported } from "../shared/key-maker.js";
import { Latest } from "../shared/latest-only.js";
import { isSecret, newSecret, renewed, withClaim } from "../shared/secret-input.js";
import { WorkshopView } from "./view.js";
import { TOOL, WORK } from "./actions.js";

/** @import { Action } from "./actions.js" */

const LONGEST_TIMER = 2 ** 31 - 1;
const STOPPED =
  "Python was stopped before it answered, and the denylist is gone with it. " +
  "Your input is kept: press the button again.";
const HELP = "examples.workshop.help:WorkshopHelp";
const NOT_JSON =
  "The claims are not a JSON object, so they got no new jti: correct them.";

/** Signs, decodes, verifies and revokes tokens with the page's Python. */
export class TokenWorkshop extends HTMLElement {
  /** @type {WorkshopView} */
  // @ts-expect-error: made when the element is first connected
  view;
  #turns = new Turns(
    (action) => this.#perform(action),
    (error) => this.#fail(error),
  );
  #help = new Latest(
    (/** @type {string} */ claims) => python.call(HELP, "explain", claims),
    (help) => this.view.extras.explain(help, (name) => this.#addClaim(name)),
    () => {},
  );
  /** @type {keyof typeof WORK} */
  #last = "decode";
  /** A press of Sign that follows waits for the key. */
  #making = Promise.resolve();
  #expiry = 0;
  #follow = () => this.#followPython();

  connectedCallback() {
    if (!this.view) {
      this.view = new WorkshopView(this);
      this.#listen();
    }
    python.addEventListener("state", this.#follow);
    python.addEventListener("progress", this.#follow);
    this.#follow();
    prefetchWhenIdle();
  }

  disconnectedCallback() {
    python.removeEventListener("state", this.#follow);
    python.removeEventListener("progress", this.#follow);
    clearTimeout(this.#expiry);
    this.#turns.forget();
  }

  #listen() {
    const { form } = this.view;
    const actions = /** @type {(keyof typeof WORK)[]} */ (Object.keys(WORK));
    for (const action of actions) {
      form.buttons[action].onclick = () => this.#turns.add(action);
    }
    form.buttons.newJti.onclick = () => this.#renewClaims();
    form.buttons.newSecret.onclick = () => {
      this.#making = this.#renewKey().catch((error) => this.#fail(error));
    };
    this.view.extras.onTamper = (part) => this.#tamper(part);
    this.view.extras.onCode = () => this.#turns.add("code");
    form.claims.control.onkeydown = ({ key, ctrlKey, metaKey }) => {
      if (key === "Enter" && (ctrlKey || metaKey)) this.#turns.add("sign");
    };
    this.addEventListener("input", ({ target }) => this.#changed(target));
    const warm = () => python.start().catch(() => {});
    for (const approach of ["pointerenter", "focusin", "touchstart"]) {
      this.addEventListener(approach, warm, { once: true, passive: true });
    }
  }

  /** @param {Action} action */
  async #perform(action) {
    if (action === "code") return this.#showCode();
    this.view.clearProblem(this.view.form.buttons[action]);
    await this.#making;
    this.#last = action;
    await WORK[action](this.view);
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
    const text = renewed(claims.value);
    if (text === null) return claims.refuse(NOT_JSON);
    claims.value = text;
    claims.accept();
    this.view.say("The claims have a new jti, and new times in iat and exp.");
  }

  async #renewKey() {
    const { key, chosen } = this.view.form;
    if (isSecret(chosen)) {
      key.value = newSecret(chosen);
      this.view.extras.showKeys({});
      this.view.say(`The key is a new random secret for ${chosen}.`);
    } else {
      const made = await makeExported(chosen);
      key.value = made.privatePem;
      this.view.extras.showKeys(made);
      this.view.say(
        `The key is a new private key for ${chosen}; both halves stand below.`,
      );
    }
    key.accept();
  }

  /** @param {string} name */
  #addClaim(name) {
    const { claims } = this.view.form;
    const text = withClaim(claims.value, name);
    if (text !== null) claims.value = text;
  }

  /** @param {number} part 0 for the header, 1 for the payload, 2 for the signature */
  #tamper(part) {
    const { token } = this.view.form;
    const parts = token.value.trim().split(".");
    const text = parts[part] ?? "";
    const at = Math.floor(text.length / 2);
    if (!text)
      return this.view.say("There is no such part to change: sign a token first.");
    const other = text[at] === "A" ? "B" : "A";
    parts[part] = text.slice(0, at) + other + text.slice(at + 1);
    token.value = parts.join(".");
    this.#turns.add("verify");
  }

  async #showCode() {
    const { claims, token, chosen } = this.view.form;
    const values = [claims.value, token.value, chosen];
    const code = await python.call(HELP, "code", this.#last, ...values);
    this.view.extras.showCode(code);
    await navigator.clipboard?.writeText(code).catch(() => {});
    this.view.say(
      "The program stands below, and in the clipboard if the browser allows.",
    );
  }

  /** Shows the bytes of a loading Python, and the denylist of one that is ready. */
  #followPython() {
    const loading = python.state === "loading";
    this.view.progress(loading ? loadingNote() : "");
    if (python.state !== "ready") return;
    this.#refresh().catch(() => {});
    this.#help.set(this.view.form.claims.value);
  }

  async #refresh() {
    const rows = await python.call(TOOL, "denylist");
    this.view.denylist.show(rows);
    this.view.extras.showCosts(await python.call(TOOL, "costs"));
    clearTimeout(this.#expiry);
    if (!rows.length || !this.isConnected) return;
    const left = rows[0].exp * 1000 - Date.now();
    this.#expiry = setTimeout(this.#follow, Math.min(left + 500, LONGEST_TIMER));
  }

  /** @param {unknown} error */
  #fail(error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof LoadFailed) {
      const retry = button("Retry", () => this.#turns.go());
      const sentence = `Python could not be loaded: ${reason} Your input is kept: check the connection and press Retry.`;
      return this.view.problem(sentence, retry);
    }
    this.#turns.forget();
    const stopped = error instanceof Stopped;
    this.view.problem(stopped ? STOPPED : `The page could not do this: ${reason}`);
  }
}
