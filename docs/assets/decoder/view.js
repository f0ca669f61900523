import { button, make, showOrHide, status } from "../shared/dom.js";
import { ClaimsTable } from "./claims-table.js";
import { Dates } from "./dates.js";
import { EXAMPLES } from "./examples.js";
import { jsonText } from "./json-text.js";
import { KeyDrawer } from "./key-drawer.js";
import { KnownList } from "./known-list.js";
import { LifeLine } from "./life-line.js";
import { PartRegion } from "./part-region.js";
import { ReproduceTab } from "./reproduce-tab.js";
import { SizeBars } from "./size-bars.js";
import { Tabs } from "./tabs.js";
import { TokenField } from "../shared/token-field.js";
import { Verdict } from "./verdict.js";
import { WarningList } from "./warning-list.js";

/** @import { Decoded, Found, Row, Tried } from "./types.js" */

/** Everything in the decoder that a reader sees or hears. */
export class DecoderView {
  token = new TokenField("Encoded token");
  drawer = new KeyDrawer();
  verdict = new Verdict();
  buttons = {
    paste: ghost("Paste"),
    copy: ghost("Copy"),
    clear: ghost("Clear"),
    share: ghost("Share"),
  };
  /** Takes the token along to the workshop, which edits and signs it. */
  edit = make("a", { class: "ghost-button", href: "../workshop/" }, "Edit and sign");
  example = make("select", { autocomplete: "off", "aria-label": "Example" });
  /** @param {string} _label the token to read */
  onPick = (_label) => {};
  #dates = new Dates();
  #zone = make("select", { autocomplete: "off" });
  #count = make("span", { class: "token-count" });
  #found = make("fieldset", { class: "token-found" });
  #header = new PartRegion("Header", "header");
  #signature = new PartRegion("Signature", "signature");
  #sizes = new SizeBars();
  #life = new LifeLine();
  #claims = new ClaimsTable();
  #raw = make("pre", { tabindex: "0", dir: "ltr" });
  #note = make("p", { class: "decoder-hint" });
  #reproduce = new ReproduceTab();
  #warnings = new WarningList();
  #notice = status("Notice", "decoder-hint");
  #progress = make("p", { class: "decoder-hint", hidden: "" });
  #problem = make("div", { class: "form-problem" });
  #body = make("section", { class: "decoder-body", role: "region" });
  #rawShown = "";
  #load;
  /** @type {Decoded | undefined} */
  #shown;

  /**
   * @param {HTMLElement} element
   * @param {(id: string) => void} load loads an example
   */
  constructor(element, load) {
    this.known = new KnownList(load);
    this.#load = load;
    const claims = make(
      "div",
      {},
      this.#life.element,
      this.#note,
      this.#claims.element,
    );
    const raw = make("div", { class: "decoder-raw" }, this.#raw);
    this.tabs = new Tabs("Views of the token", {
      claims,
      raw,
      reproduce: this.#reproduce.element,
    });
    this.#body.setAttribute("aria-label", "Payload");
    this.#body.append(this.#tabBar(), claims, raw, this.#reproduce.element);
    element.append(this.#left(), this.#right());
    this.#headTools(element);
    this.#awaitPython();
    this.#zone.onchange = () => {
      this.#dates.isLocal = this.#zone.value === "local";
      if (this.#shown) this.show(this.#shown);
    };
  }

  /** Shows what there is to see before Python has answered for the first time. */
  #awaitPython() {
    ["Payload", "Raw JSON", "Reproduce in PyJWT"].forEach((name, at) =>
      this.tabs.title(at, name),
    );
    this.known.element.hidden = true;
    this.#found.hidden = true;
    this.#warnings.show([]);
    this.#sizes.show([]);
    this.#life.show(null, this.#dates);
    this.#header.show([], "Python reads it as soon as it has started.");
    this.#signature.show([], "Python reads it as soon as it has started.");
  }

  /** @param {HTMLElement} element */
  #headTools(element) {
    this.example.append(
      ...Object.entries(EXAMPLES).map(([value, name]) =>
        make("option", { value }, `Example: ${name}`),
      ),
    );
    const tools = make("div", { class: "decoder-tools" }, this.example);
    tools.append(this.buttons.share, this.edit);
    element.querySelector(".decoder-head")?.append(tools);
  }

