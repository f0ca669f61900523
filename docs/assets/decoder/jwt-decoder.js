import { PythonHost, failureSentence, prepareWhenIdle } from "../python/host.js";
import { python } from "../python/page-python.js";
import { copyText } from "../shared/clipboard.js";
import { button } from "../shared/dom.js";
import { LatestOnly } from "../shared/latest-only.js";
import { makeExample } from "./examples.js";
import { takeToken, tokenAddress } from "../shared/token-link.js";
import { DecoderView } from "./view.js";

/** @import { Decoded, Offer } from "./types.js" */

const TOOL = "examples.decoder.decoder:Decoder";
/** Milliseconds without a key press after which verdict and alerts are announced. */
const QUIET_MS = 600;
/** Milliseconds after which an old verdict makes way for the word that it is checked. */
const PATIENCE_MS = 100;
/** Seconds after which ages are written anew, and while seconds count. */
const TICKS = { calm: 15, restless: 1 };
/** Characters of a token and of a key that Python gets; it refuses longer ones. */
const LONGEST = { token: (1 << 18) + 1, key: (1 << 22) + 1 };
/** Bytes of the largest file that can be dropped. */
const LARGEST_FILE = 1 << 20;
const COPIED = "The address is in the clipboard: it holds the token, never the key.";
const NO_PASTE =
  "The browser did not allow reading the clipboard. Press Ctrl+V in the field instead.";

