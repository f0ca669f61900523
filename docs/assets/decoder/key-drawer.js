import { ALGORITHMS } from "../shared/algorithms.js";
import { button, make } from "../shared/dom.js";
import { FormField, textArea, textLine } from "../shared/form-field.js";

/** @import { Decoded, Offer } from "./types.js" */

const FORMS = {
  text: "Text",
  base64: "Base64",
  base64url: "Base64url",
  hex: "Hex",
};
const WIDE = "(min-width: 60em)";
/** Readings that are offered before the reader asks for the rest. */
const OFFERED = 3;
const OUTCOMES = {
  matches: "Matches.",
  "no match": "Tried: no match.",
  "does not apply": "Does not apply:",
};

/** The key with everything that decides how it is used, in a drawer. */
export class KeyDrawer {
  element = make("details", { class: "key-drawer" });
  control = textArea(3);
  algorithm = make("select", { autocomplete: "off" });
  form = make("select", { autocomplete: "off" });
  base64url = make("input", { type: "checkbox", autocomplete: "off" });
  /** @param {Offer} _offer */
  onOffer = (_offer) => {};
  #summary = make("span");
  #offers = make("ul", { class: "key-offers", "aria-label": "Other readings" });
  #needed = false;
  #openedHere = false;
  /** @type {Offer[]} */
  #offered = [];

  constructor() {
    const summary = make("summary", {}, make("b", {}, "Key"), " ", this.#summary);
    this.control.setAttribute("aria-label", "Key");
    this.control.placeholder = "Secret, PEM, JWK or JWKS";
    this.algorithm.append(
      make("option", { value: "" }, "From the key"),
      ...ALGORITHMS.map((name) => make("option", { value: name }, name)),
    );
    this.form.append(
      ...Object.entries(FORMS).map(([value, text]) => make("option", { value }, text)),
    );
    this.iss = new FormField("Expected iss", textLine());
    this.aud = new FormField("Expected aud", textLine());
    this.leeway = new FormField("Leeway in seconds", textLine("numeric"));
    this.now = new FormField("Now", textLine());
    this.now.control.setAttribute("placeholder", "the present");
    this.now.control.title = "Seconds since 1970, or a date such as 2030-01-31T12:00Z";
    const inside = make("div", { class: "key-inside" }, this.control, this.#offers);
    inside.append(this.#row());
    this.element.append(summary, inside);
    this.element.open = matchMedia(WIDE).matches;
    this.base64url.onchange = () => this.#setForm();
    this.form.onchange = () => {
      this.base64url.checked = this.form.value === "base64url";
    };
  }

  /** @param {string} form how a secret is written */
  read(form) {
    this.form.value = form in FORMS ? form : "text";
    this.base64url.checked = this.form.value === "base64url";
  }

  /** @param {string} name of an offer that is shown */
  take(name) {
    const offer = this.#offered.find((one) => one.name === name);
    if (offer) this.onOffer(offer);
  }

  /** @param {Decoded} decoded */
  show({ key_summary, key_needed, offers }) {
    if (this.#summary.textContent !== key_summary)
      this.#summary.textContent = key_summary;
    this.#showOffers(offers);
    if (key_needed && !this.#needed && !this.element.open)
      this.#openedHere = this.element.open = true;
    const busy = this.element.contains(document.activeElement);
    if (!key_needed && this.#openedHere && !busy)
      this.#openedHere = this.element.open = false;
    this.#needed = key_needed;
  }

  #setForm() {
    this.form.value = this.base64url.checked ? "base64url" : "text";
  }

  #row() {
    const named = (/** @type {string} */ name, /** @type {HTMLElement} */ control) => {
      control.id = `field-${name.toLowerCase().replaceAll(" ", "-")}`;
      return make("span", {}, make("label", { for: control.id }, name), " ", control);
    };
    const row = make("div", { class: "key-row" });
    row.append(named("Algorithm", this.algorithm), named("Read as", this.form));
    row.append(make("label", {}, this.base64url, " Secret is base64url"));
    row.append(this.#expectations());
    return row;
  }

  #expectations() {
    const box = make("details", { class: "key-expected" });
    const grid = make("div", { class: "key-fields" });
    for (const field of [this.iss, this.aud, this.leeway, this.now])
      grid.append(field.element);
    box.append(make("summary", {}, "What your service expects"), grid);
    return box;
  }

  /** @param {Offer[]} offers */
  #showOffers(offers) {
    const text = JSON.stringify(offers);
    this.#offered = offers;
    if (this.#offers.dataset.shown === text) return;
    const useful = offers.filter(({ outcome }) => outcome !== "does not apply");
    const shown = useful.slice(0, OFFERED);
    const rest = offers.filter((offer) => !shown.includes(offer));
    const items = shown.map((offer) => this.#offer(offer));
    if (rest.length) {
      const more = make("details", { class: "key-more" });
      const list = make("ul", {}, ...rest.map((offer) => this.#offer(offer)));
      more.append(make("summary", {}, `${rest.length} other readings`), list);
      items.push(make("li", {}, more));
    }
    this.#offers.replaceChildren(...items);
    this.#offers.dataset.shown = text;
  }

  /** @param {Offer} offer */
  #offer(offer) {
    const { name, outcome, reason } = offer;
    const choice = button(name, () => this.onOffer(offer));
    choice.disabled = outcome === "does not apply";
    const known = /** @type {keyof typeof OUTCOMES} */ (outcome);
    const word =
      outcome === "matches" ? make("b", {}, OUTCOMES[known]) : OUTCOMES[known];
    const told = reason === "tried" ? "" : ` ${reason}`;
    return make("li", {}, choice, make("span", {}, word, make("bdi", {}, told)));
  }
}
