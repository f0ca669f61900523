import {
  PythonHost,
  failureSentence,
  isLoadFailure,
  prefetchWhenIdle,
} from "../python/host.js";
import { python } from "../python/page-python.js";
import { button } from "../shared/dom.js";
import { packages, packagesNote } from "../python/server-packages.js";
import { PanelView } from "./view.js";

const TOOL = "examples.panel.browser_server:Panel";
const WORDS = {
  what: "The server",
  kept: "Your request is kept",
  stopped: "Python was stopped, and the server's state is gone with it.",
  retry: "press Retry",
  again: "press Send again",
};

/** An example server that runs in the page's Python, and a client for it. */
export class ServerPanel extends HTMLElement {
  /** @type {PanelView} */
  // @ts-expect-error: made when the element is first connected
  view;
  key = `${location.pathname} ${this.id}`;
  #busy = false;
  #host = new PythonHost(this, () => this.view.progress(packagesNote()), packages);

  connectedCallback() {
    if (!this.view) this.#upgrade();
    this.#host.connect();
    this.#host.watchApproach({
      near: () => this.#prefetch(),
      // Importing a server takes longer than answering, so it starts before the first click.
      inView: () => this.#open().catch(() => {}),
    });
  }

  disconnectedCallback() {
    this.#host.disconnect();
  }

  #upgrade() {
    const acts = {
      advance: (/** @type {number} */ seconds) =>
        this.#act(async () => this.#show(await this.#ask("advance", seconds))),
      restart: () => this.#act(() => this.#restart()),
    };
    const presets = JSON.parse(this.dataset.presets ?? "[]");
    this.view = new PanelView(this, this.getAttribute("name") ?? "", presets, acts);
    const recorded = this.querySelector("details");
    if (recorded) recorded.open = false;
    this.toggleAttribute("data-live", true);
    this.view.form.send.onclick = () => this.#act(() => this.#send());
    this.view.form.element.addEventListener("keydown", ({ key, ctrlKey, metaKey }) => {
      if (key === "Enter" && (ctrlKey || metaKey)) this.#act(() => this.#send());
    });
  }

  #prefetch() {
    prefetchWhenIdle();
    packages.prefetch();
  }

  async #open() {
    await packages.load();
    return this.#show(await python.call(TOOL, "open", this.key, this.dataset.server));
  }

  /** @param {string} method @param {...unknown} args */
  async #ask(method, ...args) {
    await this.#open();
    return python.call(TOOL, method, this.key, ...args);
  }

  async #send() {
    const answer = await this.#ask("send", ...this.view.form.values);
    if ("error" in answer) return this.view.form.refuse(answer.field, answer.error);
    this.view.answer(answer.exchange);
    this.#show(answer.state);
  }

  async #restart() {
    await this.#ask("forget");
    this.view.forgetAnswer();
    await this.#open();
  }

  /** @param {import("./state-tables.js").State} state */
  #show(state) {
    this.view.state.show(state);
  }

  /**
   * Does what a button asks for, unless another one is being answered.
   *
   * @param {() => Promise<void>} work
   */
  async #act(work) {
    if (this.#busy) return;
    this.#busy = true;
    this.setAttribute("aria-busy", "true");
    this.view.clearProblem();
    try {
      await work();
    } catch (error) {
      this.#fail(error, work);
    } finally {
      this.#busy = false;
      this.removeAttribute("aria-busy");
    }
  }

  /** @param {unknown} error @param {() => Promise<void>} work */
  #fail(error, work) {
    const retry = button("Retry", () => this.#act(work));
    const ways = isLoadFailure(error) ? [retry] : [];
    this.view.problem(failureSentence(error, WORDS), ...ways);
  }
}
