import type { ProcessMark } from "../lock/process-mark.ts";

/** A process of the load that the watchdog was told of. */
export interface Held extends ProcessMark {
  /** It leads a group. */
  readonly group: boolean;
}

export interface ProcessPort {
  /** Who has this id now. */
  mark(pid: number): ProcessMark | null;
  /** Sends to the pid, or with a negative one to the group; false when nobody is there. */
  signal(pid: number, signal: NodeJS.Signals): boolean;
  pause(ms: number): Promise<void>;
  /** Monotonic milliseconds. */
  now(): number;
}

export interface Ending {
  readonly pid: number;
  /** `gone`: it was, before. `other`: its pid is another process's now, which was left alone. */
  readonly how: "gone" | "other" | "SIGINT" | "SIGKILL" | "still-there";
  readonly ms: number;
}

/** k6 writes its last lines on SIGINT and is gone within some 100 ms, measured at 200 busy VUs. */
const GRACE_MS = 1000;
const KILL_LIMIT_MS = 2000;
const LOOK_MS = 20;

/**
 * Ends one process of the load: SIGINT, and SIGKILL after a second, which also ends a stopped one. A pid that is
 * another process's by now is never signalled. Whoever is left of the group that it led goes with it: the system
 * gives no pid away that is still the name of a group.
 */
export async function endHeld(held: Held, port: ProcessPort): Promise<Ending> {
  const { pid, started, group } = held;
  const began = port.now();
  const ending = (how: Ending["how"]): Ending => ({ pid, how, ms: Math.round(port.now() - began) });
  const to = group ? -pid : pid;
  const look = (): "gone" | "other" | "there" => {
    const found = port.mark(pid);
    if (found === null) return "gone";
    return found.started === null || started === null || found.started === started ? "there" : "other";
  };
  const first = look();
  if (first === "other") return ending("other");
  if (first === "gone") {
    if (group) port.signal(-pid, "SIGKILL");
    return ending("gone");
  }
  const gone = async (limitMs: number): Promise<boolean> => {
    const from = port.now();
    while (look() === "there") {
      if (port.now() - from >= limitMs) return false;
      await port.pause(LOOK_MS);
    }
    return true;
  };
  port.signal(to, "SIGINT");
  if (await gone(GRACE_MS)) {
    if (group) port.signal(-pid, "SIGKILL");
    return ending("SIGINT");
  }
  port.signal(to, "SIGKILL");
  return ending((await gone(KILL_LIMIT_MS)) ? "SIGKILL" : "still-there");
}
