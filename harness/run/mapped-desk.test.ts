import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { HTTP_SECTION } from "../target/http-example.ts";
import { parseTarget } from "../target/load-target.ts";
import { targetText } from "../target/target-example.ts";
import { deskLimiter, deskOf } from "./mapped-desk.ts";

test("the account is asked for in the name of the run's own event", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.writeHead(200, { "content-type": "application/json" }).end('{"cases":[]}');
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  const more = HTTP_SECTION.replace("cases?from={cursor}", "cases?drop={event}&from={cursor}");
  const file = parseTarget(targetText({ origin: base, pop: base, more }), "t.yaml");
  const { http } = file;
  if (http === undefined) throw new Error("the example has no mapping");
  const target = {
    ...{ path: "t.yaml", file, bytes: new Uint8Array(), sha256: "", offLoopback: false },
    places: [{ role: "origin", scheme: "http" as const, host: "127.0.0.1", port, isLiteral: true }],
    pins: [{ host: "127.0.0.1", port, addresses: ["127.0.0.1"] }],
  };
  const secrets = { "agent-key": "a-key-of-a-test" };
  const drop = { event: "drop-7", idPrefix: "run-1" };
  const { ok } = await deskOf({ target, http, secrets }, drop, deskLimiter(1000)).account();
  expect([ok, asked]).toEqual([true, ["/staff/login", "/staff/cases?drop=drop-7&from=0"]]);
});
