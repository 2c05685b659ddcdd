import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Phases, Plan } from "../../core/schema/plan.ts";
import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { fileReason } from "../../core/text/file-reason.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { requireTellingFacts } from "../load/telling-facts.ts";
import type { AdmittedTarget } from "../target/admit-target.ts";
import { writeNewFile } from "../target/private-file.ts";
import { bundleForK6, scenarioPath } from "./bundle.ts";
import { drawLoad } from "./draw-load.ts";
import { runId } from "./run.ts";
import { scenarioConfig } from "./scenario-config.ts";
import { K6_INPUTS, writeScenarioFiles } from "./scenario-files.ts";
import { createStackClient } from "./stack-client.ts";
import { openTarget } from "./target-session.ts";
import { scriptNote } from "./script-note.ts";

export interface ScriptFolderOptions {
  readonly plan: Plan;
  readonly phases: Phases;
  readonly arrivalsSec: readonly number[] | null;
  readonly entry: CatalogEntry;
  readonly seed: number;
  readonly target: AdmittedTarget;
  /** Made anew. */
  readonly dir: string;
}

export interface ScriptFolder {
  readonly script: string;
  readonly contacts: number;
  readonly slots: number;
  readonly wallSec: number;
}

/** Beside the script unless told otherwise by `-e`. k6 resolves them against the script's own place. */
const BANNER = Object.entries(K6_INPUTS)
  .map(
    ([variable, file]) => `if (!__ENV[${JSON.stringify(variable)}]) __ENV[${JSON.stringify(variable)}] = "./${file}";`,
  )
  .join("\n");

/**
 * Writes what `k6 run` needs to load a served stack as a drill does: the script, the customers drawn from the seed, and
 * in a 0600 file the bearer. Asks the stack for facts and keys and has it stage its islands; sends no load.
 * @throws FieldproofError FP-FILE-004 when the folder is there, FP-FILE-002, FP-K6-003, FP-STACK-005, and what `openTarget` throws
 */
export async function writeScriptFolder(options: ScriptFolderOptions): Promise<ScriptFolder> {
  const { plan, phases, entry, dir, seed } = options;
  const session = await openTarget(
    { kind: "served", target: options.target },
    {
      ...{ timeFactor: phases.timeFactor, seed, event: plan.drop.event, items: plan.drop.items },
      ...{ privateDir: dir, logFile: join(dir, "stack.log"), fulfilment: null },
    },
  );
  try {
    if (session.mapped !== null) throw new FieldproofError("FP-TARGET-017", { target: options.target.file.name });
    const { addresses, secrets } = session;
    const client = createStackClient(addresses.ops, secrets.opsBearer);
    const info = await client.info();
    if (info.timeFactor !== phases.timeFactor)
      throw new FieldproofError("FP-STACK-005", { what: "its time factor", status: info.timeFactor });
    const facts = await client.facts(plan.drop.event);
    requireTellingFacts(facts);
    const id = runId(new Date(), seed, 0, randomBytes(3).toString("hex"));
    const drawn = drawLoad({ ...options, runId: id, replicate: 1 }, facts, Object.keys(addresses.pops));
    await client.stageIslands(plan.drop.event);
    const config = scenarioConfig({
      ...{ plan, phases, facts, addresses, load: entry.load, runId: id, replicate: 1 },
      ...{ spans: drawn.spans, endOffsetMs: drawn.endOffsetMs, islandKeyPems: await client.islandKeyPems() },
      slots: plan.staffing.agents * plan.staffing.slotsPerAgent,
    });
    await makeFolder(dir);
    await writeScenarioFiles(dir, config, drawn.contacts, secrets.agentBearer);
    const { id: drill } = entry.definition.meta;
    const script = join(dir, `${drill}.js`);
    await bundleForK6(scenarioPath(drill), script, { banner: BANNER });
    const wallSec = Math.ceil((config.leadMs + config.endOffsetMs) / 1000);
    const figures = { drill, contacts: drawn.contacts.length, slots: config.slots, wallSec, seed };
    await writeNewFile(join(dir, "README.md"), scriptNote(figures), 0o644);
    return { script, ...figures };
  } finally {
    await session.close();
  }
}

async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { mode: 0o700 }).catch((cause: unknown) => {
    const taken = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw taken
      ? new FieldproofError("FP-FILE-004", { path: dir }, { cause })
      : new FieldproofError("FP-FILE-002", { path: dir, reason: fileReason(cause) }, { cause });
  });
}
