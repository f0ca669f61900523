import { make, setText } from "../shared/dom.js";
import { packages } from "../python/server-packages.js";
import { failureSentence, PythonHost } from "../python/host.js";
import { python } from "../python/page-python.js";

const TOOL = "examples.panel.two_servers:TwoServers";
const KINDS = /** @type {const} */ (["session", "jwt"]);
const LIVE = "Both servers run in this page. Nothing leaves your machine.";
const RECORDED = "This is the recorded run. The live servers take over when ready.";

/**
 * What examples/panel/two_servers.py describes.
 *
 * @typedef {object} Lane
 * @property {{state: string, parts: string[], note: string}} held
 * @property {{text: string, change: string}[]} rows
 * @property {{parts: string[], outcome: string, verdict: string, evidence: string,
 *   left: number}} thief
 * @property {string} why
 * @property {string} empty
 * @property {{begin: number, end: number, label: string}} life
 * @property {number} milliseconds
 *
 * @typedef {{clock: string, now: number, scale: number, note: string, session: Lane,
 *   jwt: Lane}} Scene
 * @typedef {{story: {action: string}[], opening: number, scenes: Scene[]}} Recording
 */

/**
 * The home page's stage. It answers the first clicks from the recorded run, starts
 * the servers meanwhile, and takes the same steps with them once they are ready.
 */
export class TwoServers extends HTMLElement {
  /** @type {Scene[]} */
  #recorded = [];
  /** @type {string[]} */
  #story = [];
  /** @type {string[]} */
  #steps = [];
  #isLive = false;
  #isBusy = false;
  #host = new PythonHost(this, () => this.#follow(), packages);

  connectedCallback() {
    if (!this.#recorded.length) {
      /** @type {Recording} */
      const recording = JSON.parse(this.dataset.recording ?? "");
      this.#recorded = recording.scenes;
      this.#story = recording.story.map(({ action }) => action);
      this.#steps = this.#story.slice(0, recording.opening);
      this.addEventListener("click", (event) => this.#press(event));
      this.#markSteps();
    }
    this.#host.connect();
    this.#host.startOnApproach();
  }

  disconnectedCallback() {
    this.#host.disconnect();
  }

  /** @param {Event} event */
  #press(event) {
    const target = /** @type {Element} */ (event.target);
    const action = target.closest("button")?.dataset.action;
    if (!action) return;
    if (action === "start") this.#steps = [];
    else this.#steps.push(action);
    const scene = this.#isLive ? undefined : this.#recordedScene();
    if (scene) this.#show(scene);
    else if (!this.#isLive) this.#say("Starting Python for this step…");
    this.#markSteps();
    this.#run();
  }

  /** Whether the steps so far are the beginning of the recorded story. */
  get #isTold() {
    return this.#steps.every((step, place) => step === this.#story[place]);
  }

  /** @returns {Scene | undefined} the recorded scene after exactly these steps */
  #recordedScene() {
    return this.#isTold ? this.#recorded[this.#steps.length] : undefined;
  }

  /** Asks the servers until the scene belongs to the newest steps. */
  async #run() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      let asked;
      do {
        asked = [...this.#steps];
        await packages.load();
        const scene = await python.call(TOOL, "scene", asked);
        if (asked.join() === this.#steps.join()) this.#show(scene, true);
      } while (asked.join() !== this.#steps.join());
    } catch (error) {
      this.#isLive = false;
      const kept = "The recorded run goes on";
      this.#say(failureSentence(error, { kept, retry: "press a button again" }));
    } finally {
      this.#isBusy = false;
    }
  }

  #follow() {
    if (!this.#isLive && this.#isBusy && packages.state !== "ready") {
      this.#say(`${RECORDED} ${this.#host.loadingNote}`);
    }
  }

  /**
   * @param {Scene} scene
   * @param {boolean} [isLive]
   */
  #show(scene, isLive = false) {
    this.#isLive = isLive;
    this.#find("output").textContent = scene.clock;
    for (const kind of KINDS) this.#showLane(kind, scene);
    this.#find(".stage-now").setAttribute("cx", place(scene, scene.now));
    if (scene.note) this.#say(scene.note);
    else this.#say(isLive ? LIVE : RECORDED);
  }

  /**
   * @param {"session" | "jwt"} kind
   * @param {Scene} scene
   */
  #showLane(kind, scene) {
    const { held, rows, thief, why, empty, life, milliseconds } = scene[kind];
    const lane = `[data-kind="${kind}"]`;
    const ran = this.#isLive ? `live, ${milliseconds} ms` : "recorded run";
    this.#find(`${lane} .stage-run`).textContent = ran;
    const holds = this.#find(`${lane} .stage-held`);
    /** @type {HTMLElement} */ (holds).dataset.state = held.state;
    holds.replaceChildren(
      make("p", { class: "credential" }, ...parts(held.parts)),
      make("p", {}, held.note),
    );
    const items = rows.map(({ text, change }) =>
      make("li", { "data-change": change }, make("span", {}, text)),
    );
    const none = make("li", { class: "rows-empty" }, make("span", {}, empty));
    this.#find(`${lane} .rows`).replaceChildren(...(items.length ? items : [none]));
    const copied = parts(thief.parts);
    this.#find(`${lane} .stage-copy .credential`).replaceChildren(...copied);
    const outcome = this.#find(`${lane} .outcome`);
    /** @type {HTMLElement} */ (outcome).dataset.outcome = thief.outcome;
    outcome
      .querySelector(".sign")
      ?.setAttribute("class", `sign sign--${thief.outcome}`);
    setText(outcome.querySelector("strong"), thief.verdict);
    setText(outcome.querySelector("small"), thief.evidence);
    setText(this.#find(`${lane} .stage-why > [aria-live]`), why);
    setText(this.#find(`.stage-end--${kind}`), life.label);
    const bar = this.#find(`.stage-life--${kind}`);
    bar.setAttribute("x", place(scene, life.begin));
    const end = parseFloat(place(scene, life.end));
    bar.setAttribute("width", `${end - parseFloat(place(scene, life.begin))}%`);
  }

  /** Ticks the steps that are done, and fills the button of the next sensible one. */
  #markSteps() {
    const next = this.#story[this.#steps.length];
    for (const button of this.querySelectorAll("button")) {
      const { action = "" } = button.dataset;
      button.toggleAttribute("data-done", this.#steps.includes(action));
      button.toggleAttribute("data-next", this.#isTold && action === next);
    }
  }

  /** @param {string} sentence */
  #say(sentence) {
    setText(this.#find(".stage-note"), sentence);
  }

  /** @param {string} selector of something that the build wrote */
  #find(selector) {
    return /** @type {Element} */ (this.querySelector(selector));
  }
}

/** @param {string[]} texts */
function parts(texts) {
  return texts.map((text) => make("b", {}, text));
}

/**
 * @param {Scene} scene
 * @param {number} seconds
 * @returns {string} a place on the scale
 */
function place(scene, seconds) {
  return `${Math.min(100, (100 * seconds) / scene.scale).toFixed(2)}%`;
}
