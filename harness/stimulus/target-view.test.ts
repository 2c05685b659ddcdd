import { expect, test } from "vitest";
import type { Http, HttpRequest } from "../../core/contract/ports.ts";
import { createTargetView } from "./target-view.ts";

const STATUS = { pop: "pop-a", islands: [], trustedKeyIds: [], cacheGeneration: 4 };

/** Answers by path; what was asked stands in `asked`. */
function viewOver(answers: Readonly<Record<string, { status: number; body: string }>>) {
  const asked: HttpRequest[] = [];
  const http: Http = {
    send: async (request) => {
      asked.push(request);
      const { pathname } = new URL(request.url);
      return { headers: {}, ...(answers[pathname] ?? { status: 0, body: "" }) };
    },
  };
  const view = createTargetView({
    event: "drop",
    addresses: { pops: { "pop-a": "http://127.0.0.1:1" }, origin: "http://127.0.0.1:2", ops: "http://127.0.0.1:3" },
    opsBearer: "the-operators",
    agentBearer: "the-agents",
    trusted: new Map(),
    requestTimeoutMs: 500,
    http,
  });
  return { view, asked };
}

test("what answers by the wire contract is seen, everything else is null", async () => {
  const { view } = viewOver({
    "/edge/v1/status": { status: 200, body: JSON.stringify(STATUS) },
    "/ops/v1/counters": { status: 200, body: '{"contacts":' },
    "/ops/v1/faults": { status: 503, body: '{"held":[],"ended":[]}' },
  });
  expect(await view.edgeStatus("pop-a")).toEqual(STATUS);
  expect([await view.counters(), await view.faults()]).toEqual([null, null]);
  expect(await view.readIsland("pop-a")).toMatchObject({ status: 0, version: null });
});

test("a bearer goes to the listener that it is for, and to no other", async () => {
  const { view, asked } = viewOver({ "/readyz": { status: 200, body: "{}" } });
  expect(await view.timed("ops", "/readyz")).toMatchObject({ status: 200 });
  await view.timed("origin", "/origin/v1/islands/drop");
  await view.timed({ pop: "pop-a" }, "/edge/v1/status");
  await view.readIsland("pop-a");
  await view.faults();
  expect(asked.map(({ url, headers }) => [new URL(url).port, headers["authorization"] ?? null])).toEqual([
    ["3", "Bearer the-operators"],
    ["2", "Bearer the-agents"],
    ["1", null],
    ["1", null],
    ["3", "Bearer the-operators"],
  ]);
});
