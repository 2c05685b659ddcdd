import type { Outstanding } from "../../core/judging/stimulus-ledger.ts";
import type { Journal } from "../evidence/journal.ts";
import { endHeld, type Held, type ProcessPort } from "./held-load.ts";
import { type AdapterOf, restoreAll } from "./restore-all.ts";
import type { Cause, WatchdogWord, WatchLine } from "./watch-line.ts";

export interface KeeperPorts extends ProcessPort {
  readonly adapterOf: AdapterOf;
  /** What the journal of a replicate's folder leaves to be done. */
  outstanding(dir: string): Promise<readonly Outstanding[]>;
  openLog(dir: string): Promise<Journal>;
  say(word: WatchdogWord): void;
}

/** What a watchdog knows and does, apart from the process that it is. */
export interface Keeper {
  take(line: WatchLine): void;
  /** Asked every `LOOK_EVERY_MS`: whether the harness has been silent too long while something is in its care. */
  look(): Promise<boolean>;
  /** True once the harness said that all is over. */
  readonly done: boolean;
  /** Once: ends the load and takes what steps are left; whatever is said from then on is too late. */
  act(cause: Cause): Promise<void>;
}

export const LOOK_EVERY_MS = 250;
export const SILENCE_MS = 3000;
/** A look that comes so late means that this process stood still, too, and can judge nobody. */
const OWN_GAP_MS = 1000;

export function createKeeper(ports: KeeperPorts): Keeper {
  const held = new Map<number, Held>();
  let folder: string | null = null;
  let done = false;
  let acting = false;
  let heardAt = ports.now();
  let lookedAt = heardAt;
  let overdue = false;

  const left = async (): Promise<readonly Outstanding[]> => (folder === null ? [] : ports.outstanding(folder));

  return {
    get done() {
      return done;
    },
    take: (line) => {
      if (acting) return;
      heardAt = ports.now();
      overdue = false;
      if (line.say === "folder") folder = line.dir;
      else if (line.say === "hold") held.set(line.pid, { pid: line.pid, started: line.started, group: line.group });
      else if (line.say === "release") held.delete(line.pid);
      else if (line.say === "sync") ports.say({ said: "synced", n: line.n });
      else if (line.say === "done") done = true;
    },
    look: async () => {
      const now = ports.now();
      if (now - lookedAt > OWN_GAP_MS) heardAt = now;
      lookedAt = now;
      const wasOverdue = overdue;
      overdue = now - heardAt >= SILENCE_MS;
      // At the second look only: what was said meanwhile is read between two.
      if (!overdue || !wasOverdue) return false;
      return held.size > 0 || (await left()).length > 0;
    },
    act: async (cause) => {
      if (acting) return;
      acting = true;
      const silentMs = Math.round(ports.now() - heardAt);
      ports.say({ said: "acting", cause, silentMs });
      // The load first, and whether or not any of it can be written down.
      const endings = Promise.all([...held.values()].map((one) => endHeld(one, ports)));
      const stimuli = await left();
      if (held.size + stimuli.length === 0) return;
      const log = folder === null ? null : await ports.openLog(folder).catch(() => null);
      const note = async (kind: string, data: Readonly<Record<string, unknown>>): Promise<void> => {
        await log?.append(kind, data, { sync: true }).catch(() => undefined);
      };
      await note("watchdog.acting", { cause, silentMs });
      const restoring = stimuli.toReversed().map(async (one) => {
        const steps = await restoreAll(one, ports.adapterOf, ports.pause);
        const kind = one.kind === "reversible" ? "stimulus.undone" : "stimulus.rolled-forward";
        await note(kind, { stimulus: one.stimulus, steps, by: "watchdog" });
      });
      for (const ending of await endings) await note("watchdog.load-ended", { ...ending });
      await Promise.all(restoring);
      await note("watchdog.ended", {});
      await log?.close();
    },
  };
}
