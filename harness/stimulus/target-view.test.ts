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

test("the operators' bearer goes to the operations port and nowhere else", async () => {
  const { view, asked } = viewOver({ "/readyz": { status: 200, body: "{}" } });
  expect(await view.timed("ops", "/readyz")).toMatchObject({ status: 200 });
  await view.timed("origin", "/v1/agent/queue");
  await view.timed({ pop: "pop-a" }, "/edge/v1/status");
  await view.readIsland("pop-a");
  await view.faults();
  const carried = asked.filter(({ headers }) => "authorization" in headers).map(({ url }) => new URL(url).port);
  expect([asked.length, carried]).toEqual([5, ["3", "3"]]);
});
