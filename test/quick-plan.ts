import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { testFolder } from "./temp-folder.ts";

/**
 * A plan whose run takes seconds of wall time: fifty simulated seconds each. For tests of the pipeline; its figures
 * say nothing about a drop. `drainSec` can be made longer so that a test has time to break something.
 */
export async function quickPlan(
  part: { agents?: number; drainSec?: number; stepSec?: number } = {},
): Promise<{ dir: string; plan: string }> {
  const dir = await testFolder("test");
  const plan = join(dir, "drop.yaml");
  await writeFile(
    plan,
    `schema: fieldproof.plan/1
drop: { name: quick }
arrivals: { peakPerSec: 1.2, islandReadsPerSec: 4 }
customers: { intents: { order-held: 30, stock: 70 } }
staffing: { agents: ${part.agents ?? 20}, slotsPerAgent: 2, handle: { medianSec: 40, sigma: 0.2 } }
profiles:
  smoke: { timeFactor: 20, controlSec: 5, refreshSec: 5, stepSec: ${part.stepSec ?? 80}, tailSec: 0, drainSec: ${part.drainSec ?? 70}, auditSec: 5 }
`,
  );
  return { dir, plan };
}
