import { afterEach, expect, test } from "vitest";
import { QUESTIONS } from "../../drills/nano-drop/questions.ts";
import { readCatalogue } from "./catalogue.ts";
import type { FaultName } from "./faults.ts";
import { type House, type HouseOptions, openHouse } from "./house.ts";
import { topicOf } from "./robot.ts";

/** What the house may say: each answer holds some of it. */
interface Said {
  readonly visitor: { readonly pass: string };
  readonly case: { readonly number: number; readonly state: string };
  readonly handled_by: string;
  readonly posts: readonly {
    readonly by: { readonly role: string };
    readonly words: string;
    readonly written_at: number;
  }[];
  readonly purchase: object;
  readonly waiting: readonly object[];
  readonly total: number;
  readonly cases: readonly { readonly reopened: number }[];
  readonly trouble: { readonly reason: string };
}

const houses: House[] = [];
afterEach(async () => {
  for (const house of houses.splice(0)) await house.close();
});

/** A house with a clock of its own, and what its guests say to it. */
async function guestsOf(options: Partial<HouseOptions> = {}) {
  let nowMs = 1_700_000_000_400;
  const clock = { now: () => nowMs };
  const house = await openHouse({ port: 0, staffPass: "a-pass", limitPerMinute: null, faults: [], clock, ...options });
  houses.push(house);
  const ask = async (method: string, path: string, form?: object, headers: object = {}) => {
    const body = form === undefined ? {} : { body: new URLSearchParams({ ...form }) };
    const response = await fetch(`${house.address}${path}`, { method, headers: { ...headers }, ...body });
    return { status: response.status, body: (await response.json()) as Said, headers: response.headers };
  };
  const pass = { "x-visitor-pass": (await ask("POST", "/visitors")).body.visitor.pass };
  const login = await ask("POST", "/staff/login", { name: "Ada", pass: "a-pass" });
  const cookie = { cookie: login.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
  const open = async (words: string, more: object = {}) =>
    (await ask("POST", "/cases", { words, reference: "r-1", ...more }, pass)).body;
  const posts = async (number: number, offset = 0) =>
    (await ask("GET", `/cases/${number}/posts?offset=${offset}`, undefined, pass)).body;
  const staff = async (path: string, form?: object) =>
    await ask(form === undefined ? "GET" : "POST", `/staff${path}`, form, cookie);
  const answer = async (number: number, words = "An answer.") => {
    await staff(`/cases/${number}/take`, {});
    return await staff(`/cases/${number}/posts`, { words, own_ref: `a-${number}` });
  };
  const later = (ms: number): void => {
    nowMs += ms;
  };
  return { house, ask, open, posts, staff, answer, pass, cookie, later };
}

test("a matter goes its way: asked, taken by one, answered, closed, asked again and back in the queue", async () => {
  const { ask, open, posts, staff, answer, pass, later } = await guestsOf();
  const { case: matter, handled_by } = await open("why is my order K-20005 on hold", { purchase: "K-20005" });
  expect([handled_by, matter.state]).toEqual(["desk", "waiting"]);
  const other = await ask("POST", "/staff/login", { name: "Bo", pass: "a-pass" });
  const taken = await staff(`/cases/${matter.number}/take`, {});
  expect(taken.body.purchase).toMatchObject({
    stage: "stopped",
    remarks: { hold: expect.stringContaining("10 December") },
  });
  const cookie = { cookie: other.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
  expect((await ask("POST", `/staff/cases/${matter.number}/take`, {}, cookie)).status).toBe(423);
  later(2_000);
  await answer(matter.number);
  await answer(matter.number);
  const read = await posts(matter.number);
  expect(read).toMatchObject({ next_offset: 2, more: false });
  expect(read.posts.map((post) => [post.by.role, post.written_at])).toEqual([
    ["visitor", 1_700_000_000],
    ["staff", 1_700_000_002],
  ]);
  expect((await posts(matter.number, 2)).posts).toEqual([]);
  expect((await staff(`/cases/${matter.number}/close`, {})).body.case.state).toBe("closed");
  expect((await staff(`/cases/${matter.number}/close`, {})).status).toBe(200);
  await ask("POST", `/cases/${matter.number}/posts`, { words: "One more thing", own_ref: "v-2" }, pass);
  expect((await staff("/waiting")).body.waiting).toMatchObject([{ number: matter.number, reopened: 1 }]);
});

test("a general question is answered by the robot, and by a person when the visitor writes again", async () => {
  const { ask, open, staff, pass } = await guestsOf();
  const { case: matter, handled_by, posts } = await open("do you take paypal");
  expect([handled_by, posts[1]?.by.role]).toEqual(["robot", "robot"]);
  expect(posts[1]?.words).toContain("Visa, Mastercard, PayPal and iDEAL");
  expect((await staff("/waiting")).body.total).toBe(0);
  await ask("POST", `/cases/${matter.number}/posts`, { words: "That is not it", own_ref: "v-1" }, pass);
  expect((await staff("/waiting")).body.total).toBe(1);
});

test("the robot answers many questions of a drop, and none with another topic", () => {
  const topics: Record<string, string> = {
    stock: "availability",
    ...{ "shipping-window": "dispatch", returns: "refunds", "payment-methods": "payments", eligibility: "who_may_buy" },
  };
  const asked = Object.entries(QUESTIONS).flatMap(([intent, texts]) =>
    texts.map((text) => [topics[intent] ?? null, topicOf(text.replace("{order}", "K-20001"))] as const),
  );
  expect(asked.filter(([right, found]) => found !== null && found !== right)).toEqual([]);
  const general = asked.filter(([right]) => right !== null);
  expect(general.filter(([, found]) => found !== null).length / general.length).toBeGreaterThan(0.5);
});

test("one asked twice with one key has one case, and one post with one reference", async () => {
  const { ask, pass, open, answer, posts } = await guestsOf();
  const twice = { ...pass, "once-key": "k-1" };
  const first = await ask("POST", "/cases", { words: "Hello?", reference: "r-1" }, twice);
  const again = await ask("POST", "/cases", { words: "Hello?", reference: "r-1" }, twice);
  expect(again.body.case.number).toBe(first.body.case.number);
  const { case: matter } = await open("Hello?");
  expect(matter.number).not.toBe(first.body.case.number);
  await answer(matter.number);
  await answer(matter.number);
  expect((await posts(matter.number)).posts).toHaveLength(2);
});

test.each([
  ["no pass", "POST", "/cases", { words: "a" }, {}, 401],
  ["another's case", "GET", "/cases/1001/posts", undefined, {}, 401],
  ["no sitting", "GET", "/staff/waiting", undefined, {}, 401],
  ["a wrong pass", "POST", "/staff/login", { name: "Ada", pass: "guessed" }, {}, 401],
  ["a path that is none", "GET", "/v1/contacts", undefined, {}, 404],
  ["another method", "DELETE", "/visitors", undefined, {}, 405],
])("is refused in the house's own words: %s", async (_name, method, path, form, headers, status) => {
  const { ask, open } = await guestsOf();
  await open("Hello?");
  const said = await ask(method, path, form, headers);
  expect([said.status, typeof said.body.trouble.reason]).toEqual([status, "string"]);
});

test("JSON is no form", async () => {
  const { house, pass } = await guestsOf();
  const headers = { ...pass, "content-type": "application/json" };
  const said = await fetch(`${house.address}/cases`, { method: "POST", headers, body: '{"words":"a"}' });
  expect(said.status).toBe(415);
});

test("counts requests in any 60 s and says after how long there is room again", async () => {
  const { ask, house, later } = await guestsOf({ limitPerMinute: 5 });
  for (let n = 0; n < 3; n++) expect((await ask("POST", "/visitors")).status).toBe(201);
  later(20_000);
  const refused = await ask("POST", "/visitors");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "40"]);
  later(40_000);
  expect((await ask("POST", "/visitors")).status).toBe(201);
  expect(house.traffic()).toEqual({ requests: 7, mostIn60s: 6, refused: 1, limitPerMinute: 5 });
  expect((await ask("GET", "/house/traffic")).body).toMatchObject({ requests: 7, most_in_60_s: 6, refused: 1 });
});

