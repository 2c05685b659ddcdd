/** Runs tasks of one key one after another, and tasks of different keys side by side. */
export class KeyedLock {
  readonly #tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects with what `task` does; a task that fails does not hold up the next one. */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const mine = before.then(task, task);
    this.#tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(key) === mine) this.#tails.delete(key);
    }
  }

  /** Runs `task` while it holds every key. Taken in sorted order, so that two of these never wait for each other. */
  runAll<T>(keys: readonly string[], task: () => Promise<T>): Promise<T> {
    const held = [...new Set(keys)].sort();
    return held.reduceRight<() => Promise<T>>((inner, key) => () => this.run(key, inner), task)();
  }
}
