import { button } from "../shared/dom.js";
import { prefetchWhenIdle, python, savesData } from "../python/page-python.js";
import { LoadFailed, Stopped } from "../python/client.js";
import { watchNearness } from "../shared/near-viewport.js";
import { panelNote } from "./panel-note.js";
import { PanelView } from "./view.js";
import { PackagesFailed, packages } from "./server-packages.js";

const TOOL = "examples.panel.browser_server:Panel";
const STOPPED =
  "Python was stopped, and this server's state is gone with it. " +
  "Your request is kept: press Send again.";

/** An example server in the page's Python, with a client that the reader commands. */
export class ServerPanel extends HTMLElement {
  /** @type {PanelView} */
  // @ts-expect-error: made when the element is first connected
  view;
  key = `${location.pathname} ${this.id}`;
  #busy = false;
  #endWatch = () => {};
  #follow = () => this.view.progress(panelNote());

  connectedCallback() {
    if (!this.view) this.#upgrade();
    for (const source of [python, packages]) {
      source.addEventListener("progress", this.#follow);
      source.addEventListener("state", this.#follow);
    }
    this.#endWatch = watchNearness(this, {
      near: () => this.#near(),
      inView: () => this.#inView(),
    });
  }

  disconnectedCallback() {
    this.#endWatch();
    for (const source of [python, packages]) {
      source.removeEventListener("progress", this.#follow);
      source.removeEventListener("state", this.#follow);
    }
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

  #near() {
    if (savesData()) return;
    prefetchWhenIdle();
    packages.prefetch();
  }

  /** Starts the server for a reader who looks at the panel, before the first click. */
  #inView() {
    if (!savesData()) this.#open().catch(() => {});
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

  /** @param {() => Promise<void>} work one at a time, so that no answer is overtaken */
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
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof LoadFailed || error instanceof PackagesFailed) {
      const retry = button("Retry", () => this.#act(work));
      const sentence = `The server could not be loaded: ${reason} Your request is kept: check the connection and press Retry.`;
      return this.view.problem(sentence, retry);
    }
    const stopped = error instanceof Stopped;
    this.view.problem(stopped ? STOPPED : `The page could not do this: ${reason}`);
  }
}
