import {
  PythonHost,
  failureSentence,
  isLoadFailure,
  prepareWhenIdle,
} from "../python/host.js";
import { python } from "../python/page-python.js";
import { packages, packagesNote } from "../python/server-packages.js";
import { button, make, setText } from "../shared/dom.js";
import { RequestForm } from "./request-form.js";
import { Story } from "./story.js";
import { Timeline, spoken } from "./timeline.js";

/** @import { Move, Turn } from "./story.js" */

const TOOL = "examples.panel.browser_server:Panel";
const WORDS = {
  what: "The server",
  kept: "Your request is kept, and the recorded run goes on",
  stopped: "Python was stopped, and the server's state is gone with it.",
  retry: "press Retry",
};
const RECORDED =
  "The recorded run goes on: without Python you can still go through every step of " +
  "the story, which the same server told when this page was built.";
const LIVE =
  "The server runs in this page. Nothing leaves your machine. It hashes passwords " +
  "with PBKDF2, because Argon2id is not in this page; a real server uses Argon2id.";
/** What everybody holds before the first turn. */
const NOTHING = {
  state: { jar: [], held: [], thief: [], store: [], asked: "not asked" },
  outcome: "none",
  verdict: "",
  clock: "",
  exchange: null,
};
/** Milliseconds for which Play shows a step. */
const PACE = 1800;
/** The width in pixels from which what is held stands beside the timeline. */
const WIDE = 860;

// Counts the panels of the visit, because each has a server of its own.
let made = 0;

/**
 * An example server that runs in the page's Python, with a client and a thief. The
 * build wrote the panel with the story that it recorded from the same server.
 */
