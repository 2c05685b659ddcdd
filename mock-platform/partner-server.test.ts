import { stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CaseCallback, PartnerCase } from "../core/schema/partner-wire.ts";
import { testFolder } from "../test/temp-folder.ts";
import { PARTNER_DEFAULTS } from "./partner/partner-defaults.ts";
import { checkWebhook } from "./partner/webhook-signature.ts";
import { startPartner } from "./partner-server.ts";
import { startStack } from "./server.ts";
import { caseRequest, CALM } from "./testing/test-partner.ts";
import { bearerCaller } from "./testing/test-customer.ts";

const plan = {
  ...{ ...PARTNER_DEFAULTS, callbacks: CALM },
  service: { distribution: "exponential", meanSec: 0.01, sigma: 0.5 },
} as const;

test("what was settled and what nobody acknowledged outlive the partner; its customer needs no new secrets", async () => {
  const dataDir = join(await testFolder("partner"), "data");
  const first = await startPartner({ dataDir, plan });
  const settled = await bearerCaller(first.address, first.partnerBearer)<PartnerCase>(
    "POST",
    "/partner/v1/cases",
    caseRequest(),
  );
  expect(settled).toMatchObject({ status: 201, body: { state: "settled" } });
  await first.close();
  expect((await stat(join(dataDir, "partner-secrets.json"))).mode & 0o777).toBe(0o600);

  const heard: CaseCallback[] = [];
  const verdicts: string[] = [];
  const desk = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += String(part);
    });
    request.on("end", () => {
      verdicts.push(checkWebhook(first.webhookSecret, request.headers, body, Date.now() / 1000));
      heard.push(JSON.parse(body));
      response.end();
    });
  });
  await new Promise<void>((listening) => desk.listen(0, "127.0.0.1", listening));
  const second = await startPartner({ dataDir, plan });
  expect([second.settled, second.partnerBearer === first.partnerBearer]).toEqual([1, true]);
  const ask = bearerCaller(second.address, second.partnerBearer);
  const url = `http://127.0.0.1:${(desk.address() as AddressInfo).port}/callbacks`;
  expect((await ask("PUT", "/partner/v1/callbacks", { url: "http://example.com/callbacks" })).status).toBe(400);
  expect((await ask("PUT", "/partner/v1/callbacks", { url })).status).toBe(204);
  await expect.poll(() => heard.map(({ type }) => type).toSorted()).toEqual(["case.opened", "case.settled"]);
  expect([verdicts, heard.find(({ type }) => type === "case.settled")?.data.case]).toEqual([
    ["good", "good"],
    settled.body,
  ]);
  // Asked again, with the same id or a contradicting one, it says the same as in its former life.
  expect(await ask("POST", "/partner/v1/cases", caseRequest())).toEqual({ status: 200, body: settled.body });
  expect((await ask("POST", "/partner/v1/cases", caseRequest({ matterId: "m2" }))).status).toBe(422);
  expect((await ask("GET", "/export/v1/cases")).body).toEqual([settled.body]);
  await second.close();

  const third = await startPartner({ dataDir, plan });
  const fresh = bearerCaller(third.address, third.partnerBearer);
  await fresh("POST", "/partner/v1/cases", caseRequest({ caseId: "k2", matterId: "m2" }));
  // Where callbacks go was kept, and what was acknowledged is not sent again.
  await expect.poll(() => heard.map(({ data }) => data.case.caseId).toSorted()).toEqual(["k1", "k1", "k2", "k2"]);
  await third.close();
  desk.close();
});

test.each(["no database at all, but long enough to be taken for one", ""])(
  "a folder whose account is %j is refused, and nothing is written over it",
  async (text) => {
    const dataDir = await testFolder("partner");
    await writeFile(join(dataDir, "partner-secrets.json"), text);
    await expect(startPartner({ dataDir })).rejects.toMatchObject({ code: "FP-STACK-007" });
    await writeFile(join(dataDir, "partner.sqlite"), text.padEnd(200, "x"));
    await expect(startPartner({ dataDir })).rejects.toMatchObject({ code: "FP-STACK-007" });
  },
);

test("a stack whose partner is elsewhere can neither break it nor speak for it", async () => {
  const { close, ...partner } = await startPartner({ dataDir: await testFolder("partner"), plan });
  const { address, partnerBearer, webhookSecret } = partner;
  const stack = await startStack({ orders: 10, outsidePartner: { address, partnerBearer, webhookSecret } });
  const ops = bearerCaller(stack.ops, stack.opsBearer);
  const fault = { kind: "partner-slow", servers: 1 };
  expect(await ops("POST", "/ops/v1/faults", { id: "f", ttlMs: 1000, fault })).toMatchObject({
    ...{ status: 409, body: { code: "partner-elsewhere" } },
  });
  expect((await ops("GET", "/export/v1/partner-visits")).status).toBe(404);
  const info = await ops<{ capabilities: string[] }>("GET", "/ops/v1/info");
  expect(info.body.capabilities).not.toContain("fulfilment");
  const counters = (await ops<Record<string, number>>("GET", "/ops/v1/counters")).body;
  expect(Object.keys(counters).filter((name) => name.startsWith("partner."))).toEqual([]);
  await stack.close();
  await close();
});
