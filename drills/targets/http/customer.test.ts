import { describe, expect, test } from "vitest";
import {
  type Answer,
  aPost,
  aQuestion,
  type Desk,
  deskWith,
  listener,
  openVirtualDesk,
  START,
} from "../../../test/http-target/virtual-desk.ts";
import { createHttpCustomer } from "./customer.ts";

const posts = (...items: unknown[]): Answer => ({ json: { posts: items } });
type Part = Parameters<typeof openVirtualDesk>[1];

/** Opens a contact and follows it for `ms` of virtual time. */
async function follow(desk: Desk, ms: number, part: Part = {}, delivery: "websocket" | "long-poll" = "long-poll") {
  const stage = openVirtualDesk(desk, part);
  const customer = createHttpCustomer(stage.options);
  const opened = await stage.time.run(customer.open(aQuestion()));
  const heard = listener();
  const following = customer.follow("17", 0, delivery, heard.handlers);
  await stage.time.run(stage.time.timers.wait(ms));
  following.stop();
  const atStop = stage.asked.length;
  await stage.time.runDry();
  expect(stage.asked.length - atStop).toBeLessThanOrEqual(1);
  return { ...stage, ...heard, opened, polls: stage.asked.filter(({ line }) => line.startsWith("GET")) };
}

describe("opening", () => {
  test("a session once, then the question, with marker, token, idempotency key and the desk's own words", async () => {
    const { options, asked, time } = openVirtualDesk(deskWith([]));
    const customer = createHttpCustomer(options);
    expect(await time.run(customer.open(aQuestion({ text: "a&b=c ✓" })))).toMatchObject({
      ok: true,
      value: { contactId: "17", consentId: "", decision: { route: "human" }, messages: [] },
    });
    expect(await time.run(customer.send("17", "run-1-000004-c1", "hello?"))).toEqual({
      ok: true,
      value: { decision: null },
    });
    expect(await time.run(customer.signal("17", "left"))).toEqual({ ok: true, value: null });
    expect(asked.map(({ line }) => line)).toEqual([
      ...["POST /visitors", "POST /cases", "POST /cases/17/posts", "POST /cases/17/leave"],
    ]);
    expect(asked.every(({ headers }) => headers["x-synthetic"] === "fieldproof")).toBe(true);
    expect(asked[0]).toMatchObject({ body: "token=run-1-000004-n1" });
    expect(asked[1]).toMatchObject({
      body: "subject=a%26b%3Dc+%E2%9C%93&ref=run-1-000004&queue=live",
      headers: { "x-visitor": "visitor-token-1", "idempotency-key": "run-1-000004" },
    });
    expect(asked[2]).toMatchObject({ body: "words=hello%3F", headers: { "idempotency-key": "run-1-000004-c1" } });
  });

  test.each<[string, Answer, { status: number; code: string; retryAfterMs?: number }]>([
    ["a page for JSON", { body: "<!doctype html><title>Log in" }, { status: 200, code: "html-for-json" }],
    [
      "a page by its type",
      { body: "{}", headers: { "content-type": "text/html; charset=utf-8" } },
      { status: 200, code: "html-for-json" },
    ],
    [
      "an error with 200",
      { json: { error: { code: "db" }, case: { number: 17 } } },
      { status: 200, code: "error-in-200" },
    ],
    ["half a body", { body: '{"case":{"num' }, { status: 200, code: "bad-json" }],
    ["nothing", { status: 204 }, { status: 204, code: "bad-json" }],
    ["a pointer that misses", { json: { case: {} } }, { status: 200, code: "missing-value" }],
    ["an id of another kind", { json: { case: { number: { n: 17 } } } }, { status: 200, code: "bad-id" }],
    ["an id of a megabyte", { json: { case: { number: "x".repeat(1_000_000) } } }, { status: 200, code: "bad-id" }],
    ["50 MB", { body: `"${"x".repeat(50_000_000)}"` }, { status: 200, code: "body-too-large" }],
    ["a redirect", { status: 302, headers: { location: "http://elsewhere/" } }, { status: 302, code: "redirect" }],
    [
      "a refusal with its code",
      { status: 422, json: { error: { code: "no-subject" } } },
      { status: 422, code: "no-subject" },
    ],
    ["a refusal with a page", { status: 503, body: "<html>" }, { status: 503, code: "http-503" }],
    [
      "429 with Retry-After",
      { status: 429, headers: { "retry-after": "7" } },
      { status: 429, code: "rate-limited", retryAfterMs: 7000 },
    ],
    [
      "429 with a Retry-After of a year",
      { status: 429, headers: { "retry-after": "31536000" } },
      { status: 429, code: "rate-limited", retryAfterMs: 60_000 },
    ],
    ["429 without", { status: 429 }, { status: 429, code: "rate-limited-no-retry-after", retryAfterMs: 5000 }],
    [
      "a refusal in a sentence",
      { status: 422, json: { error: { code: "Dear a.b@example.org, no" } } },
      { status: 422, code: "http-422" },
    ],
    ["no answer", { afterMs: 60_000 }, { status: 0, code: "TimeoutError" }],
    [
      "its own token echoed in a code",
      { status: 400, json: { error: { code: "bad:visitor-token-1" } } },
      { status: 400, code: "bad:***" },
    ],
  ])("%s is a fault with its code", async (_name, answer, fault) => {
    const { options, time } = openVirtualDesk(deskWith([], (line) => (line === "POST /cases" ? answer : undefined)));
    expect(await time.run(createHttpCustomer(options).open(aQuestion()))).toEqual({
      ok: false,
      fault: { where: "open", ...fault },
    });
  });

  test("a session that fails is the fault, and is tried anew by the next call", async () => {
    const desk: Desk = deskWith([], (line, asked) =>
      line === "POST /visitors" && asked.length === 1 ? { status: 500 } : undefined,
    );
    const { options, time, lines } = openVirtualDesk(desk);
    const customer = createHttpCustomer(options);
    expect(await time.run(customer.open(aQuestion()))).toMatchObject({
      ok: false,
      fault: { where: "session", status: 500 },
    });
    expect(await time.run(customer.open(aQuestion()))).toMatchObject({ ok: true });
    expect(lines()).toEqual(["POST /visitors", "POST /visitors", "POST /cases"]);
  });

  test.each([
    ["with an idempotency key it is repeated", (section: string) => section, 2, "TimeoutError"],
    [
      "without one it is not",
      (section: string) => section.replace("      idempotency: { header: Idempotency-Key }\n    send", "    send"),
      ...([1, "not-repeated"] as const),
    ],
  ])("an opening whose answer was lost: %s", async (_name, change, times, code) => {
    const desk = deskWith([], (line) => (line === "POST /cases" ? { afterMs: 60_000 } : undefined));
    const { options, time, lines } = openVirtualDesk(desk, { change });
    const customer = createHttpCustomer(options);
    await time.run(customer.open(aQuestion()));
    expect(await time.run(customer.open(aQuestion()))).toMatchObject({ ok: false, fault: { code } });
    expect(lines().filter((line) => line === "POST /cases")).toHaveLength(times);
  });
});

