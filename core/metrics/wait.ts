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

export const createOpenWait = (observedUntilMs: number): OpenWait => {
  const waits: Wait[] = [];
  let fromMs: number | null = null;
  const end = (replyAtMs: number | null): void => {
    if (fromMs !== null) {
      const replyMs = replyAtMs === null ? null : replyAtMs - fromMs;
      waits.push({ fromMs, replyMs, observedMs: observedUntilMs - fromMs });
    }
    fromMs = null;
  };
  return {
    begin: (atMs) => {
      fromMs ??= atMs;
    },
    reply: (atMs) => end(atMs),
    giveUp: () => end(null),
    forget: () => {
      fromMs = null;
    },
    get running() {
      return fromMs !== null;
    },
    finish: () => {
      end(null);
      return waits;
    },
  };
};
