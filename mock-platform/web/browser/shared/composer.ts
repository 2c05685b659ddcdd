import { element } from "./dom.ts";

/** Most lines that the field grows to before it scrolls. */
const MOST_HEIGHT_PX = 160;

/** The field that a conversation is written in: Enter sends, Shift+Enter is a new line, and it grows with the text. */
export class Composer {
  readonly #form: HTMLFormElement;
  readonly #field: HTMLTextAreaElement;
  readonly #button: HTMLButtonElement;

  constructor(form: HTMLFormElement, onSend: (text: string) => void) {
    this.#form = form;
    this.#field = form.querySelector("textarea") ?? element("textarea");
    this.#button = form.querySelector("button") ?? element("button");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = this.#field.value.trim();
      if (text === "" || this.#field.disabled) return;
      this.#field.value = "";
      this.#grow();
      onSend(text);
    });
    this.#field.addEventListener("keydown", (event) => {
      // While a text is composed, Enter belongs to the input method.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    this.#field.addEventListener("input", () => this.#grow());
  }

  focus(): void {
    this.#field.focus();
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
