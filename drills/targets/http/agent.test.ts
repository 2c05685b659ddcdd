import { expect, test } from "vitest";
import {
  AGENT_KEY,
  type Answer,
  aPost,
  type Desk,
  openVirtualDesk,
  START,
} from "../../../test/http-target/virtual-desk.ts";
import { clientIdIn, createHttpAgent, type HttpAgentOptions } from "./agent.ts";
import { createWaitingBoard } from "./waiting-board.ts";

const waiting = (...items: unknown[]): Answer => ({ json: { waiting: items } });
const item = (number: number, part: object = {}) => ({
  number,
  ref: `run-1-00000${number}`,
  since: START / 1000 - 3,
  ...part,
});

/** The staff's side of the example desk. */
const staff =
  (more: Desk = () => undefined): Desk =>
  (line, asked, request) => {
    const own = more(line, asked, request);
    if (own !== undefined) return own;
    if (line === "POST /staff/login")
      return { status: 204, headers: { "set-cookie": "sid=cookie-12345; Path=/staff; HttpOnly" } };
    if (line.startsWith("GET /staff/waiting")) return waiting(item(1), item(2));
    if (line.endsWith("/posts")) return { json: { post: aPost(9) } };
    return { status: 204 };
  };

function agentAt(desk: Desk, part: Partial<HttpAgentOptions> = {}, change?: (section: string) => string) {
  const stage = openVirtualDesk(desk, change === undefined ? {} : { change });
  const agent = createHttpAgent({ ...stage.options, agentId: "agent-3", idPrefix: "run-1", ...part });
  return { ...stage, agent };
}

test("log in once, take, reply, close, each with the cookie and none with the key", async () => {
  const { agent, time, asked } = agentAt(staff());
  expect(await time.run(agent.next("stream", 2000))).toEqual({
    ok: true,
    value: {
      ...{ contactId: "1", clientContactId: "run-1-000001", lane: "stream", waitingSince: START - 3000 },
      ...{ context: null, lastMessages: [] },
    },
  });
  expect(await time.run(agent.claim("1", "k1"))).toEqual({ ok: true, value: { context: null, messages: [] } });
  expect(await time.run(agent.reply("1", "a1", "on its way"))).toEqual({ ok: true, value: { messageId: "9" } });
  expect(await time.run(agent.resolve("1"))).toEqual({ ok: true, value: null });
  expect(asked.map(({ line }) => line)).toEqual([
    ...["POST /staff/login", "GET /staff/waiting?queue=live", "POST /staff/cases/1/take"],
    ...["POST /staff/cases/1/posts", "POST /staff/cases/1/close"],
  ]);
  expect(asked[0]?.body).toBe(`name=agent-3&key=${AGENT_KEY}`);
  expect(asked.slice(1).every(({ headers }) => headers["cookie"] === "sid=cookie-12345")).toBe(true);
  expect(asked.map(({ headers }) => headers["idempotency-key"])).toEqual([undefined, undefined, "k1", "a1", undefined]);
  expect(JSON.stringify(asked.slice(1))).not.toContain(AGENT_KEY);
});

test("one look serves all slots, each contact one of them, and others' contacts nobody", async () => {
  const theirs = [item(7, { ref: "a customer's" }), item(8, { ref: "run-11-000008" }), item(9, { ref: null }), {}];
  const stage = openVirtualDesk(
    staff((line) =>
      line.startsWith("GET /staff/waiting")
        ? waiting(...theirs, item(1, { ref: "[run-1-000001] hello" }), item(2))
        : undefined,
    ),
  );
  const board = createWaitingBoard(stage.options.clock);
  const slots = [1, 2, 3].map((slot) =>
    createHttpAgent({ ...stage.options, agentId: `agent-${slot}`, idPrefix: "run-1", board }),
  );
  const offers = await stage.time.run(Promise.all(slots.map((agent) => agent.next("stream", 500))));
  expect(offers.map((offer) => offer.ok && offer.value?.clientContactId)).toEqual([
    "run-1-000001",
    "run-1-000002",
    undefined,
  ]);
  expect(stage.lines().filter((line) => line === "GET /staff/waiting")).toHaveLength(1);
});

test("what was closed while a look was under way is offered to nobody, though that look still shows it", async () => {
  let looks = 0;
  const stage = openVirtualDesk(
    staff((line, asked) => {
      if (!line.startsWith("GET /staff/waiting")) return undefined;
      // Of a desk that lists what it has until it is closed; its second answer is long on its way.
      const isClosed = asked.some((one) => one.line === "POST /staff/cases/1/close");
      return { ...waiting(...(isClosed ? [] : [item(1)])), afterMs: looks++ === 1 ? 400 : 0 };
    }),
  );
  const { time } = stage;
  const board = createWaitingBoard(stage.options.clock);
  const [one, other] = ["agent-1", "agent-2"].map((agentId) =>
    createHttpAgent({ ...stage.options, agentId, idPrefix: "run-1", board }),
  );
  if (one === undefined || other === undefined) throw new Error("there are two");
  expect(await time.run(one.next("stream", 500))).toMatchObject({ value: { contactId: "1" } });
  expect(await time.run(other.resolve("7"))).toMatchObject({ ok: true });
  const [offer] = await time.run(
    Promise.all([other.next("stream", 500), time.timers.wait(100).then(() => one.resolve("1"))]),
  );
  expect([looks, offer]).toEqual([2, { ok: true, value: null }]);
});

test("nobody waiting is null after as long as the slot would wait, and the next look keeps to the pace", async () => {
  const { agent, time, asked } = agentAt(staff((line) => (line.startsWith("GET /staff/w") ? waiting() : undefined)));
  for (let n = 0; n < 3; n++) expect(await time.run(agent.next("stream", 2000))).toEqual({ ok: true, value: null });
  expect(asked.slice(1).map(({ atMs }) => atMs)).toEqual([0, 1000, 2000]);
});

