/** One wait for a reply. */
export interface Wait {
  readonly fromMs: number;
  /** Milliseconds to the reply; null when none came. */
  readonly replyMs: number | null;
  /** Milliseconds for which it was watched; at least this long nothing came where there was no reply. */
  readonly observedMs: number;
}

/** Waits as they begin and end; shared by the folds that differ in what begins and what ends one. */
export interface OpenWait {
  /** Begins a wait, unless one runs already. */
  begin(atMs: number): void;
  /** Ends the running wait with a reply. */
  reply(atMs: number): void;
  /** Ends the running wait without one: the contact was closed over it. */
  giveUp(): void;
  /** As if the running wait had never been. */
  forget(): void;
  readonly running: boolean;
  finish(): readonly Wait[];
}

/** A class: of a million contacts each has some, and a literal with a getter leaves the collector more than itself. */
class Waits implements OpenWait {
  readonly #observedUntilMs: number;
  readonly #waits: Wait[] = [];
  #fromMs: number | null = null;

  constructor(observedUntilMs: number) {
    this.#observedUntilMs = observedUntilMs;
  }

  begin(atMs: number): void {
    this.#fromMs ??= atMs;
  }

  reply(atMs: number): void {
    this.#end(atMs);
  }

  giveUp(): void {
    this.#end(null);
  }

  forget(): void {
    this.#fromMs = null;
  }

  get running(): boolean {
    return this.#fromMs !== null;
  }

  finish(): readonly Wait[] {
    this.#end(null);
    return this.#waits;
  }

  #end(replyAtMs: number | null): void {
    const fromMs = this.#fromMs;
    if (fromMs === null) return;
    const replyMs = replyAtMs === null ? null : replyAtMs - fromMs;
    this.#waits.push({ fromMs, replyMs, observedMs: this.#observedUntilMs - fromMs });
    this.#fromMs = null;
  }
}

export const createOpenWait = (observedUntilMs: number): OpenWait => new Waits(observedUntilMs);
