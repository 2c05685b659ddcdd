export interface Interrupt {
  /** The first Ctrl-C or SIGTERM: stop, and keep what there is. */
  readonly signal: AbortSignal;
  /** The second: wait for nothing that is not needed. What puts the target right is never skipped. */
  readonly hurry: AbortSignal;
  stop(): void;
}

/** One press may come twice: from the terminal, and handed on by a parent. */
const SAME_MS = 250;

const WORDS = {
  first: "stopping the load, keeping what was recorded",
  second: "not waiting for what can be done without; the target is still put right",
  later: "still putting the target right and writing what was recorded",
};

/**
 * Ctrl-C ends a run cleanly: the first one asks the run to stop and keep what it has, the second to be quick about it,
 * further ones are told that it is under way. The process itself leaves when the run has written its evidence.
 */
export function listenForInterrupt(
  onNote: (text: string) => void,
  words: { readonly first: string; readonly second: string; readonly later: string } = WORDS,
  now: () => number = () => performance.now(),
): Interrupt {
  const stopping = new AbortController();
  const hurrying = new AbortController();
  let first: { readonly name: string; readonly at: number } | null = null;
  const onSignal = (name: NodeJS.Signals): void => {
    if (first?.name === name && now() - first.at < SAME_MS) return;
    const word = hurrying.signal.aborted ? words.later : stopping.signal.aborted ? words.second : words.first;
    onNote(`${name}: ${word}`);
    if (stopping.signal.aborted) hurrying.abort();
    else {
      first = { name, at: now() };
      stopping.abort();
    }
  };
  const names = ["SIGINT", "SIGTERM"] as const;
  for (const name of names) process.on(name, onSignal);
  return {
    signal: stopping.signal,
    hurry: hurrying.signal,
    stop: () => {
      for (const name of names) process.off(name, onSignal);
    },
  };
}

/** Waits for the first Ctrl-C or SIGTERM, then closes what was served; further ones wait for that, too. */
export async function untilInterrupt(
  onNote: (text: string) => void,
  first: string,
  close: () => Promise<void>,
): Promise<void> {
  const interrupt = listenForInterrupt(onNote, { first, second: "still closing", later: "still closing" });
  await new Promise<void>((done) => interrupt.signal.addEventListener("abort", () => done(), { once: true }));
  await close();
  interrupt.stop();
}
