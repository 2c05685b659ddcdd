import { join } from "node:path";
import { kill as signalPid } from "node:process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { openJournal } from "../evidence/journal.ts";
import { restoreAdapter } from "../faults/adapters.ts";
import { markOf } from "../lock/process-mark.ts";
import { createKeeper, LOOK_EVERY_MS } from "./keeper.ts";
import { outstandingStimuli } from "./outstanding-stimuli.ts";
import { WATCHDOG_FILE } from "./watchdog-file.ts";
import { type WatchLine, watchLineSchema } from "./watch-line.ts";

/**
 * The watchdog as a process: it reads what the harness says, acts once if it must, and ends. Signals that reach every
 * process of a terminal or a session do not end it: its end is that of its standard input.
 */
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) process.on(signal, () => undefined);
// Whoever listened may be gone; that is what this process is for.
process.stdout.on("error", () => undefined);
process.stdin.on("error", () => undefined);

const signal = (pid: number, name: NodeJS.Signals): boolean => {
  try {
    return signalPid(pid, name);
  } catch {
    return false;
  }
};

/** Null for half a line: what the harness was writing when it died. */
const lineOf = (text: string): WatchLine | null => {
  try {
    return watchLineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

const keeper = createKeeper({
  mark: markOf,
  signal,
  pause: async (ms) => {
    await pause(ms);
  },
  now: () => performance.now(),
  adapterOf: (step) => restoreAdapter(step),
  outstanding: (dir) => outstandingStimuli(join(dir, "journal.ndjson")),
  openLog: (dir) => openJournal(join(dir, WATCHDOG_FILE), { now: () => Date.now() }),
  say: (word) => process.stdout.write(`${JSON.stringify(word)}\n`),
});

const lines = createInterface({ input: process.stdin });
lines.on("line", (text) => {
  const line = lineOf(text);
  if (line !== null) keeper.take(line);
});
const cause = new Promise<"ended" | "silent">((resolve) => {
  lines.once("close", () => resolve("ended"));
  const look = async (): Promise<void> => {
    if (await keeper.look()) resolve("silent");
    else setTimeout(() => void look(), LOOK_EVERY_MS).unref();
  };
  void look();
});
process.stdout.write(`${JSON.stringify({ said: "ready" })}\n`);

const why = await cause;
if (!keeper.done) await keeper.act(why);
lines.close();
process.stdin.destroy();
