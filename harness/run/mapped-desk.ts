import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import type { MappedScenario } from "../../core/contract/script.ts";
import type { MappedTarget } from "../../core/schema/evidence.ts";
import type { HttpMapping } from "../../core/schema/http-mapping.ts";
import type { Plan } from "../../core/schema/plan.ts";
import type { Facts } from "../../core/schema/wire.ts";
import { createHttpDesk, type HttpDesk } from "../../drills/targets/http/desk-account.ts";
import { createLimiter, type Limiter } from "../../drills/targets/http/limiter.ts";
import { loadLimit, tightestLimit } from "../plan/mapped-calls.ts";
import { nodeClock, nodeCrypto, nodeSockets, nodeTimers } from "../ports/node-ports.ts";
import type { AdmittedTarget } from "../target/admit-target.ts";
import { k6TargetOptions } from "../target/k6-target-options.ts";
import { mappedTarget } from "../target/mapped-target.ts";
import { createPinnedHttp } from "../target/pinned-http.ts";
import { readSecrets } from "../target/secret-files.ts";
import { NOTICE_HASH } from "./notice.ts";

const REQUEST_LIMIT_MS = 10_000;

/** A desk that is spoken to through the mapping of its target file. */
export interface MappedDesk {
  readonly target: AdmittedTarget;
  readonly http: HttpMapping;
  /** By their ids in the target file. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly record: MappedTarget;
  /** What a right answer says. */
  readonly facts: Pick<Facts, "facts" | "orders">;
  /** Requests in any 60 s: all of them, and those that the load may send. */
  readonly perMinute: number;
  readonly loadPerMinute: number;
}

/**
 * Takes up a target file with a mapping. Sends nothing.
 * @throws FieldproofError FP-TARGET-019 without facts, FP-TARGET-011, FP-FILE-001 for its secrets
 */
export async function takeUpDesk(target: AdmittedTarget, staffing: Plan["staffing"]["kind"]): Promise<MappedDesk> {
  const { file } = target;
  const { http, facts } = file;
  if (http === undefined || facts === undefined)
    throw new FieldproofError("FP-TARGET-019", { target: file.name, missing: http === undefined ? "http" : "facts" });
  const perMinute = tightestLimit(file.limits);
  return {
    ...{
      target,
      http,
      perMinute,
      secrets: await readSecrets(target),
      record: mappedTarget({ ...file, http }, staffing),
    },
    facts: { facts: facts.general, orders: facts.orders },
    loadPerMinute: loadLimit(perMinute),
  };
}

/** What k6 is handed of the desk; its secrets go into a file of their own. */
export const mappedScenario = ({ target, http, loadPerMinute }: MappedDesk, idPrefix: string): MappedScenario => ({
  ...{ mapping: http, marker: target.file.syntheticMarker, perMinute: loadPerMinute, idPrefix },
  k6: k6TargetOptions(target),
});

/** One for all that speak to a desk from this process. @param already requests of another one, which count in the same minute */
export const deskLimiter = (
  perMinute: number,
  already: { readonly requests: number; readonly atMs: number } = { requests: 0, atMs: 0 },
): Limiter => createLimiter({ perMinute, clock: nodeClock, timers: nodeTimers, already });

/**
 * The desk's own account and the removal of contacts, over Node; to the pins of the target file and nowhere else.
 * @param drop of the run: its event, as {event} in the mapping, and what the client ids of its contacts begin with
 */
export const deskOf = (
  { target, http, secrets }: Pick<MappedDesk, "target" | "http" | "secrets">,
  { event, idPrefix }: { readonly event: string; readonly idPrefix: string },
  limiter: Limiter,
): HttpDesk =>
  createHttpDesk({
    ...{ http: createPinnedHttp(target), sockets: nodeSockets, timers: nodeTimers, crypto: nodeCrypto },
    ...{ clock: nodeClock, mapping: http, secrets, base: target.file.addresses.origin, event, noticeHash: NOTICE_HASH },
    ...{
      marker: target.file.syntheticMarker,
      requestTimeoutMs: REQUEST_LIMIT_MS,
      agentId: "agent-0",
      idPrefix,
      limiter,
    },
  });
