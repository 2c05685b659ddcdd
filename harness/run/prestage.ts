import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { createReferenceIslands } from "../../drills/targets/reference/islands.ts";
import { trustedKeys } from "../../drills/targets/reference/trusted-keys.ts";
import type { Journal } from "../evidence/journal.ts";
import { nodeClock, nodeCrypto, nodeHttp } from "../ports/node-ports.ts";
import { islandContentSha256 } from "./island-content.ts";
import type { StackAddresses } from "./stack-process.ts";

/**
 * Has the island staged and proves before T0 that it is at every PoP, verified under the operator's keys, and writes each proof to
 * the journal. @throws FieldproofError FP-STACK-004 naming the PoPs where it is not: then the run stops.
 */
export async function proveIslands(
  addresses: Pick<StackAddresses, "pops">,
  event: string,
  keyPems: readonly string[],
  journal: Journal,
  stage: () => Promise<boolean>,
): Promise<void> {
  const islands = createReferenceIslands({
    http: nodeHttp,
    clock: nodeClock,
    crypto: nodeCrypto,
    pops: addresses.pops,
    event,
    trusted: await trustedKeys(keyPems, nodeCrypto),
    requestTimeoutMs: 3000,
  });
  const pops = Object.keys(addresses.pops);
  for (const pop of pops) await journal.append("island.expected", { pop });
  const wrong: string[] = [];
  const orderedAt = performance.now();
  const staged = await stage();
  const versions = new Set<number>();
  const contents = new Set<string>();
  for (const pop of pops) {
    const reading = await islands.read(pop, true);
    const data = {
      pop,
      version: reading.version,
      keyId: reading.keyId,
      status: reading.status,
      signatureGood: reading.signatureGood,
    };
    if (reading.signatureGood === true && reading.version !== null && reading.island !== undefined) {
      const contentSha256 = islandContentSha256(reading.island);
      versions.add(reading.version);
      contents.add(contentSha256);
      await journal.append("island.proved", { ...data, contentSha256 });
    } else {
      wrong.push(
        `${pop} answered ${reading.status === 0 ? "nothing" : reading.status}${reading.signatureGood === false && reading.status === 200 ? ", signature not good" : ""}`,
      );
      await journal.append("island.missing", data);
    }
  }
  // From the order to the last proof, on the harness's own clock: what publishing to every PoP takes.
  if (staged && wrong.length === 0)
    await journal.append("islands.everywhere", { pops: pops.length, publishMs: performance.now() - orderedAt });
  if (versions.size > 1) wrong.push(`versions differ: ${[...versions].join(", ")}`);
  else if (contents.size > 1) wrong.push(`version ${[...versions].join()} is not the same island everywhere`);
  if (wrong.length > 0) throw new FieldproofError("FP-STACK-004", { detail: wrong.join("; ") });
}
