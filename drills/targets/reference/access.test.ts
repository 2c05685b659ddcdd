import { expect, test } from "vitest";
import { ACCESS_ATTEMPTS, AGENT_ACTIONS, CUSTOMER_ACTIONS } from "../../../core/contract/access-attempts.ts";
import type { AccessAttempt } from "../../../core/contract/target.ts";
import { nodeClock, nodeCrypto, nodeHttp, nodeSockets, nodeTimers } from "../../../harness/ports/node-ports.ts";
import { startStack } from "../../../mock-platform/server.ts";
import { createReferenceAccess } from "./access.ts";

/** What each try at a stack with these switches came to: `read no-token: refused`. */
async function tried(defects: readonly string[], agentBearer?: string): Promise<Record<string, string>> {
  const stack = await startStack({ orders: 50, defects });
  try {
    const access = createReferenceAccess({
      ...{ http: nodeHttp, sockets: nodeSockets, timers: nodeTimers, crypto: nodeCrypto, clock: nodeClock },
      ...{ pops: stack.pops, origin: stack.origin, agentBearer: agentBearer ?? stack.agentBearer },
      ...{ event: "drop", noticeHash: "n".repeat(43), requestTimeoutMs: 5000 },
    });
    const { opened, attempts, leave } = await access.customers("pop-b", "run-1-access-a", "run-1-access-b");
    const outcomes: Record<string, string> = { open: opened.outcome };
    const make = async (all: readonly AccessAttempt[]): Promise<void> => {
      for (const one of all) outcomes[`${one.action} ${one.way}`] = (await one.try()).outcome;
    };
    await make(attempts);
    await leave();
    const mine = [...stack.services.book.all()].find((one) => one.clientContactId === "run-1-access-a");
    outcomes["state"] = mine?.state ?? "none";
    await make(access.agents());
    return outcomes;
  } finally {
    await stack.close();
  }
}

const accepted = (outcomes: Record<string, string>): string[] =>
  Object.entries(outcomes).flatMap(([name, outcome]) => (outcome === "accepted" ? [name] : []));
const CONTROLS = ["open", "read rightly", "write rightly", "feed rightly", "queue rightly"];

test("every try that the objective stands on is made, and a good stack lets in the right ones only", async () => {
  const outcomes = await tried([]);
  const wanted = [...CUSTOMER_ACTIONS, ...AGENT_ACTIONS].flatMap((action) =>
    ["rightly", ...ACCESS_ATTEMPTS[action]].map((way) => `${action} ${way}`),
  );
  expect(Object.keys(outcomes).sort()).toEqual(["open", "state", ...wanted].sort());
  // Nobody is left to wait for a person.
  expect(outcomes["state"]).toBe("resolved");
  expect(accepted(outcomes)).toEqual(CONTROLS);
  expect(Object.values(outcomes)).not.toContain("unclear");
});

test.each([
  [
    "proof-unchecked",
    ["read", "write"].flatMap((action) =>
      ["replayed-proof", "no-proof", "stolen-token"].map((way) => `${action} ${way}`),
    ),
  ],
  ["owner-unchecked", ["read other-session", "write other-session"]],
  ["agents-unchecked", ["queue no-token", "queue wrong-token"]],
  ["old-proofs", []],
])("a stack with %s lets in what it must not, and nothing else", async (name, also) => {
  const outcomes = await tried([name]);
  expect(accepted(outcomes).sort()).toEqual([...CONTROLS, ...also].sort());
});

test("where the right one is not let in, the control says so", async () => {
  const outcomes = await tried([], "another-bearer-than-the-desk-has");
  expect(accepted(outcomes)).toEqual(CONTROLS.filter((name) => name !== "queue rightly"));
});

test("a PoP that answers nothing is unclear, and nothing is tried there", async () => {
  const access = createReferenceAccess({
    ...{ http: { send: async () => ({ status: 0, headers: {}, body: "", error: "reset" }) }, sockets: nodeSockets },
    ...{ timers: nodeTimers, crypto: nodeCrypto, clock: nodeClock, pops: { "pop-a": "http://pop.test" } },
    ...{ origin: "http://desk.test", agentBearer: "x", event: "drop", noticeHash: "n", requestTimeoutMs: 50 },
  });
  const { opened, attempts } = await access.customers("pop-a", "a", "b");
  expect([opened, attempts]).toEqual([{ outcome: "unclear", status: 0, code: "reset" }, []]);
});