describe("following by polls", () => {
  test("at the mapping's pace, from the last post on, each once, in order, with whose words they are", async () => {
    const { told, polls, messages } = await follow(
      deskWith([
        posts(aPost(1, { role: "visitor" })),
        posts(),
        posts(aPost(2, { role: "robot" }), aPost(3)),
        posts(aPost(4, { role: "notice" })),
        posts(),
      ]),
      5500,
    );
    expect(told).toEqual(["customer 1", "assistant 2", "agent 3", "system 4"]);
    expect(messages.map(({ seq, at, contactId }) => [seq, at, contactId])).toEqual(
      [1, 2, 3, 4].map((n) => [n, START, "17"]),
    );
    expect(polls.map(({ atMs }) => atMs)).toEqual([0, 1000, 2000, 3000, 4000, 5000]);
    expect(polls.map(({ line }) => line.split("from=")[1])).toEqual(["0", "1", "1", "3", "4", "4"]);
  });

  test.each<[string, Answer[], string[]]>([
    [
      "an unknown author is no reply",
      [posts(aPost(1, { role: "ghost" }), aPost(2))],
      ["replies 200 unknown-author", "agent 2"],
    ],
    [
      "ids that change their kind",
      [posts(aPost(1)), posts(aPost("1"), aPost("2"))],
      ["agent 1", "replies 200 id-type-changed", "agent 2"],
    ],
    ["an id that is none", [posts(aPost(null), aPost({}), aPost(3))], ["replies 200 bad-id", "agent 3"]],
    [
      "words that are none",
      [posts(aPost(1, { words: { a: 1 } }), aPost(2, { words: "x".repeat(70_000) }))],
      ["replies 200 bad-message"],
    ],
    [
      "a stamp in the future",
      [posts(aPost(1, { when: START / 1000 + 7 }))],
      ["replies 200 stamp-in-future", "agent 1"],
    ],
    ["a stamp within its second is none", [posts(aPost(1, { when: START / 1000 + 1 }))], ["agent 1"]],
    ["a stamp of no kind", [posts(aPost(1, { when: "soon" }))], ["replies 200 bad-stamp", "agent 1"]],
    ["a secret in an id", [posts(aPost("visitor-token-1"))], ["replies 200 secret-echoed", "agent ***"]],
    [
      "a secret in words",
      [posts(aPost(1, { words: "your pass is visitor-token-1" }))],
      ["replies 200 secret-echoed", "agent 1"],
    ],
    [
      "the same page for ever",
      [posts(aPost(1), aPost(2)), posts(aPost(1), aPost(2))],
      ["agent 1", "agent 2", "replies 200 cursor-stuck"],
    ],
    [
      "the newest with each page is no repeat",
      [posts(aPost(1)), posts(aPost(1)), posts(aPost(1), aPost(2))],
      ["agent 1", "agent 2"],
    ],
    [
      "an older one again is a repeat",
      [posts(aPost(1), aPost(2)), posts(aPost(1), aPost(3)), posts()],
      ["agent 1", "agent 2", "agent 3", "again 2"],
    ],
    ["no list", [{ json: { posts: {} } }], ["replies 200 missing-value"]],
  ])("%s, told once", async (_name, answers, expected) => {
    const { told } = await follow(deskWith(answers), 900 + 1000 * (answers.length - 1));
    expect(told).toEqual(expected);
  });

  test("a poll that fails is told, waited for as the desk asks, and taken up again", async () => {
    const limited: Answer = { status: 429, headers: { "retry-after": "4" } };
    const { told, polls } = await follow(deskWith([{ body: "<html>" }, limited, posts(aPost(1)), posts()]), 6500);
    expect(told).toEqual([
      ...["replies 200 html-for-json", "reconnect", "replies 429 rate-limited", "reconnect", "agent 1"],
    ]);
    expect(polls.map(({ atMs }) => atMs)).toEqual([0, 1000, 5000, 6000]);
  });

  test("pages that never end are turned twenty at a time, and a page that stays the same once", async () => {
    const paged = (section: string): string => section.replace("cursor: { start", "cursor: { more: /more, start");
    let no = 0;
    const endless = (): Answer => ({ json: { posts: [aPost(++no)], more: true } });
    const moving = await follow(deskWith([endless]), 900, { change: paged });
    expect([moving.polls.length, moving.told.at(-1)]).toEqual([20, "replies 200 cursor-stuck"]);
    const still = await follow(deskWith([{ json: { posts: [aPost(1)], more: true } }]), 2900, { change: paged });
    expect([still.polls.length, still.told]).toEqual([4, ["agent 1", "replies 200 cursor-stuck"]]);
  });

  test("more than anybody could read ends the following", async () => {
    let no = 0;
    const flood = (): Answer => posts(...Array.from({ length: 600 }, () => aPost(++no)));
    const { told, messages, polls } = await follow(deskWith([flood]), 60_000);
    expect([messages.length, polls.length]).toEqual([1000, 2]);
    expect(told.filter((line) => line.startsWith("replies"))).toEqual([
      ...["replies 200 too-many-items", "replies 200 too-many-replies"],
    ]);
    const long = (): Answer => posts(...Array.from({ length: 30 }, () => aPost(++no, { words: "x".repeat(60_000) })));
    const heavy = await follow(deskWith([long]), 60_000);
    expect(heavy.polls.length).toBeLessThanOrEqual(4);
    expect(heavy.told.filter((line) => line.endsWith("too-many-replies"))).toHaveLength(1);
  });

  test("offsets count what came, and a token is the answer's", async () => {
    const counted = await follow(deskWith([posts(aPost("a"), aPost("b")), posts(aPost("c")), posts()]), 2500, {
      change: (section) => section.replace("from: { last: /no }", "from: { count: true }"),
    });
    expect(counted.polls.map(({ line }) => line.split("from=")[1])).toEqual(["0", "2", "3"]);
    const token = await follow(deskWith([{ json: { posts: [aPost("a")], next: "t/1&x" } }, posts()]), 1500, {
      change: (section) => section.replace("from: { last: /no }", "from: { answer: /next }"),
    });
    expect(token.polls.map(({ line }) => line.split("from=")[1])).toEqual(["0", "t%2F1%26x"]);
  });

  test("where posts are numbered, gaps are told, and one that shows late is shown all the same", async () => {
    const { told } = await follow(
      deskWith([posts(aPost(1), aPost(3)), posts(aPost(2)), posts(aPost(3), aPost(4))]),
      2900,
      {
        change: (section) =>
          section.replace("id: /no", "id: /words, seq: /no").replace("ownVisible: true", "ownVisible: false"),
      },
    );
    expect(told).toEqual(["agent words 1", "gap 1", "agent words 3", "agent words 2", "agent words 4", "again 3"]);
  });

  test("a desk that holds polls is asked again at once after news, and else at its own pace", async () => {
    const change = (section: string): string =>
      section
        .replace("everyMs: 1000", "everyMs: 1000\n      waitMs: 3000")
        .replace("from={cursor}", "from={cursor}&w={waitMs}");
    const hold = { json: { posts: [] }, afterMs: 3000 };
    const { polls } = await follow(deskWith([posts(aPost(1)), hold, posts(), posts(), hold]), 5100, { change });
    expect(polls.map(({ atMs }) => atMs)).toEqual([0, 0, 3000, 4000, 5000]);
    expect(polls[0]?.line).toContain("&w=3000");
  });

  test("a page that begins with the newest is turned round", async () => {
    const { told, polls } = await follow(deskWith([posts(aPost(2), aPost(1)), posts()]), 1500, {
      change: (section) => section.replace("everyMs: 1000", "everyMs: 1000\n      order: newest-first"),
    });
    expect([told, polls.at(-1)?.line]).toEqual([["agent 1", "agent 2"], "GET /cases/17/posts?from=2"]);
  });

  test("without a cursor each page holds everything, and what is known is left out without a word", async () => {
    const { told } = await follow(
      deskWith([posts(aPost(1)), posts(aPost(1), aPost(2)), posts(aPost(2), aPost(1))]),
      3500,
      {
        change: (section) => section.replace(/ +cursor: \{ start.*\n/, "").replace("?from={cursor}", ""),
      },
    );
    expect(told).toEqual(["agent 1", "agent 2"]);
  });
});

describe("own words", () => {
  test("accepted and never shown is told once, after thirteen seconds", async () => {
    const { told, polls } = await follow(deskWith([posts(aPost(1))]), 20_000);
    expect(told).toEqual(["agent 1", "replies 200 accepted-not-visible"]);
    expect(polls.length).toBe(20);
  });

  test("shown in time is no finding, and neither are the same words said again under the same id", async () => {
    const desk = deskWith([posts(aPost(1, { role: "visitor", words: "where&#39;s  it &amp; when" })), posts()]);
    const { options, time } = openVirtualDesk(desk);
    const customer = createHttpCustomer(options);
    const asking = aQuestion({ text: "where's it & when" });
    await time.run(customer.open(asking));
    const { told, handlers } = listener();
    const following = customer.follow("17", 0, "long-poll", handlers);
    await time.run(time.timers.wait(2500));
    await time.run(customer.send("17", asking.clientMessageId, asking.text));
    await time.run(time.timers.wait(20_000));
    following.stop();
    expect(told).toEqual(["customer 1"]);
  });

  test("shown by the second page is no finding", async () => {
    const { told } = await follow(
      deskWith([posts(), posts(aPost(1, { role: "visitor", words: " when does this ship? " }))]),
      20_000,
    );
    expect(told).toEqual(["customer 1"]);
  });
});

test("a limit of the desk's is kept by waiting, and whoever has left waits for nothing", async () => {
  const { polls, asked } = await follow(deskWith([posts()]), 120_000, { perMinute: 10 });
  expect(asked.length).toBeLessThanOrEqual(20);
  expect(polls.length).toBeGreaterThanOrEqual(10);
  expect(polls.at(-1)?.atMs).toBeLessThan(120_000);
});
