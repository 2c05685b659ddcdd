import { expect, test } from "vitest";
import { aReplicate, PREFIX, toyChain } from "../../core/judging/evidence-builder.ts";
import { contactRecordSchema } from "../../core/schema/evidence.ts";
import { lackOf } from "../../core/judging/not-run.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { liveContact } from "../../drills/actors/customer.ts";
import { nanoDrop } from "../../drills/nano-drop/drill.ts";
import { judgeNanoDrop } from "../../drills/nano-drop/judge.ts";
import { createHttpCustomer } from "../../drills/targets/http/customer.ts";
import { nodeCrypto } from "../../harness/ports/node-ports.ts";
import { mappedTarget } from "../../harness/target/mapped-target.ts";
import { aScript } from "../actors/script-builder.ts";
import { aPost, deskWith, openVirtualDesk, START } from "./virtual-desk.ts";

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });
const FACT = "on 3 December";
/** As the example desk writes its stamps. */
const seconds = (ms: number): number => Math.floor(ms / 1000);

/** What the judge says of the clock of a desk that answers at once and stamps its answer so. */
async function clockOf(stamp: (nowMs: number) => unknown, change?: (section: string) => string) {
  const world: { now: () => number } = { now: () => START };
  const answered = () => ({ json: { posts: [{ ...aPost(1, { words: FACT }), when: stamp(world.now()) }] } });
  const stage = openVirtualDesk(deskWith([answered]), change === undefined ? {} : { change });
  const { options, time } = stage;
  const { clock, timers } = time;
  world.now = clock.now;
  const mapped = mappedTarget({ http: options.mapping, timeFactor: 1 });
  const judge = judgeNanoDrop({
    ...{ specs: nanoDrop.objectives(plan.budgets), plan, contactPrefix: PREFIX, chain: toyChain, missing: new Set() },
    replicate: aReplicate({ t0: START, plannedContacts: 1, mapped }),
  });
  const customer = createHttpCustomer(options);
  const facts = { runKeyHex: "ab".repeat(32), generalFacts: [], t0: START };
  const script = aScript({ fact: FACT, observeUntilOffsetMs: 30_000 });
  const lived = await time.run(liveContact(script, { clock, timers, crypto: nodeCrypto, customer, ...facts }));
  await time.runDry();
  judge.take({ kind: "contact", record: contactRecordSchema.parse(lived) });
  const found = judge.finish().objectives.find(({ id }) => id === "target-clock");
  return { mapped, status: found?.status, n: found?.n, sentence: found?.sentence, why: found?.examples?.[0]?.what };
}

test("stamps that were read and fit are met, each contact counted once", async () => {
  expect(await clockOf(seconds)).toMatchObject({ status: "met", n: 1 });
});

test.each<[string, (nowMs: number) => unknown]>([
  ["a word", () => "yesterday"],
  ["nothing", () => null],
  ["a truth value", () => true],
  ["another unit's text", (nowMs) => new Date(nowMs).toISOString()],
])("a desk that writes %s for a stamp leaves its clock unmeasured, never met", async (_name, stamp) => {
  expect(await clockOf(stamp)).toMatchObject({
    ...{ status: "unmeasured", n: 0, why: undefined },
    sentence: "Not measured: no stamp of the target's could be read on 1 of the contacts that it answered.",
  });
});

test.each([
  ["ahead", 3_600_000, /^a message's stamp is at least 3598\.\d s ahead$|^a message's stamp lay in the future$/],
  ["behind", -3_600_000, /^a message's stamp is at least 3599\.\d s behind$/],
])("a clock that is an hour %s is missed", async (_name, byMs, why) => {
  expect(await clockOf((nowMs) => seconds(nowMs + byMs))).toMatchObject({
    status: "missed",
    why: expect.stringMatching(why),
  });
});

test("a desk whose stamps nobody maps is not run on its clock", async () => {
  const unmapped = (section: string): string =>
    section
      .replace(", at: /when", "")
      .replace("      at: { unit: s }\n", "")
      .replace(/, openedAt: [^,}]+/, "");
  const { status, mapped } = await clockOf(seconds, unmapped);
  expect(status).not.toBe("met");
  const spec = nanoDrop.objectives(plan.budgets).find(({ id }) => id === "target-clock");
  expect(spec === undefined ? null : lackOf(spec, mapped)).toBe("no stamps of the target's are mapped");
});
