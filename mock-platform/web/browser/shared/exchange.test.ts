import { expect, test } from "vitest";
import { type Answer, persistently } from "./exchange.ts";

const bad = (status: number, retryAfterMs: number | null = null): Answer => ({
  ok: false,
  status,
  code: `http-${status}`,
  retryAfterMs,
});
const good: Answer = { ok: true, status: 200, body: null };

const run = async (...answers: Answer[]) => {
  const pauses: number[] = [];
  let tries = 0;
  const answer = await persistently(
    async () => answers[tries++] ?? good,
    async (ms) => void pauses.push(ms),
  );
  return { answer, tries, pauses };
};

test("repeats what may pass, with growing pauses", async () => {
  expect(await run(bad(0), bad(503), good)).toEqual({ answer: good, tries: 3, pauses: [400, 800] });
});

test("waits as long as the stack asks for", async () => {
  expect((await run(bad(429, 3000), good)).pauses).toEqual([3000]);
});

test("never repeats a refusal", async () => {
  expect((await run(bad(401), good)).tries).toBe(1);
});

test("gives up in the end and says why", async () => {
  const { answer, tries } = await run(bad(0), bad(0), bad(0), bad(0), good);
  expect(tries).toBe(4);
  expect(answer).toMatchObject({ ok: false, status: 0 });
});
