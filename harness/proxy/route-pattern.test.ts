import { expect, test } from "vitest";
import { routeFits } from "./route-pattern.ts";

const line = (target: string, method = "GET") => ({ method, target });

test.each([
  ["/v1/contacts", "/v1/contacts", true],
  ["/v1/contacts", "/v1/contacts?cursor=/other", true],
  ["/v1/contacts", "/v1/contacts/", false],
  ["/v1/contacts", "/v1/Contacts", false],
  ["/v1/*/messages", "/v1/c-1/messages", true],
  ["/v1/*/messages", "/v1//messages", false],
  ["/v1/*/messages", "/v1/a/b/messages", false],
  ["/v1/**", "/v1/a/b/c", true],
  ["/v1/**", "/v1", true],
  ["/v1/**", "/v2/a", false],
  ["/**", "/", true],
  ["/a.c", "/abc", false],
])("the pattern %s on %s: %s", (path, target, fits) => {
  expect(routeFits({ path }, line(target))).toBe(fits);
});

test("methods narrow a route, and a route never fits a bare connection", () => {
  expect(routeFits({ methods: ["POST"] }, line("/x", "POST"))).toBe(true);
  expect(routeFits({ methods: ["POST"] }, line("/x", "GET"))).toBe(false);
  expect(routeFits({ path: "/**" }, null)).toBe(false);
  expect(routeFits(undefined, null)).toBe(true);
});

test("a pattern made to run away is answered at once", () => {
  const path = `/${"*/".repeat(200)}x`;
  expect(routeFits({ path }, line(`/${"a/".repeat(200)}y`))).toBe(false);
});
