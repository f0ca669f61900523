import { PythonHost, failureSentence, prefetchWhenIdle } from "../python/host.js";
import { python } from "../python/page-python.js";
import { copyText } from "../shared/clipboard.js";
import { button } from "../shared/dom.js";
import { LatestOnly } from "../shared/latest-only.js";
import { makeExample } from "./example-token.js";
import { takeToken, tokenAddress } from "./token-link.js";
import { DecoderView } from "./view.js";

/**
 * @import { Fields } from "./form.js"
 * @import { Decoded } from "./types.js"
 */

const TOOL = "examples.decoder.decoder:Decoder";
/** Milliseconds without a key press after which verdict and alerts are announced. */
const QUIET_MS = 600;
/** Bytes of the largest file that can be dropped. */
const LARGEST_FILE = 1 << 20;
const COPIED = "The address is in the clipboard: it holds the token, never the key.";

/** Decodes, explains and verifies a token while the reader types. */
export class JwtDecoder extends HTMLElement {
  /** @type {DecoderView} */
  // @ts-expect-error: made when the element is first connected
  view;
  /** Seconds by which Python's clock is ahead of the page's. */
  #offset = 0;
  #ticking = 0;
  #quiet = 0;
  #host = new PythonHost(this, () => this.#followPython());
  #fromAddress = () => this.#takeFragment();
  #latest = new LatestOnly(
    (/** @type {Fields} */ fields) => python.call(TOOL, "decode", fields),
    (/** @type {Decoded} */ decoded) => this.#show(decoded),
    (error) => this.#fail(error),
  );

  connectedCallback() {
    if (!this.view) {
      this.view = new DecoderView(this);
      this.#listen();
    }
    this.#host.connect();
    addEventListener("hashchange", this.#fromAddress);
    this.#ticking = setInterval(() => this.view.tick(), 1000);
    this.#followPython();
    prefetchWhenIdle();
    this.#takeFragment();
  }

  disconnectedCallback() {
    this.#host.disconnect();
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
    this.#host.startOnApproach();
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
    if (await copyText(address)) return this.view.say(COPIED);
    this.view.problem(
      `The browser did not allow copying. Copy the address yourself: ${address}`,
    );
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
        `${file.name} has ${file.size} bytes, which is too large for a token. Drop another file.`,
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

  #followPython() {
    this.view.progress(this.#host.loadingNote);
  }

  /** @param {unknown} error */
  #fail(error) {
    const sentence = failureSentence(error, { kept: "Your input is kept" });
    this.view.problem(
      sentence,
      button("Retry", () => this.decode()),
    );
  }
}
