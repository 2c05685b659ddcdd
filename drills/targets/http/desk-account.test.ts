import { expect, test } from "vitest";
import { type Answer, type Desk, openVirtualDesk, START } from "../../../test/http-target/virtual-desk.ts";
import { createHttpDesk } from "./desk-account.ts";

const SECOND = START / 1000;
const listed = (number: number, part: object = {}) => ({
  ...{ number, ref: `run-1-00000${number}`, status: "closed", opened: SECOND, closed: SECOND + 60, reopened: 0 },
  ...part,
});
/** Offsets as the example desk takes them, two a page. */
const paged =
  (cases: readonly unknown[]): Desk =>
  (line) => {
    const from = /^GET \/staff\/cases\?from=(\d+)$/.exec(line)?.[1];
    if (from === undefined) return line === "POST /staff/login" ? { status: 204 } : undefined;
    return { json: { cases: cases.slice(Number(from), Number(from) + 2) } };
  };
const account = async (desk: Desk, change?: (section: string) => string) => {
  const stage = openVirtualDesk(desk, change === undefined ? {} : { change });
  const reader = createHttpDesk({ ...stage.options, agentId: "agent-0", idPrefix: "run-1" });
  return { ...stage, outcome: await stage.time.run(reader.account()), reader };
};

test("the desk's own account comes page by page; contacts of others are counted and not kept", async () => {
  const cases = [
    listed(1),
    { ref: "a customer's", number: 99 },
    listed(2, { status: "new", closed: null, reopened: "2" }),
  ];
  const { outcome, lines } = await account(paged(cases));
  const rest = { lane: null, firstReplyAt: null, firstHumanReplyAt: null, messages: null };
  expect(outcome).toEqual({
    ok: true,
    value: {
      contacts: [
        {
          ...rest,
          contactId: "1",
          clientContactId: "run-1-000001",
          state: "resolved",
          openedAt: START,
          resolvedAt: START + 60_000,
          reopens: 0,
        },
        {
          ...rest,
          contactId: "2",
          clientContactId: "run-1-000002",
          state: "waiting",
          openedAt: START,
          resolvedAt: null,
          reopens: 2,
        },
      ],
      others: 1,
      findings: [],
    },
  });
  expect(lines()).toEqual(["POST /staff/login", ...Array(3).fill("GET /staff/cases")]);
});

test("what cannot be read is a finding, and what says nothing is null", async () => {
  const { outcome } = await account(
    paged([listed(1, { opened: "noon", status: "odd", reopened: -1 }), listed(2, { number: {} })]),
  );
  expect(outcome).toMatchObject({
    ok: true,
    value: { contacts: [{ state: null, openedAt: null, reopens: null }], findings: ["bad-stamp", "bad-id"] },
  });
});

test.each<[string, Desk, string]>([
  [
    "a page that comes for ever",
    (line) => (line.startsWith("GET") ? { json: { cases: [listed(1)], more: true, next: "1" } } : { status: 204 }),
    "cursor-stuck",
  ],
  [
    "an empty page that promises more",
    (line) => (line.startsWith("GET") ? { json: { cases: [], more: true, next: "2" } } : { status: 204 }),
    "cursor-stuck",
  ],
  ["no list", (line) => (line.startsWith("GET") ? { json: { cases: "all" } } : { status: 204 }), "missing-value"],
  ["a page for JSON", (line) => (line.startsWith("GET") ? { body: "<html>" } : { status: 204 }), "html-for-json"],
])("%s is no account", async (_name, desk, code) => {
  const change = (section: string): string =>
    section.replace("cursor: { from: { count: true } }", "cursor: { from: { answer: /next }, more: /more }");
  const { outcome, asked } = await account(desk, change);
  expect(outcome).toMatchObject({ ok: false, fault: { where: "export", code } });
  expect(asked.length).toBeLessThanOrEqual(4);
});

const REMOVAL = '  delete:\n    request: { method: DELETE, path: "/staff/cases/{contact}" }\n  customer:';
test.each<[string, Answer, boolean]>([
  ["done", { status: 204 }, true],
  ["not there any more", { status: 404 }, true],
  ["refused", { status: 403 }, false],
])("a removal that is %s", async (_name, answer, ok) => {
  const desk: Desk = (line) => (line.startsWith("DELETE") ? answer : { status: 204, json: { cases: [] } });
  const { reader, time, lines } = await account(desk, (section) => section.replace("  customer:", REMOVAL));
  expect((await time.run(reader.remove("7/../8", "run-1-000007"))).ok).toBe(ok);
  expect(lines().at(-1)).toBe("DELETE /staff/cases/7%2F..%2F8");
});

test("a list that gives the same page whatever the cursor says ends after four requests", async () => {
  const desk: Desk = (line) =>
    line === "POST /staff/login" ? { status: 204 } : { json: { cases: [listed(1), { number: 99 }] } };
  const { outcome, lines } = await account(desk);
  expect(outcome).toEqual({ ok: false, fault: { where: "export", status: 200, code: "cursor-stuck" } });
  expect(lines()).toHaveLength(1 + 4);
});

test("a list that moves under the reader may repeat itself", async () => {
  const cases = [listed(1), listed(2), listed(1), listed(2), listed(3), listed(4)];
  const { outcome } = await account(paged(cases));
  expect(outcome.ok && outcome.value.contacts.map(({ contactId }) => contactId)).toEqual(["1", "2", "3", "4"]);
});
