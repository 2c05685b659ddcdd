import { mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { SetupError } from "./setup-error.mjs";

/** Longer than npm and a k6 build may take together. */
const OLDEST_MS = 40 * 60_000;
const POLL_MS = 200;
/** A holder writes its pid right after it makes the file; an empty file older than this has no holder. */
const UNWRITTEN_MS = 5_000;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * @param {string} file
 * @returns {boolean} true when this process made it
 */
function tryCreate(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
function remove(file) {
  try {
    unlinkSync(file);
  } catch {
    // Gone already, which is what was wanted.
  }
}

/**
 * @param {string} file
 * @returns {{ pid: number, stale: boolean } | undefined} undefined when nobody holds it
 */
function holder(file) {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    const ageMs = Date.now() - statSync(file).mtimeMs;
    if (Number.isNaN(pid)) return { pid: 0, stale: ageMs > UNWRITTEN_MS };
    return { pid, stale: !isAlive(pid) || ageMs > OLDEST_MS };
  } catch {
    return undefined;
  }
}

/**
 * Takes a dead holder's lock away. Only one process at a time may do so, and it looks again once it may: a lock that
 * was taken meanwhile by a living process stays.
 * @param {string} file
 */
function breakStale(file) {
  const breaker = `${file}.break`;
  if (!tryCreate(breaker)) {
    if (holder(breaker)?.stale === true) remove(breaker);
    return;
  }
  if (holder(file)?.stale === true) remove(file);
  remove(breaker);
}

/**
 * Waits until no other set-up is at work in this checkout, then holds the lock.
 * @param {string} file
 * @param {{ limitMs?: number, onWait?: (pid: number) => void }} [options]
 * @returns {Promise<() => void>} lets it go; to call once
 */
export async function takeSetupLock(file, { limitMs = 20 * 60_000, onWait } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const startedMs = Date.now();
  let told = false;
  while (!tryCreate(file)) {
    const held = holder(file);
    if (held?.stale === true) breakStale(file);
    else if (held !== undefined) {
      if (!told && held.pid > 0) {
        onWait?.(held.pid);
        told = true;
      }
      if (Date.now() - startedMs > limitMs) {
        throw new SetupError(
          `Another set-up (process ${held.pid}) has held ${file} for too long. End it, or remove that file, and try again.`,
        );
      }
      await delay(POLL_MS);
    }
  }
  const release = () => {
    process.off("exit", release);
    remove(file);
  };
  process.on("exit", release);
  return release;
}
