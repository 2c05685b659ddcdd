import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { HttpResponse, SocketHandlers } from "../../../core/contract/ports.ts";
import { createLimiter } from "../../../drills/targets/http/limiter.ts";
import { nodeCrypto } from "../../ports/node-ports.ts";
import { parseTarget } from "../load-target.ts";
import { createRecordingHttp } from "./recording-http.ts";
import { createReplayTime } from "./replay-time.ts";
import { createFindingList } from "./walk-finding.ts";
import { openSocket } from "./walk-socket.ts";
import { createWalker, type WalkWorld } from "./walk-world.ts";

const text = readFileSync(new URL("../../../examples/native-wire.target.yaml", import.meta.url), "utf8");
const REPLY = "An answer.";

/** The example's socket against a desk whose socket does as it likes; what was found, and what was asked for. */
async function listen(behave: (handlers: SocketHandlers) => void, change = (yaml: string): string => yaml) {
  const { http: mapping, syntheticMarker: marker } = parseTarget(change(text), "native.yaml");
  if (mapping === undefined) throw new Error("no section http");
  const { clock, timers } = createReplayTime(1_700_000_000_000);
  const answer: HttpResponse = { status: 201, headers: {}, body: JSON.stringify({ ticket: "ticket-1" }) };
  const opened: string[] = [];
  const recorder = createRecordingHttp({ send: async () => answer }, clock, {
    requests: 9,
    endsAt: clock.now() + 60_000,
  });
  const findings = createFindingList();
  const sockets = {
    open: (url: string, handlers: SocketHandlers) => {
      opened.push(url);
      behave(handlers);
      return { close: () => {} };
    },
  };
  const limiter = createLimiter({ perMinute: null, clock, timers });
  const target = {
    ...{ http: recorder, sockets, timers, crypto: nodeCrypto, clock, mapping, base: "http://127.0.0.1:1" },
    ...{ event: "drop", noticeHash: "n", secrets: {}, marker, limiter, requestTimeoutMs: 1000 },
  };
  const world: WalkWorld = {
    ...{ mapping, target, recorder, clock, timers, findings, live: true, clientContactId: "c-0", step: () => {} },
  };
  const walker = createWalker("customer", target.base, world, { contact: "c_1" });
  const socket = await openSocket(world, walker, target.base, "2");
  await socket?.hear(REPLY);
  return {
    opened,
    mask: walker.dialogue.mask,
    told: findings.all().map(({ path, text: said }) => `${path.slice(3).join(".")}: ${said}`),
  };
}

const says =
  (...bodies: unknown[]) =>
  (handlers: SocketHandlers): void => {
    handlers.onOpen();
    for (const body of bodies) handlers.onMessage(typeof body === "string" ? body : JSON.stringify(body));
  };

test("a socket that says the reply is good, opened with its ticket and from the cursor on", async () => {
  const { opened, told } = await listen(says({ hello: true }, { id: "m1", text: REPLY }));
  expect([told, opened]).toEqual([[], ["ws://127.0.0.1:1/v1/contacts/c_1/feed?ticket=ticket-1&after=2"]]);
});

test.each<[string, (handlers: SocketHandlers) => void, RegExp]>([
  ["does not open", (handlers) => handlers.onClose("403"), /^socket\.path: did not open \(403\)/],
  ["never speaks of opening", () => {}, /^socket\.path: did not open \(no answer in time\)/],
  ["is silent", says(), /^socket\.path: the agent's reply did not come by the socket: nothing came/],
  [
    "says it elsewhere",
    says({ event: { text: REPLY } }),
    /^socket\.path: .*elsewhere: the whole|^socket\.path: .* is event/,
  ],
  ["says no JSON", says("ping"), /^socket\.path: .*did not come/],
])("a socket that %s is a finding", async (_name, behave, said) => {
  expect((await listen(behave)).told).toEqual([expect.stringMatching(said)]);
});

test("the ticket of a socket is masked as the proof that it is", async () => {
  const { mask } = await listen(says({ id: "m1", text: REPLY }));
  expect(mask.clean("GET /feed?ticket=ticket-1")).toBe("GET /feed?ticket=***");
});
