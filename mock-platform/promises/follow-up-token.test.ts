import { expect, test } from "vitest";
import { FollowUpTokens } from "./follow-up-token.ts";

const tokens = new FollowUpTokens(Buffer.alloc(32, 1));

test("a token shows its own promise, the same each time, and nothing else does", () => {
  const token = tokens.make("p_1");
  expect(tokens.make("p_1")).toBe(token);
  expect(tokens.read(token)).toBe("p_1");
  const [, mac = ""] = token.split(".");
  const bad = ["", ".", "p_1", `p_2.${mac}`, `p_1.${mac.slice(1)}`, `${token}.x`, `p_1.${"A".repeat(43)}`];
  expect(bad.filter((one) => tokens.read(one) !== null)).toEqual([]);
  expect(new FollowUpTokens(Buffer.alloc(32, 2)).read(token)).toBeNull();
});
