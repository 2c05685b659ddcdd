import fc from "fast-check";
import { expect, test } from "vitest";
import { contactRecordSchema, type HandlingRecord, handlingRecordSchema } from "../../core/schema/evidence.ts";
import { workSlot } from "../../drills/actors/agent.ts";
import { liveContact } from "../../drills/actors/customer.ts";
import { createHttpAgent } from "../../drills/targets/http/agent.ts";
import { createHttpCustomer } from "../../drills/targets/http/customer.ts";
import { createHttpDesk } from "../../drills/targets/http/desk-account.ts";
import { answerFromContext } from "../../drills/targets/reference/agent.ts";
import { nodeCrypto } from "../../harness/ports/node-ports.ts";
import { aScript } from "../actors/script-builder.ts";
import { AGENT_KEY, type Answer, aPost, type Desk, openVirtualDesk, START } from "./virtual-desk.ts";

/** The actors at a mapped desk that is broken in every way: evidence comes whole and in time, and holds no secret. */
const WATCHED_MS = 30_000;
const LAST_WORD_MS = 2000;
const TOKEN = "visitor-token-1";

/** Answers that are right, by the request. */
const good = (line: string): Answer => {
  if (line === "POST /visitors") return { json: { visitor: { token: TOKEN } } };
  if (line === "POST /cases") return { status: 201, json: { case: { number: 17 } } };
  if (line === "POST /staff/login") return { status: 204, headers: { "set-cookie": "sid=cookie-12345" } };
  if (line.startsWith("GET /staff/waiting"))
    return { json: { waiting: [{ number: 17, ref: "run-1-000000", since: START / 1000 }] } };
  if (line.startsWith("GET /cases/17/posts")) return { json: { posts: [] } };
  return line.endsWith("/posts") ? { json: { post: aPost(2) } } : { status: 204 };
};

async function live(desk: Desk, perMinute?: number) {
  const stage = openVirtualDesk(desk, perMinute === undefined ? {} : { perMinute });
  const { options, time, asked } = stage;
  const { clock, timers } = time;
  const script = aScript({
    observeUntilOffsetMs: WATCHED_MS,
    leavesSilently: false,
    patienceMs: 20_000,
    resendAfterMs: 9000,
  });
  const handlings: HandlingRecord[] = [];
  const customer = createHttpCustomer(options);
  const agentOptions = { ...options, agentId: "agent-0", idPrefix: "run-1" };
  const record = await time.run(
    Promise.all([
      liveContact(script, {
        ...{ clock, timers, crypto: nodeCrypto, customer, runKeyHex: "ab".repeat(32), generalFacts: [], t0: START },
      }),
      workSlot(0, ["stream"], START + WATCHED_MS, {
        ...{ clock, timers, agent: createHttpAgent(agentOptions), answer: answerFromContext, scriptOf: () => script },
        onHandling: (handling) => void handlings.push(handling),
      }),
    ]),
  );
  const tookMs = clock.now() - START;
  const account = await time.run(createHttpDesk(agentOptions).account());
  await time.runDry();
  expect(clock.now() - START).toBeLessThan(WATCHED_MS + 100_000);
  return { record: record[0], handlings, tookMs, asked, account };
}

const whole = ({ record, handlings, tookMs, asked, account }: Awaited<ReturnType<typeof live>>): void => {
  contactRecordSchema.parse(record);
  for (const handling of handlings) handlingRecordSchema.parse(handling);
  // A request that hangs is cut at its own deadline, also the last one of a shift.
  expect(tookMs).toBeLessThanOrEqual(WATCHED_MS + LAST_WORD_MS + 5000);
  expect(asked.length).toBeLessThan(400);
  const kept = JSON.stringify([record, handlings, account]);
  for (const secret of [AGENT_KEY, TOKEN, "cookie-12345"]) expect(kept).not.toContain(secret);
};

/** Says back what it was sent that proves who asks. */
const echo: Desk = (_line, _asked, { headers, body }) => {
  const key = /key=([^&]*)/.exec(body ?? "")?.[1] ?? "none";
  const [, sid = "none"] = (headers["cookie"] ?? "").split("=");
  return { status: 500, json: { error: { code: `said:${headers["x-visitor"] ?? "none"}:${sid}:${key}` } } };
};
const BROKEN: readonly [string, Answer | Desk, string][] = [
  ["a page where JSON should be", { body: "<html>welcome</html>" }, "html-for-json"],
  ["an error with 200", { json: { error: "database is down" } }, "error-in-200"],
  ["half a body", { body: '{"visitor":{"tok' }, "bad-json"],
  ["silence", { afterMs: 1e9 }, "TimeoutError"],
  ["a redirect elsewhere", { status: 302, headers: { location: "http://192.0.2.1/" } }, "redirect"],
  ["429 without Retry-After", { status: 429 }, "rate-limited-no-retry-after"],
  ["429 for a year", { status: 429, headers: { "retry-after": "31536000" } }, "rate-limited"],
  ["3 MB of nothing", { body: " ".repeat(3_000_000) }, "body-too-large"],
  ["secrets echoed back", echo, "said:"],
];

test.each(BROKEN)("all is %s: a whole record, in time", async (_name, answer, code) => {
  const lived = await live(typeof answer === "function" ? answer : () => answer);
  whole(lived);
  expect(lived.record.contactId).toBeNull();
  expect(lived.record.errors.map((error) => error.code).join(" ")).toContain(code);
});

test.each(BROKEN)("all but the way in is %s: a whole record, in time", async (_name, answer, code) => {
  const way = ["POST /visitors", "POST /cases", "POST /staff/login"];
  const lived = await live((line, asked, request) =>
    way.includes(line) ? good(line) : typeof answer === "function" ? answer(line, asked, request) : answer,
  );
  whole(lived);
  expect(lived.record.contactId).toBe("17");
  expect(lived.record.errors.map((error) => error.code).join(" ")).toContain(code);
});

test("posts that come for ever, faster than anybody reads, end with the watch", async () => {
  let no = 0;
  const lived = await live((line) =>
    line.startsWith("GET /cases/17/posts")
      ? { json: { posts: Array.from({ length: 20 }, () => aPost(++no)) } }
      : good(line),
  );
  whole(lived);
  expect(lived.record.seen.length).toBeGreaterThan(100);
});

test("a limit far too low is kept, and what did not fit in is told", async () => {
  const lived = await live(good, 3);
  whole(lived);
  expect(lived.asked.length).toBeLessThanOrEqual(6);
  expect(lived.record.errors.map(({ code }) => code)).toContain("limit-reached");
});

test("whatever JSON comes, with whatever status: whole records, in time", async () => {
  const status = fc.constantFrom(200, 200, 200, 201, 204, 302, 400, 401, 404, 409, 429, 500);
  const key = fc.constantFrom(
    ...["visitor", "token", "case", "number", "posts", "no", "by", "role", "words", "when", "waiting", "ref", "error"],
  );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(null, 17, "17", "staff", "visitor", "run-1-000000", true, -1, ""),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(key, tie("value"), { maxKeys: 5 }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(status, value), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      async (answers, wayIn) => {
        let nth = 0;
        const way = ["POST /visitors", "POST /cases", "POST /staff/login"];
        const lived = await live((line) => {
          if (wayIn && way.includes(line)) return good(line);
          const [code, json] = answers[nth++ % answers.length] ?? [200, null];
          return { status: code, json };
        });
        whole(lived);
      },
    ),
    { seed: 7, numRuns: 60 },
  );
});