/** Diagnoses what a reader pastes, while the reader types. */
export class JwtDecoder extends HTMLElement {
  /** @type {DecoderView} */
  // @ts-expect-error: made when the element is first connected
  view;
  /** The example as it was loaded: its key goes when its token does. */
  #example = { token: "", key: "" };
  #pick = "";
  #ticks = 0;
  #ticking = 0;
  #quiet = 0;
  #patience = 0;
  #isRestless = false;
  #host = new PythonHost(this, () => this.#followPython());
  #fromAddress = () => this.#takeFragment();
  #latest = new LatestOnly(
    (/** @type {Record<string, string>} */ fields) =>
      python.call(TOOL, "decode", fields),
    (/** @type {Decoded} */ decoded) => this.#show(decoded),
    (error) => this.#fail(error),
  );

  connectedCallback() {
    if (!this.view) {
      this.view = new DecoderView(this, (id) => this.#try(() => this.#load(id)));
      this.#listen();
    }
    this.#host.connect();
    addEventListener("hashchange", this.#fromAddress);
    this.#ticking = setInterval(() => this.#tick(), 1000);
    this.#followPython();
    prepareWhenIdle();
    if (!this.#takeFragment() && !this.view.token.value)
      this.#try(() => this.#load("valid"));
  }

  disconnectedCallback() {
    this.#host.disconnect();
    removeEventListener("hashchange", this.#fromAddress);
    clearInterval(this.#ticking);
    clearTimeout(this.#patience);
    this.#latest.forget();
  }

  #listen() {
    const { view } = this;
    const { buttons, drawer, example } = view;
    this.addEventListener("input", (event) => this.#changed(event));
    this.addEventListener("change", ({ target }) => {
      if (target === drawer.form || target === drawer.base64url) this.decode();
    });
    buttons.clear.onclick = () => this.#clear();
    buttons.share.onclick = () => this.#share();
    buttons.copy.onclick = () => this.#copy();
    buttons.paste.onclick = () => this.#paste();
    // The address is written when it is needed, since the reader may type meanwhile.
    view.edit.onclick = (event) => this.#edit(event);
    example.onchange = () => this.#try(() => this.#load(example.value));
    drawer.onOffer = (offer) => this.#take(offer);
    view.onPick = (label) => {
      this.#pick = label;
      this.decode();
    };
    this.addEventListener("dragover", (event) => event.preventDefault());
    this.addEventListener("drop", (event) => this.#drop(event));
    this.#host.startOnApproach();
  }

  /** @param {Event} event */
  #changed({ target }) {
    const { drawer, token } = this.view;
    if (target === this.view.example || target === drawer.base64url) return;
    if (target === token.control) this.#pick = "";
    if (target === token.control && this.#isForeign()) this.#dropExampleKey();
    this.#hush();
    this.decode();
  }

  /** Tells whether no part of the example's token is left. */
  #isForeign() {
    const { key, token } = this.#example;
    if (!key || this.view.drawer.control.value !== key) return false;
    const text = this.view.token.value;
    const parts = /[\w-]+\.[\w-]+\.[\w-]*/.exec(token)?.[0].split(".") ?? [token];
    return !parts.some((part) => part && text.includes(part));
  }

  #dropExampleKey() {
    this.view.drawer.control.value = "";
    this.#example = { token: "", key: "" };
  }

  decode() {
    this.dataset.state = "busy";
    this.#ticks = 0;
    this.view.problem("");
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#waited(), PATIENCE_MS);
    return this.#latest.set(this.#fields);
  }

  /** Says that the verdict is not there yet, rather than leave an old one. */
  #waited() {
    if (python.state === "ready") this.view.verdict.withhold("still checking");
  }

  get #fields() {
    const { drawer, token } = this.view;
    return {
      token: token.value.slice(0, LONGEST.token),
      algorithm: drawer.algorithm.value,
      key: drawer.control.value.slice(0, LONGEST.key),
      form: drawer.form.value,
      iss: drawer.iss.value,
      aud: drawer.aud.value,
      leeway: drawer.leeway.value,
      now: drawer.now.value,
      pick: this.#pick,
    };
  }

  /** @param {Decoded} decoded */
  #show(decoded) {
    clearTimeout(this.#patience);
    this.#isRestless = decoded.restless;
    this.view.show(decoded);
    this.dataset.state = "done";
  }

  /** Writes ages anew, for which Python has the words. */
  #tick() {
    this.#ticks += 1;
    const every = this.#isRestless ? TICKS.restless : TICKS.calm;
    const { token, drawer } = this.view;
    const idle = this.dataset.state !== "done" || !token.value || drawer.now.value;
    if (idle || document.hidden || this.#ticks < every) return;
    this.#ticks = 0;
    this.#latest.set(this.#fields);
  }

  #hush() {
    this.view.hush(true);
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => this.view.hush(false), QUIET_MS);
  }

  #takeFragment() {
    const token = takeToken();
    if (token === undefined) return false;
    if (this.view.drawer.control.value === this.#example.key) this.#dropExampleKey();
    this.view.token.value = token;
    if (!token) this.decode();
    return true;
  }

  /** @param {string} id of an example */
  async #load(id) {
    const { drawer, token, example } = this.view;
    const made = await makeExample(id, drawer.algorithm.value);
    this.#example = made;
    if (id in Object.fromEntries([...example.options].map((one) => [one.value, one])))
      example.value = id;
    drawer.read("text");
    drawer.control.value = made.key;
    if (token.value === made.token) await this.decode();
    token.value = made.token;
  }

  /** @param {Offer} offer */
  #take({ key, form }) {
    const { drawer } = this.view;
    drawer.read(form);
    drawer.control.value = key;
    drawer.control.focus();
    this.decode();
  }

  #clear() {
    const { drawer, token } = this.view;
    drawer.control.value = "";
    drawer.read("text");
    drawer.algorithm.value = "";
    if (token.value) token.value = "";
    else this.decode();
    token.control.focus();
  }

  async #copy() {
    const copied = await copyText(this.view.token.value);
    this.view.say(
      copied ? "The text is in the clipboard." : "Press Ctrl+C to copy it.",
    );
  }

  async #paste() {
    try {
      this.view.token.value = await navigator.clipboard.readText();
    } catch {
      this.view.problem(NO_PASTE);
    }
    this.view.token.control.focus();
  }

  async #share() {
    const address = tokenAddress(location.pathname, this.view.token.value.trim());
    if (await copyText(address)) return this.view.say(COPIED);
    this.view.problem(
      `The browser did not allow copying. Copy the address yourself: ${address}`,
    );
  }

  /** @param {Event} event */
  #edit(event) {
    // Instant navigation would write the address anew after the token has left it.
    event.stopPropagation();
    const { pathname } = new URL("../workshop/", location.href);
    this.view.edit.href = tokenAddress(pathname, this.view.token.value.trim());
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
    this.view.token.value = await file.text();
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
    clearTimeout(this.#patience);
    const sentence = failureSentence(error, { kept: "Your input is kept" });
    this.view.verdict.withhold("Python gave no answer");
    this.view.problem(
      sentence,
      button("Retry", () => this.decode()),
    );
  }
}