test.each<[FaultName, (guests: Awaited<ReturnType<typeof guestsOf>>) => Promise<unknown>, unknown, unknown]>([
  [
    "wrong-answer",
    async ({ open }) => (await open("when does this ship")).posts[1]?.words.includes("13 Dec"),
    true,
    false,
  ],
  [
    "lost-reply",
    async ({ open, answer, posts }) => {
      const { case: matter } = await open("Hello?");
      for (let n = 0; n < 2; n++) await answer((await open("Hello?")).case.number);
      await answer(matter.number);
      return (await posts(matter.number)).posts.length;
    },
    2,
    1,
  ],
  [
    "slow-reply",
    async ({ open, answer, posts, later }) => {
      const { case: matter } = await open("Hello?");
      await answer(matter.number);
      later(19_000);
      const early = (await posts(matter.number)).posts.length;
      later(1_000);
      return [early, (await posts(matter.number)).posts.length];
    },
    [2, 2],
    [1, 2],
  ],
  [
    "reopened-matter",
    async ({ open, answer, staff, later }) => {
      const { case: matter } = await open("Hello?");
      await answer(matter.number);
      await staff(`/cases/${matter.number}/close`, {});
      later(5_000);
      const [account] = (await staff("/archive")).body.cases;
      return [account?.reopened, (await staff("/waiting")).body.total];
    },
    [0, 0],
    [1, 1],
  ],
  [
    "deaf-after-close",
    async ({ ask, open, answer, staff, pass }) => {
      const { case: matter } = await open("Hello?");
      await answer(matter.number);
      await staff(`/cases/${matter.number}/close`, {});
      await ask("POST", `/cases/${matter.number}/posts`, { words: "Once more", own_ref: "v" }, pass);
      return (await staff("/waiting")).body.total;
    },
    1,
    0,
  ],
])("breaks on purpose and only then: %s", async (fault, look, whole, broken) => {
  expect(await look(await guestsOf())).toEqual(whole);
  expect(await look(await guestsOf({ faults: [fault] }))).toEqual(broken);
});

test("what the house knows tells right from wrong", () => {
  const { handbook, lastYearsHandbook } = readCatalogue(new URL("catalogue.json", import.meta.url));
  for (const words of Object.values(lastYearsHandbook)) expect(Object.values(handbook)).not.toContain(words);
});
