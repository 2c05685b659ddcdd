import { expect, test } from "vitest";
import { aReplicate, PREFIX, toyChain } from "../../core/judging/evidence-builder.ts";
import type { ContactScript } from "../../core/contract/script.ts";
import type { HandlingRecord } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { workSlot } from "../../drills/actors/agent.ts";
import { liveContact } from "../../drills/actors/customer.ts";
import { nanoDrop } from "../../drills/nano-drop/drill.ts";
import { judgeNanoDrop } from "../../drills/nano-drop/judge.ts";
import { createHttpAgent } from "../../drills/targets/http/agent.ts";
import { createHttpCustomer } from "../../drills/targets/http/customer.ts";
import { createWaitingBoard } from "../../drills/targets/http/waiting-board.ts";
import { comeBackAfterClose } from "../../harness/load/come-back-after-close.ts";
import { nodeCrypto } from "../../harness/ports/node-ports.ts";
import { mappedTarget } from "../../harness/target/mapped-target.ts";
import { aScript } from "../actors/script-builder.ts";
import { openVirtualDesk, START } from "./virtual-desk.ts";
import { workingDesk } from "./working-desk.ts";

const budgets = { humanReply: { p50Sec: 10, p95Sec: 20 } };
const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" }, budgets });
const FACT = "on 3 December";
const END_MS = 200_000;
const PEOPLE: readonly ContactScript[] = Array.from({ length: 8 }, (_, index) =>
  aScript({
    ...{ index, clientContactId: `${PREFIX}-${String(index).padStart(6, "0")}`, fact: FACT, orderId: "D100003" },
    ...{ arrivalOffsetMs: index * 10_000, observeUntilOffsetMs: index * 10_000 + 60_000, readMs: 5000 },
    ...{ handling: { pickUpMs: 500, replyAfterMs: 2000, totalMs: 8000 }, patienceMs: END_MS },
  }),
);

/** What the judge says of those who came back, at a desk of two slots that lives these customers. */
async function cameBackTo(deafAfterClose: boolean, scripts: readonly ContactScript[]) {
  const world: { now: () => number } = { now: () => START };
  const { options, time } = openVirtualDesk(workingDesk(() => world.now(), { deafAfterClose }));
  const { clock, timers } = time;
  world.now = clock.now;
  const mapped = mappedTarget({ http: options.mapping, timeFactor: 1 });
  const judge = judgeNanoDrop({
    ...{ specs: nanoDrop.objectives(plan.budgets), plan, contactPrefix: PREFIX, chain: toyChain, missing: new Set() },
    replicate: aReplicate({ t0: START, timeFactor: 1, plannedContacts: scripts.length, plannedSlots: 2, mapped }),
  });
  const board = createWaitingBoard(clock);
  const handlings: HandlingRecord[] = [];
  const scriptOf = (id: string) => scripts.find(({ clientContactId }) => clientContactId === id) ?? null;
  const slots = [0, 1].map((slot) =>
    workSlot(slot, ["stream"], START + END_MS, {
      ...{ clock, timers, scriptOf, answer: () => `It ships ${FACT}.` },
      agent: createHttpAgent({ ...options, agentId: `agent-${slot}`, idPrefix: PREFIX, board }),
      onHandling: (one) => void handlings.push(one),
    }),
  );
  const lived = scripts.map((script) => {
    const customer = createHttpCustomer(options);
    const facts = { runKeyHex: "ab".repeat(32), generalFacts: [], t0: START };
    return liveContact(script, { ...{ clock, timers, crypto: nodeCrypto, customer }, ...facts });
  });
  const [contacts] = await time.run(Promise.all([Promise.all(lived), ...slots]));
  await time.runDry();
  for (const record of handlings) judge.take({ kind: "handling", record });
  for (const record of contacts) judge.take({ kind: "contact", record });
  const { objectives } = judge.finish();
  return objectives.find(({ id }) => id === "reopens-answered");
}

const afterClose = (): ContactScript[] =>
  comeBackAfterClose(PEOPLE, { plan, seed: 7, timeFactor: 1, lanes: ["stream"], endOffsetMs: END_MS });

test("who comes back to a closed contact is answered at a desk that takes it up again", async () => {
  const found = await cameBackTo(false, afterClose());
  expect([found?.status, found?.misses]).toEqual(["met", 0]);
  expect(found?.n).toBeGreaterThanOrEqual(5);
});

test("a desk that is deaf once a contact is closed is missed by it", async () => {
  const found = await cameBackTo(true, afterClose());
  expect([found?.status, found?.misses]).toEqual(["missed", found?.n]);
  expect(found?.examples?.[0]?.what).toBe("the customer came back, was acknowledged, and no person ever answered");
});

test("where all came back before their contacts were closed, nothing is said of closed ones", async () => {
  const early = PEOPLE.map((script) => ({
    ...script,
    readMs: 500,
    followUp: { text: "one more thing", latestOffsetMs: script.arrivalOffsetMs + 30_000 },
  }));
  expect((await cameBackTo(false, early))?.sentence).toBe(
    "Not measured: 0 of the 3 customers came back to a closed contact that it needs.",
  );
});
