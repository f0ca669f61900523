import { copyText } from "../shared/clipboard.js";
import { make } from "../shared/dom.js";

/** @import { Line, Reproduced } from "./types.js" */

const ROOT = "../../";
const PYTHON =
  /("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\b(import|from|as|True|False|None)\b/g;

/** The program that decodes this token in a service, and what running it gave. */
export class ReproduceTab {
  element = make("div", { class: "reproduce" });
  #shown = "";

  /**
   * @param {Reproduced | null} reproduced the program that ran in this page
   * @param {Reproduced[]} elsewhere the programs that only the build has run
   */
  show(reproduced, elsewhere) {
    const others = elsewhere.map((one) => recorded(one, reproduced?.case ?? ""));
    const programs = reproduced ? [reproduced, ...others] : [];
    const text = JSON.stringify(programs);
    if (text === this.#shown) return;
    this.#shown = text;
    const chosen = Math.max(0, this.#library?.selectedIndex ?? 0);
    const box = make("div", { class: "reproduce-shown" });
    const select = make("select", { autocomplete: "off", "aria-label": "Library" });
    select.append(...programs.map(({ title }) => make("option", {}, title)));
    select.selectedIndex = Math.min(chosen, programs.length - 1);
    const draw = () => box.replaceChildren(...program(programs[select.selectedIndex]));
    select.onchange = draw;
    this.#library = select;
    const bar = make("div", { class: "reproduce-bar" }, select);
    bar.append(copyButton(() => programs[select.selectedIndex].code));
    this.element.replaceChildren(...(programs.length ? [bar, box] : []));
    if (programs.length) draw();
  }

  /** @type {HTMLSelectElement | undefined} */
  #library;
}

/**
 * Adds what the build recorded for the same case, from the table further down the page.
 *
 * @param {Reproduced} program
 * @param {string} name of the case
 * @returns {Reproduced}
 */
function recorded(program, name) {
  const { title } = program;
  const row = document.querySelector(`.recorded-libraries [data-case="${name}"]`);
  const cell = name ? row?.querySelector(`[data-library="${title}"]`) : null;
  const known = { name: "Raised", text: cell?.textContent ?? "", code: true };
  const where = "in the build, for a token of the same kind: this page has no " + title;
  const none = `${title} has not been run for this case. The page cannot run it.`;
  const lines = cell
    ? [known, { name: "Recorded", text: where, code: false }]
    : [{ name: "Not run", text: none, code: false }];
  return { ...program, lines };
}

/** @param {() => string} code */
function copyButton(code) {
  const attributes = { type: "button", class: "ghost-button" };
  const copy = make("button", attributes, "Copy program");
  copy.onclick = async () => {
    const copied = await copyText(code());
    copy.textContent = copied ? "Copied" : "Select it yourself";
    setTimeout(() => (copy.textContent = "Copy program"), 2000);
  };
  return copy;
}

/** @param {Reproduced} reproduced */
function program({ code, lines, label, url }) {
  const rows = code
    .split("\n")
    .map((line) => make("span", {}, ...coloured(line), "\n"));
  const attributes = { role: "region", "aria-label": "Program", tabindex: "0" };
  const text = make("pre", { ...attributes, class: "code-lines" }, ...rows);
  const list = make("dl", {}, ...lines.flatMap(line));
  if (url)
    list.querySelector("dd")?.append(" ", make("a", { href: ROOT + url }, label));
  return [text, list];
}

/** @param {Line} line */
function line({ name, text, code }) {
  const words = make("bdi", {}, text);
  const said = make("dd", {}, code ? make("code", {}, words) : words);
  return [make("dt", {}, name), said];
}

/** @param {string} line */
function coloured(line) {
  const pieces = [];
  let from = 0;
  for (const found of line.matchAll(PYTHON)) {
    const kind = found[1] ? "json-string" : "json-literal";
    pieces.push(line.slice(from, found.index), make("span", { class: kind }, found[0]));
    from = found.index + found[0].length;
  }
  return [...pieces, line.slice(from)];
}
