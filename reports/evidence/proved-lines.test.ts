import { hash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { CHAIN_START, linked } from "../../core/trust/hash-chain.ts";
import { chainTools } from "./chain-tools.ts";
import { createLineProver } from "./proved-lines.ts";

/** A line that is taken for proved without being so would let an edited log by: held against the judge's own way. */
const prove = createLineProver();
const provedIn = (bytes: Buffer, lines: number): boolean[] => {
  const proved = new Array<boolean>(lines).fill(false);
  expect(prove(bytes, 0, (line) => (proved[line] = true))).toBe(lines);
  return proved;
};
const provedLines = (lines: readonly string[]): boolean[] =>
  provedIn(Buffer.from(lines.map((line) => `${line}\n`).join("")), lines.length);
const holds = (line: string): boolean => {
  const { hash: said, ...body }: Record<string, unknown> = JSON.parse(line);
  return chainTools.sha256Hex(chainTools.canonical(body)) === said;
};

const scalar = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "grapheme", maxLength: 4 }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(null, true, false, 0, -0, 1e21, 0.1, 123456789012345, 2 ** 53),
);
const name = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom("a", "b", "10", "9", "hash", "__proto__", "toJSON"));
const body = fc.dictionary(name, scalar, { maxKeys: 6 });
const entry = fc.record({ index: fc.nat(), at: fc.nat(), kind: fc.string({ maxLength: 5 }), subject: name, body });

test("proves what an object is written as and hashed, and whatever is proved so is so", () => {
  let plain = 0;
  fc.assert(
    fc.property(entry, fc.boolean(), (draft, shuffled) => {
      const whole = linked(draft, CHAIN_START, chainTools);
      const line = JSON.stringify(shuffled ? Object.fromEntries(Object.entries(whole).reverse()) : whole);
      const [proved] = provedLines([line]);
      if (proved === true) {
        plain++;
        expect(holds(line)).toBe(true);
      }
    }),
    { seed: 11, numRuns: 400 },
  );
  expect(plain).toBeGreaterThan(50);
});

test("no line is proved once a byte of it is another", () => {
  const line = JSON.stringify(
    linked(
      { index: 7, at: 1795575434384, kind: "x", subject: "c_1", body: { b: "y z", a: 1, c: null, d: 0.25 } },
      CHAIN_START,
      chainTools,
    ),
  );
  expect(provedLines([line])).toEqual([true]);
  const bytes = Buffer.from(line);
  for (let at = 0; at < bytes.length; at++)
    for (const put of [0x20, 0x30, 0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0xc3]) {
      if (bytes[at] === put) continue;
      const other = Buffer.from(bytes);
      other[at] = put;
      if (provedIn(Buffer.concat([other, Buffer.from("\n")]), 1)[0] === true)
        expect(holds(other.toString())).toBe(true);
    }
});

const hashed = (text: string): string => `${text.slice(0, -1)},"hash":"${hash("sha256", text)}"}`;

test.each<[string, string]>([
  ["a number written otherwise", hashed('{"a":1.0}')],
  ["a zero in front", hashed('{"a":01}')],
  ["a zero below nothing", hashed('{"a":-0}')],
  ["sixteen digits that are rounded", hashed('{"a":9007199254740993}')],
  ["a space", hashed('{"a": 1}')],
  ["a name twice", hashed('{"a":1,"a":2}')],
  ["a name twice in the body", hashed('{"body":{"a":1,"a":1}}')],
  ["an escape", hashed('{"a":"\\u0041"}')],
  ["a list", hashed('{"a":[1]}')],
  ["two objects", hashed('{"a":{},"b":{}}')],
  ["an object in the body", hashed('{"a":{"b":{}}}')],
  ["more behind it", `${hashed('{"a":1}')} `],
  ["a word that is none", hashed('{"a":nul}')],
  ["no hash", '{"a":1}'],
  ["a hash that is no text", '{"a":1,"hash":1}'],
  ["nothing", ""],
  ["an unfinished object", '{"a":1,'],
  ["__proto__", hashed('{"__proto__":1}')],
])("%s is for the judge", (_name, line) => {
  expect(provedLines([line, hashed('{"a":1}'), line])).toEqual([false, true, false]);
});