export class ServerPanel extends HTMLElement {
  /** @type {Story} */
  // @ts-expect-error: made when the element is first connected
  #story;
  /** @type {Timeline} */
  // @ts-expect-error: made when the element is first connected
  #timeline;
  /** @type {RequestForm} */
  // @ts-expect-error: made when the element is first connected
  #form;
  /** @type {Move[]} */
  #presets = [];
  /** @type {WeakMap<HTMLElement, Turn>} */
  #shown = new WeakMap();
  #server = "";
  #key = `panel ${(made += 1)}`;
  #isUntouched = true;
  #isBusy = false;
  /** Whether the server has to start again, because the turns are not its own. */
  #isFresh = true;
  #hasFailed = false;
  #timer = 0;
  #hold = make("div", { class: "panel-hold" });
  #later = make("ol", {
    class: "panel-turns",
    role: "list",
    "aria-label": "Still to come",
  });
  #resized = new ResizeObserver(() => this.#fit());
  #host = new PythonHost(this, () => this.#follow(), packages);

  connectedCallback() {
    if (!this.#presets.length) this.#upgrade();
    this.#resized.observe(this);
    this.#resized.observe(this.#find(".panel-top"));
    this.#host.connect();
    this.#host.watchApproach({
      near: () => {
        prepareWhenIdle();
        packages.prefetch();
      },
      // Importing a server takes longer than answering, so it starts before a press.
      inView: () => packages.load().catch(() => {}),
    });
  }

  disconnectedCallback() {
    this.#pause();
    this.#resized.disconnect();
    this.#host.disconnect();
    if (!this.#isFresh) python.call(TOOL, "forget", this.#key).catch(() => {});
    this.#isFresh = true;
  }

  #upgrade() {
    const { server, presets, ...recorded } = JSON.parse(this.dataset.panel ?? "{}");
    this.#server = server;
    this.#presets = presets;
    this.#story = new Story(recorded);
    const { decoder = "", stranger = "" } = this.dataset;
    this.#timeline = new Timeline(new URL(decoder, location.href).href, stranger);
    const by = stranger === "Thief" ? "thief" : "site";
    this.#form = new RequestForm(/** @type {any} */ (this.#find("form")), by);
    this.#list.after(this.#later);
    this.#list.replaceChildren();
    this.addEventListener("click", (event) => this.#press(event));
    this.#form.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#form.form.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
      if (key === "Enter" && (ctrlKey || metaKey)) this.#send();
    });
    this.#show();
  }

  /** @param {Event} event */
  #press({ target }) {
    const pressed = /** @type {Element} */ (target).closest("button");
    if (!pressed) return;
    const { act = "", preset, turn, step } = pressed.dataset;
    if (act !== "play") this.#pause();
    if (act === "play") this.#play();
    else if (act === "back") this.#view(this.#story.at - 1);
    else if (act === "on") this.#forward();
    else if (act === "start") this.#restart();
    else if (act === "edit") this.#toggleForm();
    else if (act === "fill") this.#form.fill();
    else if (preset) this.#make(this.#presets[Number(preset)]);
    else if (turn) this.#view(Number(turn));
    else if (step) this.#stepTo(Number(step));
  }

  /** @param {Move} move a button's or the reader's own request */
  #make(move) {
    this.#isUntouched = false;
    this.#story.add(move);
    this.#follow();
    this.#run();
    this.#show(true);
  }

  #send() {
    this.#pause();
    this.#form.accept();
    this.#make(this.#form.move);
  }

  /** @param {number} at the turn to look at */
  #view(at) {
    if (at < 0 || at >= this.#story.turns.length) return;
    this.#isUntouched = false;
    this.#story.at = at;
    this.#show(true);
  }

  /** Looks at the next turn, or takes the next step of the story. */
  #forward() {
    const { at, turns, moves } = this.#story;
    if (at < turns.length - 1) this.#view(at + 1);
    else this.#stepTo(moves.length);
  }

  /** @param {number} step of the story, from 0; those before it are taken too */
  #stepTo(step) {
    this.#isUntouched = false;
    while (this.#story.toCome.length && this.#story.moves.length <= step)
      this.#story.step();
    if (!this.#hasFailed) this.#run();
    this.#show(true);
  }

  #restart() {
    this.#isUntouched = false;
    this.#story.restart();
    if (!this.#hasFailed) this.#run();
    this.#show();
    this.#say(
      ".panel-announcer",
      "The server has started again. Nothing happened yet.",
    );
  }

  #play() {
    if (this.#timer) {
      this.#pause();
      return;
    }
    const { at, turns, toCome } = this.#story;
    const isOver = at === turns.length - 1 && !toCome.length;
    if (this.#isUntouched || isOver) {
      this.#restart();
      this.#stepTo(0);
    } else this.#forward();
    this.#timer = window.setInterval(() => this.#tick(), PACE);
    this.#show();
  }

  #tick() {
    const { waiting, toCome, at, turns } = this.#story;
    if (waiting.length) return;
    if (at < turns.length - 1 || toCome.length) this.#forward();
    const { at: now, turns: all, toCome: left } = this.#story;
    if (now >= all.length - 1 && !left.length) this.#pause();
  }

  #pause() {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#showControls();
  }

  #toggleForm() {
    const { form } = this.#form;
    form.hidden = !form.hidden;
    this.#find('[data-act="edit"]').setAttribute("aria-expanded", `${!form.hidden}`);
    if (!form.hidden) form.querySelector("select")?.focus();
  }

  /** Lets the server take the moves until it has taken all of them. */
  async #run() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.setAttribute("aria-busy", "true");
    this.#clearProblem();
    try {
      await packages.load();
      while (this.#isFresh || this.#story.isBehind) await this.#ask();
      this.#hasFailed = false;
      this.#say(".panel-note", LIVE);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isBusy = false;
      this.removeAttribute("aria-busy");
    }
  }

  async #ask() {
    if (this.#isFresh) await python.call(TOOL, "run", this.#key, this.#server, []);
    this.#isFresh = false;
    const asked = [...this.#story.moves];
    const answer = await python.call(TOOL, "run", this.#key, this.#server, asked);
    const isNew = this.#story.waiting.length > 0;
    if (!this.#story.accept(asked, answer)) return;
    if (answer.refused) {
      const { field, error } = answer.refused;
      if (this.#form.form.hidden) this.#toggleForm();
      this.#form.refuse(field, error);
    }
    this.#show(isNew && !answer.refused);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#isFresh = true;
    this.#hasFailed = isLoadFailure(error);
    const lost = this.#story.fallBack();
    this.#pause();
    this.#show();
    this.#say(".panel-note", RECORDED);
    const retry = button("Retry", () => {
      for (const move of lost) this.#story.add(move);
      this.#run();
      this.#show();
    });
    const sentence = make("p", { role: "alert" }, failureSentence(error, WORDS));
    this.#find(".panel-problem").replaceChildren(sentence, retry);
  }

  #clearProblem() {
    const problem = this.#find(".panel-problem");
    // A button that is removed would take the focus with it.
    if (problem.contains(document.activeElement)) this.#button("play").focus();
    problem.replaceChildren();
  }

  /** Says how far the server is, while a press waits for it. */
  #follow() {
    if (!this.#isBusy || packages.state === "ready") return;
    this.#say(".panel-note", packagesNote() || this.#host.loadingNote);
    if (this.#story.waiting.length) this.#showLater();
  }

  /** @param {boolean} [aloud] whether to announce the turn and bring it into view */
  #show(aloud = false) {
    const { turns, at, moves } = this.#story;
    const last = moves.findLast(({ act }) => act === "send");
    if (last) this.#form.follow(last);
    let theft = false;
    turns.forEach((turn, place) => {
      theft ||= turn.who === "thief" || turn.who === "site";
      const row = this.#rowOf(place, turn);
      row.toggleAttribute("data-theft", theft);
      if (place === at) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    });
    while (this.#list.children.length > turns.length) this.#list.lastChild?.remove();
    this.#showLater();
    const turn = turns[at];
    this.#hold.replaceChildren(...this.#timeline.held(turn ?? NOTHING));
    this.#placeHold();
    this.#showControls();
    if (!aloud || !turn) return;
    this.#say(".panel-announcer", `${at + 1} of ${moves.length}. ${spoken(turn)}`);
    const item = /** @type {Element} */ (this.#list.children[at]);
    item.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {number} place
   * @param {Turn} turn
   */
  #rowOf(place, turn) {
    let item = this.#list.children[place];
    if (!item) {
      const row = make("button", { type: "button", class: "panel-turn" });
      row.dataset.turn = `${place}`;
      item = make("li", {}, row);
      this.#list.append(item);
    }
    const row = /** @type {HTMLElement} */ (item.querySelector(".panel-turn"));
    if (this.#shown.get(row) !== turn) this.#timeline.fill(row, place + 1, turn);
    this.#shown.set(row, turn);
    return row;
  }

  #showLater() {
    const { waiting, toCome, turns } = this.#story;
    const note = packages.state === "ready" ? "" : "Starting Python…";
    const rows = [...waiting, ...toCome].map((move, place) => {
      const isWaiting = place < waiting.length;
      const number = turns.length + place;
      const row = isWaiting
        ? make("div", { class: "panel-turn panel-later" })
        : make("button", { type: "button", class: "panel-turn panel-later" });
      row.dataset.step = `${number}`;
      this.#timeline.announce(row, number + 1, move, isWaiting ? note : "");
      return make("li", {}, row);
    });
    this.#later.replaceChildren(...rows);
    this.#later.hidden = !rows.length;
  }

  /** Puts what is held under the turn in view, or beside the timeline if it is wide. */
  #placeHold() {
    const isWide = this.clientWidth >= WIDE;
    this.toggleAttribute("data-wide", isWide);
    const item = this.#list.children[this.#story.at];
    const place = isWide || !item ? this.#find(".panel-body") : item;
    if (this.#hold.parentElement !== place) place.append(this.#hold);
  }

  /** Follows the width of the panel and the height of its controls. */
  #fit() {
    const { offsetHeight } = /** @type {HTMLElement} */ (this.#find(".panel-top"));
    this.style.setProperty("--panel-top", `${offsetHeight}px`);
    this.#placeHold();
  }

  #showControls() {
    const { at, turns, moves, toCome } = this.#story;
    const turn = turns[at];
    const isLast = at >= turns.length - 1 && !toCome.length;
    setText(this.#button("play"), this.#timer ? "Pause" : "Play scenario");
    this.#button("back").setAttribute("aria-disabled", `${at < 1}`);
    this.#button("on").setAttribute("aria-disabled", `${isLast}`);
    const whole = moves.length + toCome.length;
    setText(this.#find(".panel-count"), `${at + 1} of ${whole}`);
    const ran = turn?.status ? `live, ${turn.milliseconds} ms` : "live";
    const run = this.#story.isLive ? ran : "recorded run";
    setText(this.#find(".panel-run"), run);
  }

  get #list() {
    return /** @type {HTMLElement} */ (this.#find('ol[aria-label="Exchanges"]'));
  }

  /** @param {string} act */
  #button(act) {
    return /** @type {HTMLElement} */ (this.#find(`[data-act="${act}"]`));
  }

  /**
   * @param {string} selector
   * @param {string} sentence
   */
  #say(selector, sentence) {
    setText(this.#find(selector), sentence);
  }

  /** @param {string} selector of something that the build wrote */
  #find(selector) {
    return /** @type {Element} */ (this.querySelector(selector));
  }
}
