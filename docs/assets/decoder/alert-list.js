import { make } from "../shared/dom.js";

/** @import { Alert } from "./types.js" */

// The decoder's page is two folders below the root of the site.
const ROOT = "../../";

/**
 * A list of alerts. An alert stays in the page while its sentence holds, so that a screen
 * reader does not announce it again.
 */
export class AlertList {
  element = make("div", { class: "decoder-alerts" });
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /** @param {Alert[]} alerts */
  show(alerts) {
    const next = new Map();
    for (const alert of alerts) {
      const { sentence } = alert;
      next.set(sentence, this.#shown.get(sentence) ?? alertElement(alert));
    }
    for (const [sentence, element] of this.#shown)
      if (!next.has(sentence)) element.remove();
    let place = this.element.firstElementChild;
    for (const element of next.values()) {
      if (element === place) place = place?.nextElementSibling ?? null;
      else this.element.insertBefore(element, place);
    }
    this.#shown = next;
  }
}

/** @param {Alert} alert */
function alertElement({ sentence, label, url, guide, address }) {
  const text = make("p", {}, make("bdi", {}, sentence));
  if (url) text.append(" ", make("a", { href: url }, label));
  if (address) text.append(" · ", make("a", { href: ROOT + address }, guide));
  return make("div", { role: "alert", class: "decoder-alert" }, text);
}
