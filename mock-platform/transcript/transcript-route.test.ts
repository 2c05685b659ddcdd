import { afterAll, beforeAll, expect, test } from "vitest";
import type { TranscriptPage } from "../../core/schema/transcript-wire.ts";
import { type InProcessStack, openInProcessStack } from "../in-process-stack.ts";

let stack: InProcessStack;
beforeAll(async () => {
  stack = await openInProcessStack({ checkAnswers: true, orders: 5 });
});
afterAll(() => stack.close());

const get = async (
  query: string,
): Promise<{ status: number; body: TranscriptPage & { code?: string }; cache: unknown }> => {
  const answer = await stack.apps["pop-b"].inject({ method: "GET", url: `/v1/events/${query}` });
  return { status: answer.statusCode, body: answer.json(), cache: answer.headers["cache-control"] };
};

test("anyone may read it, nobody may keep it, and bad queries have their codes", async () => {
  const { status, body, cache } = await get("drop/transcript");
  expect({ status, cache }).toEqual({ status: 200, cache: "no-store" });
  expect(body).toMatchObject({ event: "drop", lines: [], next: null });
  expect((await get("nope/transcript")).body.code).toBe("not-found");
  expect((await get(`drop/transcript?asOf=${Date.now() + 60_000}`)).body.code).toBe("as-of-in-future");
  expect((await get("drop/transcript?cursor=AAAA")).body.code).toBe("bad-cursor");
  expect((await get("drop/transcript?asOf=yesterday")).body.code).toBe("bad-request");
  expect((await get("drop/transcript?limit=0")).body.code).toBe("bad-request");
});
