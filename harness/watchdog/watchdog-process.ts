import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { type ProcessMark, markOf } from "../lock/process-mark.ts";
import { type Child, startChild } from "../run/child.ts";
import { ownNodeEnv } from "../run/stack-process.ts";
import { type WatchdogWord, type WatchLine, watchdogWordSchema } from "./watch-line.ts";

export const BEAT_MS = 500;
/** Ten seconds. One that stands still for longer guards nothing, and is ended so that the run ends, too. */
const MOST_UNANSWERED = 20;
const START_LIMIT_MS = 10_000;
const END_LIMIT_MS = 2000;
/** A load that must be killed and a step that is tried three times, each to its limit. */
const ACT_LIMIT_MS = 60_000;
const SAID_BYTES = 4096;

/** The process beside a run that ends the load and undoes what was done when the harness cannot. */
export interface Watchdog {
  readonly mark: ProcessMark;
  /** Resolves when it is no more without having been told to end: FP-WATCH-001; FP-WATCH-002 when it had to act. */
  readonly lost: Promise<FieldproofError>;
  /** False once it is no more, or acts. */
  running(): boolean;
  /** Names the folder of the replicate that goes on; null when none does. */
  folder(dir: string | null): void;
  /**
   * Puts a child of ours, just started, into its care.
   * @returns takes it out again
   */
  hold(child: Pick<Child, "pid">, options?: { readonly group?: boolean }): () => void;
  /** Waits until it has taken all that was said before, or is no more; one that acts is waited for to its end. */
  settled(): Promise<void>;
  /** Ends it. Safe to repeat. */
  close(): Promise<void>;
}

/**
 * Starts a watchdog in a session of its own, so that what a terminal sends to the run does not reach it. It ends with
 * this process in any case. @throws FieldproofError FP-WATCH-001
 */
export async function startWatchdog(beatMs: number = BEAT_MS): Promise<Watchdog> {
  const command = fileURLToPath(new URL("./watchdog-command.ts", import.meta.url));
  const child = startChild(process.execPath, [command], {
    env: ownNodeEnv(),
    stdio: ["pipe", "pipe", "pipe"],
    group: true,
  });
  const { stdin, stdout, stderr } = child.process;
  let said = "";
  stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = `${said}${text}`.slice(0, SAID_BYTES);
  });
  // It is gone then, and `lost` says so.
  stdin?.on("error", () => undefined);

  let acted: Extract<WatchdogWord, { said: "acting" }> | null = null;
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const waiting = new Map<number, () => void>();
  let asked = 0;
  /** Beats of ours since it last answered: it, too, could stand still. */
  let unanswered = 0;
  if (stdout !== null)
    createInterface({ input: stdout }).on("line", (text) => {
      const word = watchdogWordSchema.parse(JSON.parse(text));
      if (word.said === "ready") ready();
      else if (word.said === "synced") {
        unanswered = 0;
        waiting.get(word.n)?.();
      } else acted = word;
    });

  let closing = false;
  // `close`, not `exit`: by then all that it said has been read.
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    child.process.once("close", () => {
      ended = true;
      resolve();
    });
  });
  const failure = async (): Promise<FieldproofError> => {
    const { code, signal } = await child.exited;
    if (acted !== null) return new FieldproofError("FP-WATCH-002", { seconds: (acted.silentMs / 1000).toFixed(1) });
    const words = printable(said.split("\n").find((line) => line.trim() !== "") ?? "", 200);
    const reason = signal === null ? `it exited with ${code ?? "no code"}` : `it was killed by ${signal}`;
    return new FieldproofError("FP-WATCH-001", { reason: words === "" ? reason : `${reason}: ${words}` });
  };
  let beating: NodeJS.Timeout | undefined;
  const lost = new Promise<FieldproofError>((resolve) => {
    void gone.then(async () => {
      clearInterval(beating);
      if (!closing) resolve(await failure());
    });
  });

  const say = (line: WatchLine): void => {
    if (stdin?.writable === true) stdin.write(`${JSON.stringify(line)}\n`);
  };
  const within = async (limitMs: number, of: Promise<unknown>): Promise<void> => {
    const timer = setTimeout(() => child.process.kill("SIGKILL"), limitMs);
    await Promise.race([of, gone]);
    clearTimeout(timer);
  };
  await within(START_LIMIT_MS, isReady);
  const mark = child.pid === undefined ? null : markOf(child.pid);
  if (mark === null || !child.running()) throw await failure();
  // Not before: one that is slow to start has its own limit, and answers nothing until it has.
  beating = setInterval(() => {
    say({ say: "beat" });
    say({ say: "sync", n: asked++ });
    unanswered += 1;
    if (unanswered > MOST_UNANSWERED && acted === null) child.process.kill("SIGKILL");
  }, beatMs);

  return {
    mark,
    lost,
    running: () => !ended && acted === null,
    folder: (dir) => say({ say: "folder", dir }),
    hold: ({ pid }, { group = false } = {}) => {
      // Read before the loop turns, so that not even a child that has ended can have lost its pid to another.
      const mark = pid === undefined ? null : markOf(pid);
      if (mark === null) return () => undefined;
      say({ say: "hold", ...mark, group });
      return () => say({ say: "release", pid: mark.pid });
    },
    settled: async () => {
      const n = asked++;
      const answered = new Promise<void>((resolve) => waiting.set(n, resolve));
      say({ say: "sync", n });
      await within(ACT_LIMIT_MS, answered);
      waiting.delete(n);
      // Whoever asked is told why it is no more before they go on.
      if (ended && !closing) await lost;
    },
    close: async () => {
      closing = true;
      clearInterval(beating);
      say({ say: "done" });
      stdin?.end();
      await within(acted === null ? END_LIMIT_MS : ACT_LIMIT_MS, gone);
    },
  };
}
