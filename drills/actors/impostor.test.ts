import { expect, test } from "vitest";
import type { AccessAnswer, AccessAttempt, AccessPort } from "../../core/contract/target.ts";
import { type AccessRecord, accessRecordSchema } from "../../core/schema/evidence.ts";
import { createVirtualClock } from "../../harness/simulation/virtual-clock.ts";
import { ACCESS_ROUNDS, tryDoor } from "./impostor.ts";

const START = 1_700_000_000_000;
const MARK = "1124T1402-7-1-access-";
const refused: AccessAnswer = { outcome: "refused", status: 401, code: "no-token" };
const opened: AccessAnswer = { outcome: "accepted", status: 201, code: null };

async function told(door: string, part: Partial<AccessPort> = {}, tryMs = 10) {
  const time = createVirtualClock(START);
  const records: AccessRecord[] = [];
  const attempt = (action: AccessAttempt["action"]): AccessAttempt => ({
    ...{ action, way: "no-token" },
    try: () => time.timers.wait(tryMs).then(() => refused),
  });
  const asked: string[][] = [];
  let left = 0;
  const leave = async (): Promise<void> => void left++;
  const access: AccessPort = {
    customers: async (...ids) => {
      asked.push(ids);
      return { opened, attempts: [attempt("read"), attempt("write")], leave };
    },
    agents: () => [attempt("queue")],
    ...part,
  };
  const onAttempt = (record: AccessRecord): void => void records.push(accessRecordSchema.parse(record));
  await time.run(tryDoor(door, 30_000, START, { ...time, access, mark: MARK, onAttempt }));
  return { records, asked, left };
}

test("each round opens contacts of its own and tells every try with its time", async () => {
  const { records, asked, left } = await told("pop-a");
  expect(left).toBe(ACCESS_ROUNDS);
  expect(asked).toEqual(
    Array.from({ length: ACCESS_ROUNDS }, (_, round) => [
      "pop-a",
      `${MARK}pop-a-${round}-a`,
      `${MARK}pop-a-${round}-b`,
    ]),
  );
  expect(records.map(({ at, round, action, ms }) => [at - START, round, action, ms])).toEqual(
    [5000, 15_000, 25_000].flatMap((at, round) => [
      [at, round, "open", 0],
      [at, round, "read", 10],
      [at + 10, round, "write", 10],
    ]),
  );
  expect(records[1]).toMatchObject({ ...refused, door: "pop-a", mark: MARK, contact: `${MARK}pop-a-0-a` });
});

test("the desk is tried without a contact", async () => {
  const { records, asked } = await told("desk");
  expect(asked).toEqual([]);
  expect(records.map(({ action, contact }) => [action, contact])).toEqual(
    Array.from({ length: ACCESS_ROUNDS }, () => ["queue", null]),
  );
});

test("where no contact could be opened that is all that is told, and never as accepted", async () => {
  const { records } = await told("pop-a", { customers: async () => ({ opened, attempts: [], leave: async () => {} }) });
  expect(records.map(({ action, outcome }) => [action, outcome])).toEqual(
    Array.from({ length: ACCESS_ROUNDS }, () => ["open", "unclear"]),
  );
});

test("nothing is tried beyond the end of the drill", async () => {
  const { records } = await told("pop-a", {}, 60_000);
  expect(records.map(({ at, action }) => [at - START, action])).toEqual([
    [5000, "open"],
    [5000, "read"],
  ]);
});