test("another agent was quicker: null, and that contact is let be", async () => {
  const { agent, time } = agentAt(staff((line) => (line === "POST /staff/cases/1/take" ? { status: 409 } : undefined)));
  await time.run(agent.next("stream", 100));
  expect(await time.run(agent.claim("1", "k"))).toEqual({ ok: true, value: null });
  expect(await time.run(agent.next("stream", 100))).toMatchObject({ ok: true, value: { contactId: "2" } });
});

test("a session that came to its end is begun anew, once", async () => {
  let expired = true;
  const once = agentAt(
    staff((line) => {
      if (line === "POST /staff/login" || !expired) return undefined;
      expired = false;
      return { status: 401 };
    }),
  );
  expect(await once.time.run(once.agent.resolve("1"))).toEqual({ ok: true, value: null });
  expect(once.lines()).toEqual([
    ...["POST /staff/login", "POST /staff/cases/1/close", "POST /staff/login", "POST /staff/cases/1/close"],
  ]);
  const never = agentAt(staff((line) => (line === "POST /staff/login" ? undefined : { status: 401 })));
  expect(await never.time.run(never.agent.resolve("1"))).toMatchObject({ ok: false, fault: { status: 401 } });
  expect(never.lines()).toHaveLength(4);
});

test("a desk that leads to its login page says so by a redirect, where the mapping knows it", async () => {
  let expired = true;
  const { agent, time, lines } = agentAt(
    staff((line) => {
      if (line === "POST /staff/login" || !expired) return undefined;
      expired = false;
      return { status: 302, headers: { location: "/login" } };
    }),
    {},
    (section) =>
      section
        .replace("cookies: true", "cookies: true\n      expired: { status: [401, 302] }")
        .replace(
          '{ words: "{text}" } }\n      idempotency: { header: Idempotency-Key }\n      message',
          '{ words: "{text}" } }\n      message',
        ),
  );
  expect(await time.run(agent.reply("1", "a", "on its way"))).toMatchObject({ ok: true });
  expect(lines().filter((line) => line.endsWith("/posts"))).toHaveLength(2);
});

test("a contact whose id happens to hold a short secret is offered all the same", async () => {
  const desk = staff((line) =>
    line.startsWith("GET /staff/waiting") ? waiting(item(1, { number: "demo-1" })) : undefined,
  );
  const { agent, time } = agentAt(desk, { secrets: { "agent-key": "demo" } });
  expect(await time.run(agent.next("stream", 100))).toMatchObject({ ok: true, value: { contactId: "demo-1" } });
});

test("a key echoed in a refusal is masked", async () => {
  const { agent, time } = agentAt(
    staff(() => ({ status: 403, json: { error: { code: `no-such-key:${AGENT_KEY}` } } })),
  );
  expect(await time.run(agent.next("stream", 10))).toMatchObject({
    ok: false,
    fault: { where: "session", code: "no-such-key:***" },
  });
});

test("a claim whose answer was lost is repeated under its key; without a key it is not", async () => {
  const lost = staff((line) => (line.endsWith("/take") ? { status: 502 } : undefined));
  const keyed = agentAt(lost);
  const plain = agentAt(lost, {}, (section) =>
    section.replace('take" }\n      idempotency: { header: Idempotency-Key }', 'take" }'),
  );
  for (const [{ agent, time, lines }, times] of [
    [keyed, 2],
    [plain, 1],
  ] as const) {
    await time.run(agent.claim("1", "k"));
    expect(await time.run(agent.claim("1", "k"))).toMatchObject({ ok: false });
    expect(lines().filter((line) => line.endsWith("/take"))).toHaveLength(times);
  }
});

test("what the desk puts before the eyes is read member by member; what is missing is empty", async () => {
  const context =
    "context: { orderWindow: /w, partner: /p, riskFlags: /f, order: { orderId: /o/no, sku: /o/sku, state: /o/s, charged: /o/c }, facts: { stock: /facts/a, returns: /facts/b } }";
  const change = (section: string): string => section.replace('take" }', `take" }\n      ${context}`);
  const json = {
    w: "drop",
    p: 5,
    f: ["x", 1],
    o: { no: 4, sku: "S", s: "astray", c: true },
    facts: { a: "none left" },
  };
  const { agent, time } = agentAt(
    staff((line) => (line.endsWith("/take") ? { json } : undefined)),
    {},
    change,
  );
  expect(await time.run(agent.claim("1", "k"))).toEqual({
    ok: true,
    value: {
      context: {
        ...{ orderWindow: "drop", partner: "5", riskFlags: ["x"], facts: { stock: "none left" } },
        order: { orderId: "4", sku: "S", state: "none", charged: true },
      },
      messages: [],
    },
  });
});

test("a mapping without agents is a fault for each act, and sends nothing", async () => {
  const { options, time, asked } = openVirtualDesk(staff());
  const noAgents = { ...options, mapping: { ...options.mapping, agent: undefined } };
  const agent = createHttpAgent({ ...noAgents, agentId: "a", idPrefix: "run-1" });
  expect(await time.run(agent.next("stream", 10))).toMatchObject({ ok: false, fault: { code: "not-mapped" } });
  expect(asked).toEqual([]);
});

test.each([
  ["run-1-000004", "run-1-000004"],
  ["Where is it? (run-1-000004)", "run-1-000004"],
  ["run-1-0000041234", "run-1-0000041234"],
  ["run-1-", null],
  ["run-2-000004", null],
  ["", null],
  [null, null],
])("the client's id in %j is %j", (text, id) => {
  expect(clientIdIn(text, "run-1")).toBe(id);
});
