/**
 * Ctrl-C ends a run cleanly: the first one asks the run to stop and keep what it has, the second one to hurry: waits
 * become short, and nothing that has to be undone is left out. The process itself leaves when the run has written its
 * evidence.
 */
export function listenForInterrupt(
  onNote: (text: string) => void,
  words = { first: "stopping the load, keeping what was recorded", later: "still writing what was recorded" },
): { readonly signal: AbortSignal; readonly hurry: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const hurry = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    onNote(controller.signal.aborted ? `${name}: ${words.later}` : `${name}: ${words.first}`);
    if (controller.signal.aborted) hurry.abort();
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    hurry: hurry.signal,
    stop: () => {
      process.off("SIGINT", onSignal);
      process.off("SIGTERM", onSignal);
    },
  };
}
