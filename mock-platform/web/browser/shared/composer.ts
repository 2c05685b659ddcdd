import { element } from "./dom.ts";

/** Most lines that the field grows to before it scrolls. */
const MOST_HEIGHT_PX = 160;

/** Which key sends: Enter alone, as in a chat, or with Ctrl (or Command), where answers have several lines. */
export type SendKey = "enter" | "ctrl-enter";

const sends = ({ shiftKey, ctrlKey, metaKey }: KeyboardEvent, key: SendKey): boolean =>
  key === "enter" ? !shiftKey : ctrlKey || metaKey;

/** The field that a conversation is written in. It grows with the text. */
export class Composer {
  readonly #form: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;

  /** Listens until `signal` is aborted, where one is given. */
  constructor(form: HTMLFormElement, key: SendKey, onSend: (text: string) => void, signal?: AbortSignal) {
    const until = signal === undefined ? {} : { signal };
    this.#form = form;
    this.#field = form.querySelector("textarea") ?? element("textarea");
    this.#button = form.querySelector("button") ?? element("button");
    const submit = (event: Event): void => {
      event.preventDefault();
      const text = this.#field.value.trim();
      if (text === "" || this.#field.disabled) return;
      this.draft = "";
      onSend(text);
    };
    const onKey = (event: KeyboardEvent): void => {
      // While a text is composed, Enter belongs to the input method.
      if (event.key !== "Enter" || event.isComposing || !sends(event, key)) return;
      event.preventDefault();
      form.requestSubmit();
    };
    form.addEventListener("submit", submit, until);
    this.#field.addEventListener("keydown", onKey, until);
    this.#field.addEventListener("input", () => this.#grow(), until);
  }

  focus(): void {
    this.#field.focus();
  }

  /** What is written and not sent. */
  get draft(): string {
    return this.#field.value;
  }

  set draft(text: string) {
    this.#field.value = text;
    this.#grow();
  }

  enable(on: boolean): void {
    this.#form.hidden = !on;
    this.#field.disabled = !on;
    this.#button.disabled = !on;
  }

  #grow(): void {
    this.#field.style.height = "auto";
    this.#field.style.height = `${Math.min(MOST_HEIGHT_PX, this.#field.scrollHeight)}px`;
  }
}
