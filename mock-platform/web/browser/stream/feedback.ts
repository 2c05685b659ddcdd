import { element } from "../shared/dom.ts";

export interface FeedbackActs {
  /** Says to the stack how the answer was; resolves with false when it did not arrive. */
  signal(kind: "helpful" | "not-helpful"): Promise<boolean>;
  /** Hands the matter to a person; null where one has it already. */
  readonly askPerson: (() => void) | null;
}

const button = (label: string, act: () => void, name = label): HTMLButtonElement => {
  const made = element("button", { type: "button", class: "chip", "aria-label": name }, label);
  made.addEventListener("click", act);
  return made;
};

/** "Did this help?" under an answer. A no offers a person at once. */
export const feedback = ({ signal, askPerson }: FeedbackActs): HTMLElement => {
  const words = element("p", { class: "asked" }, "Did this help?");
  const row = element("div", { class: "feedback", role: "group", "aria-label": "Did this answer help?" }, words);
  const rate = (kind: "helpful" | "not-helpful"): void => {
    for (const each of row.querySelectorAll("button")) each.disabled = true;
    void signal(kind).then((arrived) => {
      if (!arrived) {
        words.textContent = "That did not arrive. Please press again.";
        for (const each of row.querySelectorAll("button")) each.disabled = false;
        return;
      }
      for (const each of row.querySelectorAll("button")) each.remove();
      words.textContent = kind === "helpful" ? "Good to know, thank you." : "Sorry that it did not help.";
      words.tabIndex = -1;
      if (kind === "helpful" || askPerson === null) return words.focus();
      const person = button("Ask a person", () => {
        row.remove();
        askPerson();
      });
      row.append(person);
      person.focus();
    });
  };
  row.append(
    button("Yes", () => rate("helpful"), "Yes, helpful"),
    button("No", () => rate("not-helpful"), "No, not helpful"),
  );
  return row;
};
