import { afterEach, expect, test } from "vitest";
import type { PartnerCase } from "../../core/schema/partner-wire.ts";
import { startStack } from "../server.ts";
import type { RunningStack } from "../stack-options.ts";
import { manualScheduler } from "../testing/manual-scheduler.ts";
import { bearerCaller } from "../testing/test-customer.ts";
import { caseRequest } from "../testing/test-partner.ts";
import { PARTNER_DEFAULTS } from "./partner-defaults.ts";

let stack: RunningStack;
afterEach(() => stack.close());

const start = async () => {
  const time = manualScheduler();
  const partnerPlan = { ...PARTNER_DEFAULTS, servers: 1, queue: 0 };
  stack = await startStack({ checkAnswers: true, orders: 5, scheduler: time, partnerPlan });
  return { time, call: bearerCaller(stack.partner, stack.partnerBearer) };
};
/** Resolves once the partner has so many requests at work. */
const atWork = (count: number) => expect.poll(() => stack.services.partner?.status().busy).toBe(count);

test("a case is answered when it is settled, and read by its id", async () => {
  const { time, call } = await start();
  const asked = call<PartnerCase>("POST", "/partner/v1/cases", caseRequest(), { "idempotency-key": "m1" });
  await atWork(1);
  expect((await call<PartnerCase>("GET", "/partner/v1/cases/k1")).body).toMatchObject({ state: "open", outcome: null });
  time.pass(600_000);
  const { status, body } = await asked;
  expect(status).toBe(201);
  expect(body).toMatchObject({ caseId: "k1", matterId: "m1", state: "settled" });
  expect((await call("POST", "/partner/v1/cases", caseRequest())).status).toBe(200);
  expect((await call("GET", "/partner/v1/cases/k9")).status).toBe(404);
  expect(await call("POST", "/partner/v1/cases", caseRequest({ orderId: null }))).toMatchObject({
    status: 422,
    body: { code: "key-reused" },
  });
});

test("one too many is refused with Retry-After in whole seconds", async () => {
  const { call } = await start();
  call("POST", "/partner/v1/cases", caseRequest()).catch(() => {});
  await atWork(1);
  const refused = await fetch(`${stack.partner}/partner/v1/cases`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.partnerBearer}`, "content-type": "application/json" },
    body: JSON.stringify(caseRequest({ caseId: "k2" })),
  });
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  expect(await refused.json()).toMatchObject({ code: "partner-full" });
});

test("down, the connection is cut under those who wait and those who come", async () => {
  const { call } = await start();
  const asked = call("POST", "/partner/v1/cases", caseRequest());
  asked.catch(() => {});
  await atWork(1);
  stack.services.partner?.setOutage("down");
  await expect(asked).rejects.toThrow("fetch failed");
  await expect(call("GET", "/partner/v1/cases/k1")).rejects.toThrow("fetch failed");
  stack.services.partner?.setOutage(null);
  expect((await call("GET", "/partner/v1/cases/k1")).status).toBe(404);
});
