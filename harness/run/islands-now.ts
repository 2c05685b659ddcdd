import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { createReferenceIslands } from "../../drills/targets/reference/islands.ts";
import { trustedKeys } from "../../drills/targets/reference/trusted-keys.ts";
import { nodeClock, nodeCrypto } from "../ports/node-ports.ts";
import type { AdmittedTarget } from "../target/admit-target.ts";
import { createPinnedHttp } from "../target/pinned-http.ts";
import { readSecrets } from "../target/secret-files.ts";
import { islandContentSha256 } from "./island-content.ts";
import { createStackClient } from "./stack-client.ts";
import { OPS_SECRET } from "./target-session.ts";

/** What one PoP serves now. */
export interface IslandNow {
  readonly pop: string;
  /** Null where there is no island with a good signature by a key that the operator trusts. */
  readonly island: { readonly contentSha256: string; readonly keyId: string } | null;
  /** Why there is none, in words; empty where there is one. */
  readonly why: string;
}

const REQUEST_LIMIT_MS = 3000;

/**
 * Reads the event's island at each PoP of a target, and nothing else: one GET for the keys that the operator trusts, and one
 * for each PoP. Nothing is staged, and nothing is waited for.
 * @throws FieldproofError FP-TARGET-017, -019 for a target that no run could take up either; FP-STACK-005 when its operations
 *   port does not say which keys it trusts; FP-FILE-001, FP-TARGET-011 for its secret
 */
export async function islandsNow(target: AdmittedTarget, event: string): Promise<readonly IslandNow[]> {
  const { file } = target;
  const { pops, ops } = file.addresses;
  if (file.adapter !== "reference" || target.offLoopback)
    throw new FieldproofError("FP-TARGET-017", { target: file.name });
  const bearer = (await readSecrets(target))[OPS_SECRET];
  if (ops === undefined || bearer === undefined)
    throw new FieldproofError("FP-TARGET-019", {
      target: file.name,
      missing: ops === undefined ? "addresses.ops" : `secrets.${OPS_SECRET}`,
    });
  const pems = await createStackClient(ops, bearer).islandKeyPems();
  const islands = createReferenceIslands({
    ...{ http: createPinnedHttp(target), clock: nodeClock, crypto: nodeCrypto, pops, event },
    ...{ trusted: await trustedKeys(pems, nodeCrypto), requestTimeoutMs: REQUEST_LIMIT_MS },
  });
  const found: IslandNow[] = [];
  for (const pop of Object.keys(pops)) {
    const { status, island, keyId } = await islands.read(pop, true);
    const good = island === undefined || keyId === null ? null : { contentSha256: islandContentSha256(island), keyId };
    const why =
      status === 0
        ? "did not answer"
        : status === 200
          ? "serves no island of this event that is signed by a trusted key and has not expired"
          : `answered ${status}`;
    found.push({ pop, island: good, why: good === null ? why : "" });
  }
  return found;
}
