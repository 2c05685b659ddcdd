import type { AgentBoard } from "../../../../core/schema/agent-board.ts";
import type { PresenceState } from "../../../../core/schema/agent-wire.ts";
import type { Message } from "../../../../core/schema/wire.ts";
import { clientId } from "../shared/client-id.ts";
import { byId, element } from "../shared/dom.ts";
import type { Answer } from "../shared/exchange.ts";
import { wordsFor } from "../shared/problem-words.ts";
import type { ServerClock } from "../shared/server-clock.ts";
import { browserTimers } from "../shared/timers.ts";
import type { AgentApi } from "./agent-api.ts";
import { BoardWatch } from "./board-watch.ts";
import { ContactPane } from "./contact-pane.ts";
import { DeskForms } from "./forms.ts";
import type { KeyActs } from "./keys.ts";
import { afterGone, type Shown, shownOn, stepFrom } from "./selection.ts";
import { SidePane } from "./side-pane.ts";
import { WorkList } from "./work-list.ts";

/** One agent's desk from the beginning of the shift to its end. */
export class DeskPage implements KeyActs {
  readonly #api: AgentApi;
  readonly #clock: ServerClock;
  readonly #onEnd: (why: string) => void;
  readonly #watch: BoardWatch;
  readonly #list: WorkList;
  readonly #pane: ContactPane;
  readonly #side: SidePane;
  readonly #forms: DeskForms;
  /** Ends with the shift, and every listener of it. */
  readonly #life = new AbortController();
  #all: readonly Shown[] = [];
  #board: AgentBoard | null = null;
  #chosen: string | null = null;

