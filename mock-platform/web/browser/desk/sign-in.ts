import { byId, element } from "../shared/dom.ts";
import { wordsFor } from "../shared/problem-words.ts";
import type { ServerClock } from "../shared/server-clock.ts";
import { AgentApi } from "./agent-api.ts";

const NAME = /^[A-Za-z0-9._~-]{1,64}$/;
const MOST_SLOTS = 20;

/** The form before the desk: a name, the desk's key, how many chats at once. Hands over an agent whose shift began. */
export class SignIn {
  readonly #form = byId("sign-in", HTMLFormElement);
  readonly #button = byId("sign-in-button", HTMLButtonElement);
  readonly #trouble = byId("sign-in-trouble", HTMLElement);
  readonly #bearer = byId("bearer", HTMLInputElement);

  constructor(clock: ServerClock, onBegun: (api: AgentApi) => void) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#begin(clock, onBegun);
    });
  }

  show(trouble: string | null): void {
    this.#form.hidden = false;
    this.#tell(trouble);
    byId("agent", HTMLInputElement).focus();
  }

  async #begin(clock: ServerClock, onBegun: (api: AgentApi) => void): Promise<void> {
    const agentId = byId("agent", HTMLInputElement).value.trim();
    const slots = Number(byId("most", HTMLInputElement).value);
    const lanes = [...this.#form.querySelectorAll<HTMLInputElement>("[name=lane]:checked")].map(({ value }) => value);
    const fault = faultIn(agentId, this.#bearer.value, slots, lanes);
    if (fault !== null) return this.#tell(fault);
    this.#button.disabled = true;
    const api = new AgentApi(this.#bearer.value, { agentId, slots, lanes }, clock);
    const answer = await api.presence("available");
    this.#button.disabled = false;
    if (!answer.ok) return this.#tell(wordsFor(answer.code));
    // The page's memory has it now; the field is no place to keep it.
    this.#bearer.value = "";
    this.#tell(null);
    this.#form.hidden = true;
    onBegun(api);
  }

  #tell(text: string | null): void {
    this.#trouble.replaceChildren(...(text === null ? [] : [element("p", { class: "fault" }, text)]));
  }
}

const faultIn = (agentId: string, bearer: string, slots: number, lanes: readonly string[]): string | null => {
  if (!NAME.test(agentId)) return "Give a name of letters, digits and hyphens.";
  if (bearer === "") return "Give the key of the desk.";
  if (!Number.isInteger(slots) || slots < 1 || slots > MOST_SLOTS) return `Chats at once: 1 to ${MOST_SLOTS}.`;
  return lanes.length === 0 ? "Choose at least one lane." : null;
};
