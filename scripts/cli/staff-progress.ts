import type { CliContext } from "./context.ts";

/** Shorter work ends before anybody wonders. */
const QUIET_MS = 1000;
const PLAIN_EVERY_MS = 10_000;

/** Progress of work in countable steps: on a terminal one line that changes, elsewhere a line every ten seconds. */
export function createProgressBar(
  context: CliContext,
  word: string,
): { on: (done: number, of: number) => void; end: () => void } {
  const began = performance.now();
  let lastPlain = began;
  let rewriting = false;
  return {
    on: (done, of) => {
      const now = performance.now();
      if (context.quiet || context.json || now - began < QUIET_MS) return;
      const text = `${word} ${done} of ${of}`;
      if (context.interactive) {
        process.stderr.write(`\r\u001b[2K${text}`);
        rewriting = true;
      } else if (now - lastPlain >= PLAIN_EVERY_MS) {
        lastPlain = now;
        context.err(text);
      }
    },
    end: () => {
      if (rewriting) process.stderr.write("\r\u001b[2K");
      rewriting = false;
    },
  };
}