  constructor(api: AgentApi, clock: ServerClock, onEnd: (why: string) => void) {
    this.#api = api;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.#forms = new DeskForms(api, this.#life.signal);
    this.#list = new WorkList((contactId) => this.#choose(contactId, true));
    const acts = {
      send: (contactId: string, text: string) => this.#send(contactId, text),
      edit: (message: Message) => this.#forms.edit(message),
      takeAway: (message: Message) => this.#forms.takeAway(message),
    };
    this.#pane = new ContactPane(api.agentId, acts, this.#life.signal);
    this.#side = new SidePane((text) => this.#pane.insert(text));
    this.#watch = new BoardWatch(api, browserTimers, {
      onBoard: (board) => this.#show(board),
      onConnected: (connected) => this.#tellDelivery(connected),
      onRefused: (code) => this.#end(wordsFor(code)),
    });
    const ticker = setInterval(() => this.#tick(), 1000);
    this.#life.signal.addEventListener("abort", () => clearInterval(ticker));
    byId("panes", HTMLElement).hidden = false;
    byId("shift", HTMLElement).hidden = false;
    byId("presence", HTMLSelectElement).value = "available";
    void this.#watch.run();
  }

  hasDraft(): boolean {
    return this.#pane.hasDraft();
  }

  wake(): void {
    this.#watch.wake();
  }

  step(by: number): void {
    const next = stepFrom(this.#all, this.#chosen, by);
    if (next === null) return;
    this.#choose(next, false);
    this.#list.focus(next);
  }

  enter(): void {
    const { shown } = this.#pane;
    if (shown === null) this.step(0);
    else if (shown.mine) this.reply();
    else void this.claim();
  }

  reply(): void {
    this.#open();
    this.#pane.reply();
  }

  help(): void {
    byId("help", HTMLDialogElement).showModal();
  }

  async claim(): Promise<void> {
    const { shown } = this.#pane;
    if (shown === null || shown.mine) return;
    const claimed = await this.#act(this.#api.claim(shown.contactId));
    if (claimed) this.#open();
  }

  resolve(): void {
    this.#withMine((contactId) => void this.#act(this.#api.resolve(contactId)));
  }

  release(): void {
    this.#withMine((contactId) => void this.#act(this.#api.release(contactId)));
  }

  transfer(): void {
    this.#withMine((contactId) => void this.#forms.transfer(contactId));
  }

  note(): void {
    this.#withMine(() => {
      this.#open();
      byId("note", HTMLTextAreaElement).focus();
    });
  }

  addNote(text: string): Promise<boolean> {
    const { shown } = this.#pane;
    return shown?.mine === true ? this.#act(this.#api.note(shown.contactId, text)) : Promise.resolve(false);
  }

  async presence(state: PresenceState): Promise<void> {
    const done = await this.#act(this.#api.presence(state));
    if (done && state === "off")
      this.#end("Your shift has ended. What you held waits for the next agent, in its old place.");
    else if (!done && this.#board !== null) byId("presence", HTMLSelectElement).value = this.#board.presence.state;
  }

  /** Back from a contact to the list, on a narrow screen. */
  toList(): void {
    document.body.classList.remove("reading");
    if (this.#chosen !== null) this.#list.focus(this.#chosen);
  }

  #withMine(act: (contactId: string) => void): void {
    const { shown } = this.#pane;
    if (shown?.mine === true) act(shown.contactId);
  }

  #choose(contactId: string, open: boolean): void {
    this.#chosen = contactId;
    this.#tell(null);
    this.#render();
    if (open) this.#open();
  }

  #open(): void {
    document.body.classList.add("reading");
  }

  #show(board: AgentBoard): void {
    const before = this.#all;
    this.#board = board;
    this.#all = shownOn(board);
    const isGone = this.#chosen !== null && !this.#all.some(({ contactId }) => contactId === this.#chosen);
    if (this.#chosen !== null && isGone) {
      this.#chosen = afterGone(before, this.#all, this.#chosen);
      document.body.classList.remove("reading");
    } else this.#chosen ??= this.#all[0]?.contactId ?? null;
    const select = byId("presence", HTMLSelectElement);
    if (document.activeElement !== select) select.value = board.presence.state;
    byId("slots", HTMLElement).textContent =
      `${this.#api.agentId} · ${board.held.length} of ${board.presence.slots} chats`;
    this.#render();
  }

  #render(): void {
    if (this.#board === null) return;
    const now = this.#clock.now();
    const shown = this.#all.find(({ contactId }) => contactId === this.#chosen) ?? null;
    this.#list.show(this.#board, this.#chosen, now);
    this.#pane.show(shown, now);
    this.#side.show(shown);
  }

  #tick(): void {
    const now = this.#clock.now();
    this.#list.tick(now);
    this.#pane.tick(now);
  }

  #send(contactId: string, text: string): void {
    const clientMessageId = clientId();
    const { conversation } = this.#pane;
    const attempt = async (): Promise<void> => {
      const answer = await this.#api.reply(contactId, clientMessageId, text);
      if (!answer.ok) conversation.fail(clientMessageId, wordsFor(answer.code), () => void attempt());
    };
    conversation.addPending(clientMessageId, text, Date.now());
    void attempt();
  }

  async #act(sent: Promise<Answer>): Promise<boolean> {
    const answer = await sent;
    this.#tell(answer.ok ? null : wordsFor(answer.code));
    return answer.ok;
  }

  #tell(text: string | null): void {
    byId("trouble", HTMLElement).replaceChildren(...(text === null ? [] : [element("p", { class: "fault" }, text)]));
  }

  #tellDelivery(connected: boolean): void {
    const place = byId("delivery", HTMLElement);
    const words = connected ? "Live" : "Connection lost, trying again";
    if (place.textContent === words) return;
    place.textContent = words;
    place.className = `delivery ${connected ? "live" : "lost"}`;
  }

  #end(why: string): void {
    this.#watch.stop();
    this.#life.abort();
    byId("panes", HTMLElement).hidden = true;
    byId("shift", HTMLElement).hidden = true;
    document.body.classList.remove("reading");
    this.#onEnd(why);
  }
}
