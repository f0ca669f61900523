import { make } from "../shared/dom.js";
import { visible } from "../shared/wording.js";
import { pieces, short } from "./token-text.js";

/** @import { Exchange, Move, Row, Turn } from "./story.js" */

const NAMES = /** @type {Record<string, string>} */ ({
  alice: "Alice",
  thief: "Thief",
  site: "Other site",
  clock: "Clock",
});

/** What a table says without rows, as in snippets/panels.py. */
const EMPTY = {
  jar: "The jar is empty.",
  held: "The app holds nothing.",
  thief: "Nothing yet.",
  store: "No row.",
};

/**
 * Draws turns, as snippets/panels.py does for a page without scripts.
 */
export class Timeline {
  #decoder;
  #stranger;

  /**
   * @param {string} decoder the decoder's address
   * @param {string} stranger the name of the first lifeline
   */
  constructor(decoder, stranger) {
    this.#decoder = decoder;
    this.#stranger = stranger;
  }

  /**
   * Fills the row of a turn.
   *
   * @param {HTMLElement} row
   * @param {number} number from 1
   * @param {Turn} turn
   */
  fill(row, number, turn) {
    const line = make(
      "span",
      { class: "panel-line" },
      make("span", { class: "panel-number", "aria-hidden": "true" }, `${number}`),
      " ",
      make("b", {}, NAMES[turn.who]),
      " ",
      make("span", { class: "panel-does" }, turn.does),
      " ",
    );
    if (turn.request) line.append(make("code", {}, visible(turn.request)), " ");
    if (turn.outcome !== "none") line.append(tag(turn), " ");
    const time = turn.request ? `${turn.milliseconds} ms` : turn.clock;
    line.append(make("span", { class: "panel-time" }, time));
    row.dataset.outcome = turn.outcome;
    row.replaceChildren(
      diagram(turn),
      make("span", { class: "panel-what" }, line, " ", said(turn)),
    );
  }

  /**
   * Fills the row of a move that has not been answered.
   *
   * @param {HTMLElement} row
   * @param {number} number from 1
   * @param {Move} move
   * @param {string} note why it waits, or empty
   */
  announce(row, number, { who, does }, note) {
    const line = make(
      "span",
      { class: "panel-line" },
      make("span", { class: "panel-number", "aria-hidden": "true" }, `${number}`),
      " ",
      make("b", {}, NAMES[who]),
      " ",
      make("span", { class: "panel-does" }, does),
    );
    if (note) line.append(" ", make("span", { class: "panel-time" }, note));
    row.replaceChildren(
      make("span", { class: "panel-diagram", "aria-hidden": "true" }),
      make("span", { class: "panel-what" }, line),
    );
  }