  #left() {
    const { paste, copy, clear } = this.buttons;
    const id = "field-encoded-token";
    this.token.control.id = id;
    this.token.control.placeholder =
      "Paste a token, a cookie, or a whole Authorization header";
    const tools = make("div", { class: "decoder-tools" }, paste, copy, clear);
    paste.hidden = !navigator.clipboard?.readText;
    const label = make("label", { for: id }, "Encoded token");
    const row = make("div", { class: "token-row" }, label, " ", this.#count, tools);
    const token = make("div", { class: "decoder-token" }, row, this.token.element);
    token.append(this.token.names, this.#found, this.#notice);
    token.append(this.#progress, this.#problem);
    const parts = make("div", { class: "decoder-parts" });
    parts.append(this.#header.element, this.#signature.element);
    const left = make("div", { class: "decoder-left" }, token, parts);
    left.append(this.drawer.element, this.#sizes.element);
    return left;
  }

  #right() {
    const { line, why, checks } = this.verdict;
    const right = make("div", { class: "decoder-right" }, line, why, checks);
    right.append(this.known.element, this.#body, this.#warnings.element);
    return right;
  }

  #tabBar() {
    this.#zone.append(
      make("option", { value: "utc" }, "UTC"),
      make("option", { value: "local" }, "your time zone"),
    );
    this.#zone.id = "field-zone";
    const label = make("label", { for: "field-zone" }, "Times in");
    const zone = make("div", { class: "tab-zone" }, label, " ", this.#zone);
    return make("div", { class: "tab-bar" }, this.tabs.list, zone);
  }

  /** @param {Decoded} decoded */
  show(decoded) {
    this.#shown = decoded;
    const { headline, checks, verdict, sentence } = decoded;
    const isEmpty = headline.kind === "idle";
    this.verdict.show(headline, checks, verdict, sentence);
    this.#showActions(decoded);
    this.known.element.hidden = !isEmpty;
    this.#body.hidden = isEmpty;
    this.#showToken(decoded);
    this.#showPayload(decoded);
    this.drawer.show(decoded);
    this.#warnings.show(decoded.warnings);
    this.#sizes.show(decoded.sizes);
  }

  /** @param {Decoded} decoded */
  #showActions({ headline, offers }) {
    const fix = offers.find(({ outcome }) => outcome === "matches");
    const isEmpty = headline.kind === "idle";
    const shown = isEmpty
      ? "examples"
      : headline.kind === "accept" || !fix
        ? ""
        : fix.name;
    const { actions } = this.verdict;
    if (actions.dataset.shown === shown) return;
    actions.dataset.shown = shown;
    const buttons = isEmpty
      ? [
          button("Load the example", () => this.#load("valid")),
          button("Load an expired one", () => this.#load("expired")),
        ]
      : shown && fix
        ? [button(fix.name, () => this.drawer.take(fix.name))]
        : [];
    buttons[0]?.classList.add("action-button--main");
    actions.replaceChildren(...buttons);
  }

  /** @param {Decoded} decoded */
  #showToken(decoded) {
    const { token, found, picked, paste, header, signature, removed, notes } = decoded;
    const text = this.token.value;
    this.token.follow(token, decoded.parts);
    const bytes = `${text.length.toLocaleString("en")} bytes`;
    const count = paste ? `found in ${paste}` : text ? bytes : "nothing yet";
    if (this.#count.textContent !== count) this.#count.textContent = count;
    this.#showFound(found, picked);
    const gone = removed.length ? `Removed before reading: ${removed.join(", ")}.` : "";
    this.say([gone, ...notes.slice(0, 3)].filter(Boolean).join(" "));
    this.#header.element.hidden = !token;
    // An encrypted token has a tag instead.
    this.#signature.element.hidden = !token || decoded.parts.includes("Tag");
    this.#header.show(header.rows, "It has no header that can be read.");
    const keys = decoded.tried.map(keyRow);
    this.#signature.show([...signature, ...keys], "It has no signature to read.");
  }

  /** @param {Found[]} found @param {string} picked */
  #showFound(found, picked) {
    this.#found.hidden = found.length < 2;
    const key = JSON.stringify([found, picked]);
    if (this.#found.dataset.shown === key) return;
    this.#found.dataset.shown = key;
    const legend = make("legend", { class: "away" }, "Token to read");
    const choices = found.map(({ label }) => {
      const radio = make("input", { type: "radio", name: "token-to-read" });
      radio.checked = label === picked;
      radio.onchange = () => this.onPick(label);
      return make("label", {}, radio, " ", make("bdi", {}, label));
    });
    this.#found.replaceChildren(legend, ...choices);
  }

  /** @param {Decoded} decoded */
  #showPayload(decoded) {
    const { header, payload, verified, life } = decoded;
    this.#life.show(life, this.#dates);
    showOrHide(this.#note, payload.note);
    const { rows, more } = payload;
    this.#claims.show(rows, { verified, more, dates: this.#dates });
    const raw = JSON.stringify([header.runs, payload.runs]);
    if (raw !== this.#rawShown) {
      this.#rawShown = raw;
      const between = header.runs.length && payload.runs.length ? ["\n\n"] : [];
      const texts = [...jsonText(header.runs), ...between, ...jsonText(payload.runs)];
      this.#raw.replaceChildren(...texts);
    }
    this.tabs.title(0, payload.title);
    this.tabs.title(1, "Raw JSON");
    const { reproduced, elsewhere } = decoded;
    this.tabs.title(2, reproduced ? "Reproduce in PyJWT" : "");
    this.#reproduce.show(reproduced, elsewhere);
  }

  /**
   * Keeps a screen reader from announcing verdict and warnings while the reader types.
   *
   * @param {boolean} busy
   */
  hush(busy) {
    for (const element of [this.verdict.line, this.verdict.why, this.#warnings.element])
      element.setAttribute("aria-busy", String(busy));
  }

  /** @param {string} sentence announced when the screen reader is free */
  say(sentence) {
    if (this.#notice.textContent !== sentence) this.#notice.textContent = sentence;
  }

  /** @param {string} text */
  progress(text) {
    showOrHide(this.#progress, text);
  }

  /**
   * @param {string} sentence announced at once; empty to remove the problem
   * @param {...HTMLButtonElement} ways buttons for what the reader can do
   */
  problem(sentence, ...ways) {
    const text = sentence ? [make("p", { role: "alert" }, sentence)] : [];
    this.#problem.replaceChildren(...text, ...ways);
  }
}

/** @param {Tried} tried @returns {Row} */
function keyRow({ name, outcome, sentence }) {
  const none = { bold: "", label: "", url: "", time: null, age: "" };
  const meaning = `${name}: ${sentence}`;
  return { ...none, name: "key", value: outcome, meaning, tone: "" };
}

/** @param {string} name */
function ghost(name) {
  return make("button", { type: "button", class: "ghost-button" }, name);
}
