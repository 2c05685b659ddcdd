import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { k6ForTests } from "../scripts/setup/test-tools.ts";
import { drillForeign } from "./http-target/foreign-run.ts";

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const PLAN = `schema: fieldproof.plan/1
drop: { name: led astray }
arrivals: { preset: steady, peakPerSec: 30, islandReadsPerSec: 0.1 }
customers: { intents: { order-held: 90, stock: 10 } }
staffing: { agents: 2, slotsPerAgent: 1 }
budgets: { anyReply: { p50Sec: 2, p95Sec: 2 }, humanReply: { p50Sec: 2, p95Sec: 2 }, firstContactResolution: { atLeast: 0.8, windowSec: 2 } }
profiles:
  smoke: { timeFactor: 1, controlSec: 0.5, refreshSec: 0.1, stepSec: 2, tailSec: 0, drainSec: 2, auditSec: 1 }
`;

test.skipIf(k6ForTests() === undefined)(
  "a desk that leads elsewhere is NOT READY, and elsewhere nothing arrives",
  async () => {
    let strayed = 0;
    let asked = 0;
    const elsewhere = createServer((_request, response) => {
      strayed++;
      response.end("{}");
    });
    const there = await listen(elsewhere);
    const desk = createServer((request, response) => {
      asked++;
      response.writeHead(307, { location: `${there}${request.url ?? "/"}` }).end();
    });
    const address = await listen(desk);
    try {
      const run = await drillForeign({
        example: "other-desk/target.yaml",
        secret: { file: "other-desk.pass", text: "a pass that is long enough for staff" },
        change: (file) => {
          file["addresses"] = { pops: { desk: address }, origin: address };
          file["limits"] = { maxRequestsPerSec: 500, maxContacts: 300, publishedLimits: [] };
        },
        plan: PLAN,
      });
      expect(strayed, run.stderr + run.stdout).toBe(0);
      expect(asked).toBeGreaterThan(20);
      expect(run.verdict?.verdict, run.stderr + run.stdout).not.toBe("READY");
      expect(run.stderr).not.toMatch(/\n\s+at /);
    } finally {
      for (const server of [desk, elsewhere]) {
        server.closeAllConnections();
        server.close();
      }
    }
  },
  60_000,
);
