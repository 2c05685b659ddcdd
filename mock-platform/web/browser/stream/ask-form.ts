import { byId, element, say } from "../shared/dom.ts";

export interface Asked {
  readonly text: string;
  readonly orderId: string | null;
  /** The question may stand in the public transcript. */
  readonly publish: boolean;
}

const ORDER = /^[A-Za-z0-9._~-]{1,64}$/;

/** The ask form: checks what was written, and tells what is wrong beside the field it is about. */
export class AskForm {
  readonly #form = byId("ask", HTMLFormElement);
  readonly #question = byId("question", HTMLTextAreaElement);
  readonly #order = byId("order", HTMLInputElement);
  readonly #publish = byId("publish", HTMLInputElement);
  readonly #button = byId("ask-button", HTMLButtonElement);
  readonly #trouble = byId("ask-trouble", HTMLElement);

  constructor(onAsk: (asked: Asked) => void) {
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const asked = this.#button.disabled ? null : this.#read();
      if (asked !== null) onAsk(asked);
    });
    for (const example of this.#form.querySelectorAll("[data-example]")) {
      example.addEventListener("click", () => {
        this.#question.value = example.textContent ?? "";
        this.#fault(this.#question, "question-fault", null);
        this.#question.focus();
      });
    }
  }

  show(): void {
    this.#form.hidden = false;
  }

  hide(): void {
    this.#form.hidden = true;
  }

  /** Empties the form and puts the cursor into it: for another question. */
  again(): void {
    this.#question.value = "";
    this.#order.value = "";
    this.#publish.checked = false;
    this.busy(false);
    this.show();
    this.#question.focus();
  }

  busy(busy: boolean): void {
    this.#button.disabled = busy;
    this.#button.textContent = busy ? "Asking…" : "Ask support";
    if (busy) this.#trouble.replaceChildren();
  }

  /** What kept the question from being sent; the question stays in the field. */
  trouble(text: string): void {
    this.busy(false);
    this.#trouble.replaceChildren(element("p", { class: "fault" }, text));
  }

  #read(): Asked | null {
    const text = this.#question.value.trim();
    const order = this.#order.value.trim();
    const orderFault =
      order === "" || ORDER.test(order) ? null : "An order number has letters, digits and hyphens only, as in D104233.";
    const textFault = text === "" ? "Write your question first." : null;
    this.#fault(this.#order, "order-fault", orderFault);
    this.#fault(this.#question, "question-fault", textFault);
    if (textFault !== null) this.#question.focus();
    else if (orderFault !== null) this.#order.focus();
    if (textFault !== null || orderFault !== null) return null;
    return { text, orderId: order === "" ? null : order, publish: this.#publish.checked };
  }

  #fault(field: HTMLElement, placeId: string, text: string | null): void {
    if (text === null) field.removeAttribute("aria-invalid");
    else field.setAttribute("aria-invalid", "true");
    say(byId(placeId, HTMLElement), text);
  }
}
