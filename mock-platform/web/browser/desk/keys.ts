/** What keys do at the desk while nothing is being written. */
export interface KeyActs {
  step(by: number): void;
  enter(): void;
  reply(): void;
  resolve(): void;
  transfer(): void;
  note(): void;
  help(): void;
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, dialog") !== null;

/** Single keys act on the chosen contact; in a field they are letters, and Escape leaves the field. */
export const listenForKeys = (acts: KeyActs): void => {
  const byKey: Readonly<Record<string, () => void>> = {
    j: () => acts.step(1),
    ArrowDown: () => acts.step(1),
    k: () => acts.step(-1),
    ArrowUp: () => acts.step(-1),
    r: () => acts.reply(),
    e: () => acts.resolve(),
    t: () => acts.transfer(),
    n: () => acts.note(),
    "?": () => acts.help(),
  };
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isWriting(target)) {
      if (key === "Escape" && target instanceof HTMLElement && target.closest("dialog") === null) target.blur();
      return;
    }
    // On a button, Enter presses that button; a row of the list stands for its contact.
    const onOther = target instanceof HTMLElement && target.closest("button:not(.row-button), a, summary") !== null;
    const act = key === "Enter" && !onOther ? () => acts.enter() : byKey[key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
};
