import type { Http, HttpRequest, HttpResponse } from "../../core/contract/ports.ts";
import { type CaseRequest, caseRequestSchema, type PartnerPlan } from "../../core/schema/partner-wire.ts";
import { type Defects, seededDefects } from "../defects.ts";
import { isProblem } from "../http/problems.ts";
import { FulfilmentPartner, type PartnerParts } from "../partner/fulfilment-partner.ts";
import { PARTNER_DEFAULTS } from "../partner/partner-defaults.ts";
import { streamRng } from "../runtime/seeded-rng.ts";

export const TEST_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

/** Every service takes its mean; no callback is late or sent twice. */
export const MEAN_RNG = { next: () => 1 - Math.exp(-1) };
export const CALM: PartnerPlan["callbacks"] = { lateShare: 0, lateSec: 0, twiceShare: 0 };

export const caseRequest = (overrides: Partial<CaseRequest> = {}): CaseRequest => ({
  ...{ caseId: "k1", matterId: "m1", trouble: "order-held", orderId: "D100001" },
  ...overrides,
});

/** A partner on the clock and timers that are given; time factor 1 and plain callbacks unless told otherwise. */
export const testPartner = (
  time: Pick<PartnerParts, "clock" | "scheduler">,
  options: {
    plan?: Partial<PartnerPlan>;
    timeFactor?: number;
    seed?: number;
    rng?: PartnerParts["rng"];
    defects?: Defects;
    onAsked?: () => void;
  } = {},
): FulfilmentPartner => {
  const {
    plan = {},
    timeFactor = 1,
    seed = 7,
    rng = streamRng(seed, "partner"),
    defects = seededDefects([]),
  } = options;
  const ids = Array.from({ length: 100_000 }, (_, n) => n).values();
  return new FulfilmentPartner({
    ...time,
    ...{ timeFactor, rng, defects, secrets: () => [TEST_SECRET] },
    ...(options.onAsked === undefined ? {} : { onAsked: options.onAsked }),
    plan: { ...PARTNER_DEFAULTS, callbacks: CALM, ...plan },
    newId: (prefix) => `${prefix}_${ids.next().value}`,
  });
};

const cut: HttpResponse = { status: 0, headers: {}, body: "", error: "ECONNRESET" };
const answer = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  ...{ status, headers },
  body: JSON.stringify(body),
});

/** The partner's routes without a network: same answers, same statuses; a time-out is the caller's own. */
export const partnerHttp = (partner: FulfilmentPartner): Http => {
  const send = async ({ method, url, headers, body }: HttpRequest): Promise<HttpResponse> => {
    if (method === "GET") {
      const found = await partner.read(url.slice(url.lastIndexOf("/") + 1));
      return found === null ? answer(404, {}) : answer(200, found);
    }
    const given = await partner.open(
      caseRequestSchema.parse(JSON.parse(body ?? "")),
      headers["idempotency-key"] ?? null,
    );
    return given.kind === "case"
      ? answer(given.isNew ? 201 : 200, given.case)
      : answer(given.status, {}, { "retry-after": String(given.retryAfterSec) });
  };
  return {
    send: (request) =>
      send(request).catch((error: unknown) => (isProblem(error) ? answer(error.status, error.body()) : cut)),
  };
};
