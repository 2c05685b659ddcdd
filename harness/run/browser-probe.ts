import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import type { BrowserWalkInput } from "../../core/contract/browser-walk.ts";
import { messageOf } from "../../core/errors/fieldproof-error.ts";
import { type BrowserRecord, browserRecordSchema } from "../../core/schema/evidence.ts";
import type { Journal } from "../evidence/journal.ts";
import type { Watchdog } from "../watchdog/watchdog-process.ts";
import { bundleForK6, WALK_PATH } from "./bundle.ts";
import { type Child, type Exit, startChild } from "./child.ts";
import { K6_ENV, K6_FLAGS, k6Ending } from "./k6-process.ts";
import { minimalEnv } from "./stack-process.ts";

/** A Chromium to walk with, or why there is none. */
export type BrowserChoice = { readonly path: string } | { readonly reason: string };

export interface BrowserProbeOptions {
  readonly k6Path: string;
  readonly browser: BrowserChoice;
  readonly walk: BrowserWalkInput;
  /** For what nobody keeps: the bundle, the browser's profile. */
  readonly privateDir: string;
  /** The replicate's evidence folder. */
  readonly dir: string;
  readonly journal: Journal;
  readonly watchdog: Pick<Watchdog, "hold">;
}

/** One walk of a real browser beside the load. It is shown and never decides: nothing that goes wrong here is thrown. */
export interface BrowserProbe {
  /** Starts the walk, the first time that it is called. */
  begin(): void;
  /** Waits a little for its end, ends it if need be, and writes its one line of evidence. */
  end(): Promise<void>;
}

export const BROWSER_FILE = "browser.ndjson";
const STDERR_FILE = "browser.stderr.log";
/** How long a walk may go on after the load is over, wall milliseconds; then it is ended. */
const PATIENCE_MS = 8000;
const STOP_GRACE_MS = 1500;
const PAGE_LIMIT_MS = 10_000;

/**
 * Makes everything ready before the load begins, so that the walk costs no more than it must: bundles it, and has the
 * target build its page.
 */
export async function prepareBrowserProbe(options: BrowserProbeOptions): Promise<BrowserProbe> {
  const folder = join(options.privateDir, "browser");
  const bundleFile = join(folder, "walk.js");
  const inputFile = join(folder, "walk.json");
  const consoleFile = join(folder, "console.ndjson");
  const reason = await notReady(options, async () => {
    await mkdir(join(folder, "tmp"), { recursive: true });
    await writeFile(inputFile, JSON.stringify(options.walk), { mode: 0o600 });
    await bundleForK6(WALK_PATH, bundleFile);
  });
  let child: Child | null = null;
  let release: () => void = () => undefined;

  const start = (browser: string): Child => {
    const stderr = openSync(join(options.dir, STDERR_FILE), "a");
    const args = [...K6_FLAGS, `--console-output=${consoleFile}`, "-e", `FIELDPROOF_WALK=${inputFile}`, bundleFile];
    const started = startChild(options.k6Path, args, {
      env: browserEnv(browser, folder),
      stdio: ["ignore", stderr, stderr],
      group: true,
    });
    closeSync(stderr);
    return started;
  };

  return {
    begin: () => {
      if (child !== null || reason !== null || !("path" in options.browser)) return;
      child = start(options.browser.path);
      release = options.watchdog.hold(child, { group: true });
      yieldTo(child);
      void options.journal.append("browser.began", { pid: child.pid ?? null }).catch(() => {});
    },
    end: async () => {
      const exit = child === null ? null : await endOf(child);
      release();
      const why = exit === null ? (reason ?? "the run ended before its moment came") : exit;
      const record = (await recordIn(consoleFile)) ?? withoutWalk(options.walk, why);
      await writeFile(join(options.dir, BROWSER_FILE), `${JSON.stringify(record)}\n`);
      await options.journal.append("browser.ended", { unfinished: record.unfinished }).catch(() => {});
    },
  };
}

/** Why there will be no walk; null when all is ready for one. */
async function notReady({ browser, walk }: BrowserProbeOptions, prepare: () => Promise<void>): Promise<string | null> {
  if (!("path" in browser)) return browser.reason;
  try {
    await prepare();
    const page = await fetch(walk.address, { redirect: "error", signal: AbortSignal.timeout(PAGE_LIMIT_MS) });
    await page.arrayBuffer();
    return page.ok ? null : `the stream page answers ${page.status}`;
  } catch (error) {
    return `the walk could not be made ready: ${messageOf(error)}`;
  }
}

/** Why the walk has no line of its own, in words. */
async function endOf(child: Child): Promise<string> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    void child.stop(STOP_GRACE_MS);
  }, PATIENCE_MS);
  const exit: Exit = await child.exited;
  clearTimeout(timer);
  if (late) return "the walk did not come to its end in time and was ended";
  return `k6 left no line of the walk: ${k6Ending(exit) ?? "it ended without one"}`;
}

async function recordIn(consoleFile: string): Promise<BrowserRecord | null> {
  const text = await readFile(consoleFile, "utf8").catch(() => "");
  for (const line of text.split("\n")) {
    try {
      const parsed = browserRecordSchema.safeParse(JSON.parse(line));
      if (parsed.success) return parsed.data;
    } catch {
      // Words of k6's own, or a line that was cut.
    }
  }
  return null;
}

const withoutWalk = ({ mark, pop }: BrowserWalkInput, unfinished: string): BrowserRecord => ({
  ...{ kind: "browser", mark, pop, unfinished, walk: null },
});

const browserEnv = (browser: string, folder: string): NodeJS.ProcessEnv => ({
  ...minimalEnv(),
  ...K6_ENV,
  // Settings, profile and whatever else a browser writes go where they are cleared away.
  HOME: folder,
  TMPDIR: join(folder, "tmp"),
  K6_BROWSER_EXECUTABLE_PATH: browser,
  K6_BROWSER_HEADLESS: "true",
  // Chromium refuses its sandbox to root; it meets the bundled stack's own page only.
  K6_BROWSER_ARGS: process.getuid?.() === 0 ? "no-sandbox,disable-gpu" : "disable-gpu",
});

/** The load comes first: what is left of the machine is the browser's. Its children inherit that. */
function yieldTo({ pid }: Child): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Gone already, or a system without priorities.
  }
}
