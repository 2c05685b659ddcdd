/** Something that happens once and stays so, with its reason. */
export interface Latch<Reason extends string = string> {
  /** Null until it was tripped. */
  readonly reason: Reason | null;
  tripped(): Promise<void>;
  /** The first reason counts. */
  trip(reason: Reason): void;
  /** Calls `task` when it is tripped, at once when it was; the returned function calls that off. */
  onTrip(task: () => void): () => void;
}

export function createLatch<Reason extends string = string>(): Latch<Reason> {
  let reason: Reason | null = null;
  const tasks = new Set<() => void>();
  const onTrip = (task: () => void): (() => void) => {
    if (reason !== null) task();
    else tasks.add(task);
    return () => tasks.delete(task);
  };
  return {
    get reason() {
      return reason;
    },
    tripped: () => new Promise((resolve) => void onTrip(resolve)),
    trip: (why) => {
      if (reason !== null) return;
      reason = why;
      for (const task of [...tasks]) task();
      tasks.clear();
    },
    onTrip,
  };
}
