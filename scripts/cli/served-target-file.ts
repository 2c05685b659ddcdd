import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { stringify } from "yaml";
import { CAPABILITIES } from "../../core/contract/ids.ts";
import type { StimulusId } from "../../core/contract/stimulus-ids.ts";
import { TARGET_FILE_SCHEMA_ID, type TargetFile } from "../../core/schema/target-file.ts";
import { AGENT_SECRET, OPS_SECRET } from "../../harness/run/target-session.ts";
import { writeNewFile } from "../../harness/target/private-file.ts";

/** What the reference stack can have done to it by way of its operations port. */
const STIMULI: readonly StimulusId[] = ["origin-slow", "origin-down", "partner-slow", "partner-cut", "cache-purge"];
const DAYS = 30;

export interface ServedStack {
  readonly pops: Readonly<Record<string, string>>;
  readonly origin: string;
  readonly ops: string;
  readonly opsBearer: string;
  readonly agentBearer: string;
  readonly timeFactor: number;
  /** False where the partner is a process of its own: this stack can neither break it nor speak for it. */
  readonly hasPartner: boolean;
}

/**
 * Writes a target file for a stack that is served on this machine, and beside it a 0600 file for each of its two
 * secrets, so that `run --target` needs nothing else.
 * @returns removes them again
 * @throws FieldproofError FP-FILE-004 when one of the three is there already, FP-FILE-002
 */
export async function writeServedTarget(path: string, stack: ServedStack, nowMs: number): Promise<() => Promise<void>> {
  const secretFiles = [
    { name: OPS_SECRET, file: `${path}.${OPS_SECRET}`, secret: stack.opsBearer },
    { name: AGENT_SECRET, file: `${path}.${AGENT_SECRET}`, secret: stack.agentBearer },
  ];
  const file: TargetFile = {
    schema: TARGET_FILE_SCHEMA_ID,
    name: "served reference stack",
    environment: "local",
    adapter: "reference",
    addresses: { pops: { ...stack.pops }, origin: stack.origin, ops: stack.ops },
    hosts: [],
    timeFactor: stack.timeFactor,
    limits: { maxRequestsPerSec: 100_000, maxContacts: 1_000_000, publishedLimits: [] },
    allowedStimuli: STIMULI.filter((one) => stack.hasPartner || !one.startsWith("partner-")),
    expiresAt: new Date(nowMs + DAYS * 86_400_000).toISOString(),
    approver: { name: "whoever serves it", role: "operator" },
    secrets: Object.fromEntries(secretFiles.map((one) => [one.name, { file: basename(one.file) }])),
    syntheticMarker: { header: "x-fieldproof", value: "synthetic" },
    capabilities: CAPABILITIES.filter((one) => stack.hasPartner || one !== "fulfilment"),
  };
  const written: string[] = [];
  const remove = async (): Promise<void> => {
    for (const one of written) await rm(one, { force: true });
  };
  try {
    for (const one of secretFiles) {
      await writeNewFile(one.file, one.secret, 0o600);
      written.push(one.file);
    }
    await writeNewFile(path, stringify(file), 0o644);
    written.push(path);
    return remove;
  } catch (error) {
    await remove();
    throw error;
  }
}
