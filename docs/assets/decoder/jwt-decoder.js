import { button } from "../shared/dom.js";
import { prefetchWhenIdle, python } from "../python/page-python.js";
import { LoadFailed, Stopped } from "../python/client.js";
import { loadingNote } from "../python/loading-note.js";
import { takeToken, tokenAddress } from "./token-link.js";
import { DecoderView } from "./view.js";
import { makeExample } from "./example-token.js";
import { Latest } from "../shared/latest-only.js";

/**
 * @import { Fields } from "./form.js"
 * @import { Decoded } from "./types.js"
 */

export const TOOL = "examples.decoder.decoder:Decoder";
const WEBCRYPTO = "live_webcrypto:WebCrypto";
const QUIET_MS = 600;
const LARGEST_FILE = 1 << 20;
const STOPPED =
  "Python was stopped before it answered. Your input is kept: press Retry.";

/** Decodes, explains and verifies what the reader pastes, as it is typed. */
export class JwtDecoder extends HTMLElement {
  /** @type {DecoderView} */
  // @ts-expect-error: made when the element is first connected
  view;
  #offset = 0;
  #ticking = 0;
  #quiet = 0;
  #follow = () => this.#followPython();
  #fromAddress = () => this.#takeFragment();
  #latest = new Latest(
    (/** @type {Fields} */ fields) => python.call(TOOL, "decode", fields),
    (/** @type {Decoded} */ decoded) => this.#show(decoded),
    (error) => this.#fail(error),
  );

  connectedCallback() {
    if (!this.view) {
      this.view = new DecoderView(this);
      this.#listen();
    }
    python.addEventListener("state", this.#follow);
    python.addEventListener("progress", this.#follow);
    addEventListener("hashchange", this.#fromAddress);
    this.#ticking = setInterval(() => this.view.tick(), 1000);
    this.#follow();
    prefetchWhenIdle();
    this.#takeFragment();
  }

  disconnectedCallback() {
    python.removeEventListener("state", this.#follow);
    python.removeEventListener("progress", this.#follow);
    removeEventListener("hashchange", this.#fromAddress);
    clearInterval(this.#ticking);
    this.#latest.forget();
  }

  #listen() {
    const { form, editor } = this.view;
    this.addEventListener("input", (event) => this.#changed(event));
    form.buttons.clear.onclick = () => this.#clear();
    form.buttons.share.onclick = () => this.#share();
    form.buttons.example.onclick = () => this.#try(() => makeExample(form));
    form.buttons.sign.onclick = () => this.#try(() => this.#signAgain());
    editor.field.element.addEventListener("input", (event) => {
      event.stopPropagation();
      this.#try(() => this.#replacePayload());
    });
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => this.#drop(event));
    const warm = () => python.start().catch(() => {});
    for (const approach of ["pointerenter", "focusin", "touchstart"])
      this.addEventListener(approach, warm, { once: true, passive: true });
  }

  /** @param {Event} event */
  #changed({ target }) {
    this.view.form.keepOneForm(target);
    this.#hush();
    this.decode();
  }

  decode() {
    this.dataset.state = "busy";
    this.view.verdict.clear();
    this.view.problem("");
    return this.#latest.set(this.view.form.values);
  }

  /** @param {Decoded} decoded */
  #show(decoded) {
    this.#offset = decoded.now - Date.now() / 1000;
    const fixed = this.view.form.now.value.trim();
    const now = () => (fixed ? decoded.now : Date.now() / 1000 + this.#offset);
    this.view.show(decoded, now);
    this.dataset.state = "done";
  }

  #hush() {
    this.view.hush(true);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.view.hush(false), QUIET_MS);
  }

  #takeFragment() {
    const token = takeToken();
    if (token !== undefined) this.view.form.token.value = token;
  }

  #clear() {
    const { form } = this.view;
    form.key.value = "";
    form.token.value = "";
    form.token.control.focus();
  }

  async #share() {
    const address = tokenAddress(this.view.form.token.value.trim());
    try {
      await navigator.clipboard.writeText(address);
      this.view.say(
        "The address is in the clipboard: it holds the token, never the key.",
      );
    } catch {
      this.view.problem(
        `The clipboard is closed to this page. The address: ${address}`,
      );
    }
  }

  async #replacePayload() {
    const { form, editor } = this.view;
    const text = editor.field.value;
    const made = await python.call(TOOL, "replace_payload", form.token.value, text);
    if (made.error) return editor.field.refuse(made.error);
    editor.field.accept();
    form.token.value = made.token;
  }

  async #signAgain() {
    const { form, editor } = this.view;
    const { token, algorithm, key, form: written } = form.values;
    const made = await python.call(TOOL, "sign_again", token, algorithm, key, written);
    if (made.error) return editor.field.refuse(made.error);
    editor.field.accept();
    form.token.value = made.token;
  }

  /** @param {DragEvent} event */
  async #drop(event) {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > LARGEST_FILE)
      return this.view.problem(
        `${file.name} has ${file.size} bytes: a token is smaller.`,
      );
    this.view.form.token.value = await file.text();
  }

  /** @param {() => Promise<void>} work */
  async #try(work) {
    try {
      await work();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #tellLimits() {
    this.view.form.tellLimits(await python.call(WEBCRYPTO, "missing"));
  }

  #followPython() {
    this.view.progress(python.state === "loading" ? loadingNote() : "");
    if (python.state === "ready") this.#tellLimits().catch(() => {});
  }

  /** @param {unknown} error */
  #fail(error) {
    const reason = error instanceof Error ? error.message : String(error);
    const retry = button("Retry", () => this.decode());
    if (error instanceof LoadFailed) {
      const sentence = `Python could not be loaded: ${reason} Your input is kept: check the connection and press Retry.`;
      return this.view.problem(sentence, retry);
    }
    const stopped = error instanceof Stopped;
    this.view.problem(
      stopped ? STOPPED : `The page could not do this: ${reason}`,
      retry,
    );
  }
}
