import { type ChildProcess, spawn } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, stat, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { seededRng } from "../runtime/seeded-rng.ts";
import type { StoredEvent } from "./event-store.ts";
import { openSqliteStore } from "./sqlite-store.ts";

const PROCESS = fileURLToPath(new URL("../testing/append-process.ts", import.meta.url));

interface Ack {
  readonly first: number;
  readonly batch: number;
  readonly of: number;
}

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "fieldproof-crash-"));
  path = join(folder, "events.sqlite");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const ackOf = (line: string): Ack | null => {
  const [word, first, batch, of] = line.split(" ");
  return word === "ack" ? { first: Number(first), batch: Number(batch), of: Number(of) } : null;
};

/** Reads the process's lines until it is gone; `each` sees every acknowledgement as it comes. */
const acksOf = async (child: ChildProcess, each: (count: number) => void): Promise<{ acks: Ack[]; last: string }> => {
  const acks: Ack[] = [];
  let last = "";
  if (child.stdout === null) throw new Error("the process has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    const ack = ackOf(line);
    last = line;
    if (ack === null) continue;
    acks.push(ack);
    each(acks.length);
  }
  return { acks, last };
};

/** Opens the log again, which checks its chain and texts, and reads it whole. */
const reopened = async (at: string): Promise<StoredEvent[]> => {
  const store = await openSqliteStore(at);
  try {
    return [...(await store.read(0, store.size() + 1))];
  } finally {
    await store.close();
  }
};

/** Every batch in the log is there with all of its places, side by side. */
const batchesIn = (events: readonly StoredEvent[]): number[] => {
  const batches: number[] = [];
  for (let index = 0; index < events.length; ) {
    const { batch, of } = events[index]?.entry.body ?? {};
    const mine = events.slice(index, index + Number(of)).map(({ entry }) => entry.body);
    expect(mine).toEqual(
      Array.from({ length: Number(of) }, (_, place) => expect.objectContaining({ batch, place, of })),
    );
    batches.push(Number(batch));
    index += Number(of);
  }
  return batches;
};

const expectAcknowledged = (events: readonly StoredEvent[], acks: readonly Ack[]): void => {
  for (const { first, batch, of } of acks)
    for (let place = 0; place < of; place += 1)
      expect(events[first + place]?.entry).toMatchObject({ index: first + place, body: { batch, place, of } });
};

test("loses nothing acknowledged and keeps nothing half when the process is killed, again and again", async () => {
  const rng = seededRng(20_261_124);
  const acknowledged: Ack[] = [];
  let before = 0;
  for (let round = 0; round < 4; round += 1) {
    const killAfter = 1 + Math.floor(rng.next() * 200);
    const child = spawn(process.execPath, [PROCESS, path, String(1 + Math.floor(rng.next() * 12))], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { acks } = await acksOf(child, (count) => {
      if (count === killAfter) child.kill("SIGKILL");
    });
    expect(child.signalCode ?? "SIGKILL").toBe("SIGKILL");
    expect(acks.length).toBeGreaterThanOrEqual(killAfter);
    acknowledged.push(...acks);
    const events = await reopened(path);
    expectAcknowledged(events, acknowledged);
    expect(new Set(batchesIn(events)).size).toBe(batchesIn(events).length);
    expect(events.length).toBeGreaterThan(before);
    before = events.length;
  }
});

test("a write-ahead file cut anywhere, as by a power failure, leaves whole batches from the start on", async () => {
  const child = spawn(process.execPath, [PROCESS, path, "3"], { stdio: ["ignore", "pipe", "inherit"] });
  await acksOf(child, (count) => {
    if (count === 60) child.kill("SIGKILL");
  });
  const whole = (await readFile(`${path}-wal`)).length;
  const rng = seededRng(5);
  const cut = join(folder, "cut.sqlite");
  const sizes: number[] = [];
  for (let round = 0; round < 12; round += 1) {
    await copyFile(path, cut);
    await copyFile(`${path}-wal`, `${cut}-wal`);
    await truncate(`${cut}-wal`, Math.floor((whole * (round + rng.next())) / 12));
    const events = await reopened(cut);
    expect(batchesIn(events)).toEqual(batchesIn(events).toSorted((a, b) => a - b));
    sizes.push(events.length);
    await rm(cut);
  }
  // The longer the file that was left, the more of the log.
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  expect(sizes.at(-1)).toBeGreaterThan(sizes[0] ?? 0);
});

test("a disk that refuses a write mid-way gives FP-STACK-006, and the log holds exactly what was acknowledged", async () => {
  // The limit on the size of files is the nearest to a full disk that needs no rights: the write itself fails.
  const child = spawn("/bin/sh", ["-c", 'ulimit -S -f 400 && exec "$0" "$@"', process.execPath, PROCESS, path, "4"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { acks, last } = await acksOf(child, () => {});
  expect(last).toBe("refused FP-STACK-006");
  expect(acks.length).toBeGreaterThan(10);
  const events = await reopened(path);
  expectAcknowledged(events, acks);
  expect(batchesIn(events).toSorted((a, b) => a - b)).toEqual(acks.map(({ batch }) => batch).toSorted((a, b) => a - b));
  expect((await stat(path)).size).toBeGreaterThan(0);

  const store = await openSqliteStore(path);
  expect(await store.append([{ at: 1, kind: "signal.given", subject: "c_1", body: {} }])).toEqual([events.length]);
  await store.close();
});
