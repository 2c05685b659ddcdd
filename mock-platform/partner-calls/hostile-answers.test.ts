import { expect, test } from "vitest";
import { openNodeHttp } from "../runtime/node-http.ts";
import { HOSTILE_ANSWERS, type HostileAnswer, openHostilePartner } from "../testing/hostile-partner.ts";
import { answerOf } from "./call-answer.ts";

const NOW = Date.parse("2099-10-21T07:27:48Z");
/** A new answer has no line here until somebody says what it is worth: then this does not compile. */
const WORTH: Readonly<Record<HostileAnswer, object>> = {
  "a good answer": { kind: "case", case: { caseId: "k1", matterId: "m1", outcome: "released" } },
  garbage: { kind: "failed", why: "garbage" },
  "an empty body": { kind: "failed", why: "garbage" },
  "half a body": { kind: "failed", why: "cut" },
  "closed in mid-body": { kind: "failed", why: "cut" },
  "200 with an error inside": { kind: "failed", why: "error-inside" },
  "another case's id": { kind: "failed", why: "other-matter" },
  "another matter's id": { kind: "failed", why: "other-matter" },
  "settled without an outcome": { kind: "failed", why: "garbage" },
  "a field too many": { kind: "failed", why: "garbage" },
  "nothing at all": { kind: "failed", why: "time-out" },
  "no HTTP": { kind: "failed", why: "cut" },
  "a server error": { kind: "failed", why: "server-error" },
  "a flood": { kind: "failed", why: "cut" },
  "a refusal with a date": { kind: "refused", retryAfterMs: 12_000 },
  "a refusal that says nonsense": { kind: "refused", retryAfterMs: null },
};

test.each(Object.keys(HOSTILE_ANSWERS) as HostileAnswer[])("%s", async (name) => {
  const partner = await openHostilePartner(name);
  const http = openNodeHttp();
  try {
    // Only silence runs into its limit.
    const timeoutMs = HOSTILE_ANSWERS[name] === null ? 50 : 5000;
    const url = `${partner.address}/partner/v1/cases`;
    const answer = await http.send({ method: "POST", url, headers: {}, body: "{}", timeoutMs });
    expect(answerOf(answer, { caseId: "k1", matterId: "m1", isRead: false }, NOW)).toMatchObject(WORTH[name]);
  } finally {
    http.close();
    await partner.close();
  }
});

test("a partner that is not there is a cut call, and 404 is news to a read alone", async () => {
  const gone = await openHostilePartner("garbage");
  await gone.close();
  const http = openNodeHttp();
  const answer = await http.send({ method: "GET", url: gone.address, headers: {}, timeoutMs: 5000 });
  http.close();
  expect(answerOf(answer, { caseId: "k1", matterId: "m1", isRead: true }, NOW)).toEqual({ kind: "failed", why: "cut" });
  const notFound = { status: 404, headers: {}, body: "{}" };
  expect(answerOf(notFound, { caseId: "k1", matterId: "m1", isRead: true }, NOW)).toEqual({ kind: "unknown" });
  expect(answerOf(notFound, { caseId: "k1", matterId: "m1", isRead: false }, NOW)).toEqual({
    kind: "failed",
    why: "rejected",
  });
});
