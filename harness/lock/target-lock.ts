import { createHash } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { LockRecord } from "../../core/schema/lock.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import { createLock, type LockOnDisk, lockPath, lockText, readLock, writeDraft } from "./lock-file.ts";
import { isAlive, ownMark, type ProcessMark } from "./process-mark.ts";

/** What a dead run left behind, in words; null when it left nothing. Throws when that cannot be told. */
export type LeftBehind = (runDir: string) => Promise<string | null>;

export interface LockSettings {
  readonly stateDir: string;
  readonly leftBehind: LeftBehind;
  readonly host?: string;
  readonly self?: ProcessMark;
  readonly nowMs?: () => number;
}

export interface LockOrder {
  readonly keys: readonly string[];
  readonly target: string;
  readonly runDir: string;
}

export interface Lock {
  /** Paths of runs whose dead locks were taken over. */
  readonly takenOver: readonly string[];
  /** Gives back what is still this process's own; safe to repeat. */
  release(): Promise<void>;
}

/**
 * The keys of a target: one for each address, so that two target files of one system that name different PoPs of it
 * exclude each other, too.
 * @param addresses URLs
 */
export const targetKeys = (addresses: readonly string[]): string[] => {
  const keys = addresses.map((address) => {
    const { protocol, hostname: name, port } = new URL(address);
    const loopback = name === "localhost" || name === "[::1]" ? "127.0.0.1" : name;
    return `${loopback}:${port === "" ? (protocol === "https:" ? "443" : "80") : port}`;
  });
  return [...new Set(keys)].sort();
};

/** The key of a run folder: that its harness is at work, and that it was begun here, by this user. */
export const runKey = (runDir: string): string => `run:${runDir}`;

/** The first lock of a process that lives, or of another machine, which cannot be looked at from here. */
export const livingOf = (locks: readonly LockRecord[], host = hostname()): LockRecord | undefined =>
  locks.find((lock) => lock.host !== host || isAlive(lock));

/**
 * Takes all keys or none, in an order that cannot make two runs fail each other. A lock of a dead process is taken over
 * when its run left nothing behind.
 * @throws FieldproofError FP-LOCK-001 (in use), -002 (something is left), -003 (a lock that cannot be trusted)
 */
export async function takeLock(order: LockOrder, settings: LockSettings): Promise<Lock> {
  const held: { path: string; text: string }[] = [];
  const takenOver = new Set<string>();
  const release = async (): Promise<void> => {
    for (const { path, text } of held.splice(0).reverse()) {
      const found = await readLock(path).catch(() => null);
      if (found?.text === text) await rm(path, { force: true });
    }
  };
  try {
    for (const key of [...order.keys].sort()) {
      const path = lockPath(settings.stateDir, key);
      const text = textOf(key, order, settings);
      const dead = await claim(path, text, settings);
      held.push({ path, text });
      if (dead !== null) takenOver.add(dead);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return { takenOver: [...takenOver], release };
}

function textOf(key: string, { target, runDir }: LockOrder, settings: LockSettings): string {
  const since = new Date((settings.nowMs ?? Date.now)()).toISOString();
  return lockText({ key, target, runDir, ...(settings.self ?? ownMark()), host: settings.host ?? hostname(), since });
}

/** @returns the run whose dead lock was replaced, or null when there was none */
async function claim(path: string, text: string, settings: LockSettings): Promise<string | null> {
  // A lock may go between the two looks; then the name is free again.
  for (let attempt = 0; attempt < 20; attempt++) {
    if (await createLock(path, text)) return null;
    const found = await readLock(path);
    if (found === null) continue;
    await mustBeLeftover(found, settings);
    await replace(found, text);
    return found.record.runDir;
  }
  throw new FieldproofError("FP-LOCK-003", { path, reason: "it comes and goes" });
}

/** @throws FieldproofError FP-LOCK-001, -002 */
async function mustBeLeftover({ record, path }: LockOnDisk, settings: LockSettings): Promise<void> {
  if (livingOf([record], settings.host) !== undefined) throw inUse(record);
  const left = await settings.leftBehind(record.runDir).catch((cause: unknown) => {
    throw new FieldproofError(
      "FP-LOCK-003",
      { path, reason: `what its run ${record.runDir} left behind cannot be told (${fileReason(cause)})` },
      { cause },
    );
  });
  if (left !== null) throw new FieldproofError("FP-LOCK-002", { target: record.target, left, runDir: record.runDir });
}

export const inUse = ({ target, pid, host, key, since, runDir }: LockRecord): FieldproofError =>
  new FieldproofError("FP-LOCK-001", { target, pid, host, key, since, runDir });

/**
 * Puts a lock in a dead one's place. Whoever else found the same dead lock meets the same name here, so that one of
 * them alone replaces it, and replaces nothing but it.
 */
async function replace(dead: LockOnDisk, text: string): Promise<void> {
  const taking = `${dead.path}.${createHash("sha256").update(dead.text).digest("hex").slice(0, 16)}.taking`;
  const handle = await open(taking, "wx", 0o600).catch((cause: unknown) => {
    throw new FieldproofError("FP-LOCK-003", { path: taking, reason: "another run is taking it over" }, { cause });
  });
  await handle.close();
  try {
    const now = await readLock(dead.path);
    if (now === null || now.text !== dead.text)
      throw now === null
        ? new FieldproofError("FP-LOCK-003", { path: dead.path, reason: "another run took it over and has ended" })
        : inUse(now.record);
    await rename(await writeDraft(dead.path, text), dead.path);
  } finally {
    await rm(taking, { force: true });
  }
}