  /**
   * Draws what everybody held after a turn, and what went over the wire.
   *
   * @param {Pick<Turn, "state" | "outcome" | "verdict" | "clock" | "exchange">} turn
   */
  held(turn) {
    const { state, outcome } = turn;
    const verdict = make("p", { class: "outcome", "data-outcome": outcome });
    verdict.append(sign(outcome), make("strong", {}, turn.verdict));
    const count = state.store.filter(({ change }) => change !== "removed").length;
    const counted = `${count} row${count === 1 ? "" : "s"}, ${state.asked}`;
    const stranger = `Held by the ${this.#stranger.toLowerCase()}`;
    const heading = make("p", { class: "panel-caption" }, "On the wire");
    heading.append(make("small", {}, turn.clock));
    const text = make("pre", {
      class: "panel-wire",
      role: "region",
      "aria-label": "On the wire",
      tabindex: "0",
    });
    text.append(...this.#withTokens(wire(turn.exchange)));
    return [
      make(
        "div",
        {},
        this.#table("Held by the app", state.held, EMPTY.held),
        this.#table("Cookie jar", state.jar, EMPTY.jar),
      ),
      make(
        "div",
        {},
        this.#table(stranger, state.thief, EMPTY.thief),
        ...(outcome === "none" ? [] : [verdict]),
      ),
      make("div", {}, this.#table("Store", state.store, EMPTY.store, counted)),
      make("div", {}, heading, text),
    ];
  }

  /**
   * @param {string} name
   * @param {Row[]} rows
   * @param {string} empty
   * @param {string} [note]
   */
  #table(name, rows, empty, note) {
    const caption = make("caption", { class: "panel-caption" }, name);
    if (note) caption.append(make("small", {}, note));
    const body = make("tbody", {}, ...rows.map((row) => this.#row(row)));
    if (!rows.length) {
      const cell = make("td", { colspan: "2", class: "panel-empty" }, empty);
      body.append(make("tr", {}, cell));
    }
    const heads = ["What", "Time left"].map((head) => make("th", {}, head));
    return make(
      "table",
      { class: "panel-table", "aria-label": name },
      caption,
      make("thead", {}, make("tr", {}, ...heads)),
      body,
    );
  }

  /** @param {Row} row */
  #row({ name, value, note, left, flags, change, gone }) {
    const cell = make("td", {}, make("b", {}, name), " ");
    cell.append(...this.#value(value));
    if (note) cell.append(" ", make("small", {}, note));
    const items = flags.map((flag) => make("li", {}, flag));
    if (items.length) cell.append(make("ul", { class: "panel-flags" }, ...items));
    const row = make("tr", {}, cell, make("td", {}, left));
    if (change) row.dataset.change = change;
    row.toggleAttribute("data-gone", gone);
    return row;
  }

  /** @param {string} value */
  #value(value) {
    const [first, ...more] = pieces(value);
    if (first === undefined) return [];
    if (typeof first === "object" && !more.length) return this.#withTokens(value);
    const parts = value.split(".").map((part) => make("b", {}, visible(short(part))));
    return [make("span", { class: "panel-opaque" }, ...parts)];
  }

  /** @param {string} text */
  #withTokens(text) {
    return pieces(text).map((piece) =>
      typeof piece === "string" ? visible(piece) : this.#link(piece.token),
    );
  }

  /** @param {string} token */
  #link(token) {
    return make(
      "a",
      {
        class: "credential credential--token",
        target: "_blank",
        rel: "noopener",
        title: "Open in the decoder, in a new tab",
        href: `${this.#decoder}#token=${encodeURIComponent(token)}`,
      },
      ...token.split(".").map((part) => make("b", {}, short(part))),
    );
  }
}

/**
 * Says a turn as a screen reader announces it.
 *
 * @param {Turn} turn
 */
export function spoken({ who, does, request, verdict, says }) {
  const parts = [`${NAMES[who]} ${does}`, request, verdict, says];
  return parts.filter(Boolean).join(". ");
}

/** @param {Turn} turn */
function diagram({ arrows }) {
  const drawn = arrows.map(({ way, label, back, stop }) => {
    const arrow = make("i", { class: "panel-arrow", "data-way": way }, label);
    arrow.toggleAttribute("data-back", back);
    arrow.toggleAttribute("data-stop", stop);
    return arrow;
  });
  return make("span", { class: "panel-diagram", "aria-hidden": "true" }, ...drawn);
}

/** @param {Turn} turn */
function tag({ outcome, verdict }) {
  const [words] = verdict.split(",");
  const attributes = { class: "panel-tag", "data-outcome": outcome };
  return make("span", attributes, sign(outcome), words);
}

/** @param {string} name */
function sign(name) {
  return make("i", { class: `sign sign--${name}`, "aria-hidden": "true" });
}

/** @param {Turn} turn */
function said({ status, says }) {
  const text = make("span", { class: "panel-says" });
  if (status) text.append(make("b", {}, `${status}`), visible(says.slice(3)));
  else text.append(says);
  return text;
}

/** @param {Exchange | null} exchange */
function wire(exchange) {
  if (!exchange) return "No request.";
  const { request, request_body, response, response_body } = exchange;
  const asked = `${request}\n\n${request_body}`.trim();
  return `${asked}\n\n${response}\n\n${response_body}`.trim();
}
