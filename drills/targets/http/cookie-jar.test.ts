import { expect, test } from "vitest";
import { createCookieJar } from "./cookie-jar.ts";

const NOW = Date.parse("2026-11-25T07:00:00Z");
const jarOf = (...headers: string[]) => {
  const jar = createCookieJar();
  for (const header of headers) jar.store(header, NOW);
  return jar;
};

test("several cookies in one header, a date with its comma, attributes in any letters", () => {
  const jar = jarOf("a=1; Path=/; EXPIRES=Wed, 21 Oct 2099 07:28:00 GMT, b=x%3D; HttpOnly,c=3");
  expect(jar.header("/", NOW)).toBe("a=1; b=x%3D; c=3");
});

test("a path keeps a cookie to its own, and a name is one cookie", () => {
  const jar = jarOf("s=old", "s=1; Path=/staff");
  expect([jar.header("/staff/queue?x=/", NOW), jar.header("/staff", NOW), jar.header("/staffroom", NOW)]).toEqual([
    ...["s=1", "s=1", null],
  ]);
});

test("what is over is not sent, and a server takes its cookie back", () => {
  const jar = jarOf("a=1; Max-Age=60", "b=2", "b=; Max-Age=0", "c=3; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  expect(jar.header("/", NOW + 59_000)).toBe("a=1");
  expect(jar.header("/", NOW + 60_000)).toBeNull();
});

test.each(["", "a", "=1", "a b=1", "a=1\r\nx: y", 'a="1;2"', "a=é", `a=${"x".repeat(5000)}`])(
  "%j cannot break the header",
  (text) => {
    const header = jarOf(text).header("/", NOW) ?? "";
    expect(header).toMatch(/^[\x20-\x7e]*$/);
    expect(header.length).toBeLessThan(100);
  },
);

test("a desk that sets a thousand cookies gets fifty back", () => {
  const jar = jarOf(...Array.from({ length: 1000 }, (_, at) => `c${at}=1`));
  expect(jar.header("/", NOW)?.split("; ")).toHaveLength(50);
});
