import { aReplicate, PREFIX, toyChain } from "../../core/judging/evidence-builder.ts";
import { contactRecordSchema } from "../../core/schema/evidence.ts";
import { planSchema } from "../../core/schema/plan.ts";
import { liveContact } from "../../drills/actors/customer.ts";
import { nanoDrop } from "../../drills/nano-drop/drill.ts";
import { MAPPED_OBJECTIVES } from "../../drills/nano-drop/objectives.ts";
import { judgeNanoDrop } from "../../drills/nano-drop/judge.ts";
import { createHttpCustomer } from "../../drills/targets/http/customer.ts";
import { nodeCrypto } from "../../harness/ports/node-ports.ts";
import { mappedTarget } from "../../harness/target/mapped-target.ts";
import { aScript } from "../actors/script-builder.ts";
import { deskWith, openVirtualDesk, START } from "./virtual-desk.ts";

const plan = planSchema.parse({ schema: "fieldproof.plan/1", drop: { name: "test" } });
export const SPECS = [...nanoDrop.objectives(plan.budgets), ...MAPPED_OBJECTIVES];
/** What the customer asks for. */
export const FACT = "on 3 December";

/** What the judge says of one contact at a desk with these posts; virtual time, nothing is sent. */
export async function judgedContact(posts: (nowMs: number) => unknown, change?: (section: string) => string) {
  const world: { now: () => number } = { now: () => START };
  const answered = () => ({ json: { posts: posts(world.now()) } });
  const stage = openVirtualDesk(deskWith([answered]), change === undefined ? {} : { change });
  const { options, time } = stage;
  const { clock, timers } = time;
  world.now = clock.now;
  const mapped = mappedTarget({ http: options.mapping, timeFactor: 1 });
  const judge = judgeNanoDrop({
    ...{ specs: SPECS, plan, contactPrefix: PREFIX, chain: toyChain, missing: new Set() },
    replicate: aReplicate({ t0: START, plannedContacts: 1, mapped }),
  });
  const customer = createHttpCustomer(options);
  const facts = { runKeyHex: "ab".repeat(32), generalFacts: [], t0: START };
  const script = aScript({ fact: FACT, observeUntilOffsetMs: 30_000 });
  const lived = await time.run(liveContact(script, { clock, timers, crypto: nodeCrypto, customer, ...facts }));
  await time.runDry();
  judge.take({ kind: "contact", record: contactRecordSchema.parse(lived) });
  const { objectives } = judge.finish();
  return { mapped, record: lived, found: (id: string) => objectives.find((one) => one.id === id) };
}
