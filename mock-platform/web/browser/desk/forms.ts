import type { Message } from "../../../../core/schema/wire.ts";
import type { Answer } from "../shared/exchange.ts";
import { byId, element } from "../shared/dom.ts";
import { wordsFor } from "../shared/problem-words.ts";
import type { AgentApi } from "./agent-api.ts";

/** A dialog with a form whose sending may fail; it closes when it went well. */
class AskingDialog {
  readonly #dialog: HTMLDialogElement;
  readonly #form: HTMLFormElement;
  readonly #trouble: HTMLElement;
  /** Checks and sends; a string says what is missing. */
  #act: () => Promise<Answer> | string = () => "";

  constructor(dialogId: string, formId: string, signal: AbortSignal) {
    this.#dialog = byId(dialogId, HTMLDialogElement);
    this.#form = byId(formId, HTMLFormElement);
    this.#trouble = this.#form.querySelector<HTMLElement>(".trouble") ?? element("div");
    const submit = (event: Event): void => {
      event.preventDefault();
      void this.#send();
    };
    const close = (): void => this.#dialog.close();
    this.#form.addEventListener("submit", submit, { signal });
    this.#form.querySelector("[data-close]")?.addEventListener("click", close, { signal });
    signal.addEventListener("abort", close);
  }

  open(act: () => Promise<Answer> | string): void {
    this.#act = act;
    this.#tell(null);
    this.#dialog.showModal();
  }

  async #send(): Promise<void> {
    const sent = this.#act();
    if (typeof sent === "string") return this.#tell(sent);
    const answer = await sent;
    if (answer.ok) this.#dialog.close();
    else this.#tell(wordsFor(answer.code));
  }

  #tell(text: string | null): void {
    this.#trouble.replaceChildren(...(text === null ? [] : [element("p", { class: "fault" }, text)]));
  }
}

/** The forms that ask before they act: transfer, change a wording, take a message away. */
export class DeskForms {
  readonly #api: AgentApi;
  readonly #transfer: AskingDialog;
  readonly #change: AskingDialog;

  /** Listens until `signal` is aborted. */
  constructor(api: AgentApi, signal: AbortSignal) {
    this.#api = api;
    this.#transfer = new AskingDialog("transfer-dialog", "transfer-form", signal);
    this.#change = new AskingDialog("change-dialog", "change-form", signal);
  }

  async transfer(contactId: string): Promise<void> {
    const lane = byId("transfer-lane", HTMLSelectElement);
    const group = byId("transfer-group", HTMLSelectElement);
    const reason = byId("transfer-reason", HTMLTextAreaElement);
    reason.value = "";
    const anyone = element("option", { value: "" }, "Anyone of the lane");
    const groups = (await this.#api.groups()).map((name) => element("option", { value: name }, name));
    group.replaceChildren(anyone, ...groups);
    this.#transfer.open(() => {
      const why = reason.value.trim();
      if (why === "") return "Say why, for the agent who takes it on.";
      const to = group.value === "" ? { lane: lane.value } : { lane: lane.value, group: group.value };
      return this.#api.transfer(contactId, to, why);
    });
  }

  edit(message: Message): void {
    const { text, reason } = this.#changeFields("Change a message", "Change it", true);
    text.value = message.text;
    this.#change.open(() => {
      if (text.value.trim() === "") return "Write the new wording; to remove the message, take it away.";
      if (text.value === message.text) return "This is the wording that stands there already.";
      return reason.value === "" ? "Choose a reason." : this.#api.edit(message.id, text.value, reason.value);
    });
  }

  takeAway(message: Message): void {
    const { reason } = this.#changeFields("Take a message away", "Take it away", false);
    this.#change.open(() => (reason.value === "" ? "Choose a reason." : this.#api.takeAway(message.id, reason.value)));
  }

  #changeFields(title: string, button: string, withText: boolean) {
    const reason = byId("change-reason", HTMLSelectElement);
    reason.value = "";
    byId("change-title", HTMLElement).textContent = title;
    byId("change-button", HTMLElement).textContent = button;
    byId("change-text-field", HTMLElement).hidden = !withText;
    return { text: byId("change-text", HTMLTextAreaElement), reason };
  }
}
