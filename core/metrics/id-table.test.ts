import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdTable } from "./id-table.ts";

const id = fc.stringMatching(/^[A-Za-z0-9._~-]{1,12}$/);

test("numbers ids as a map would, and gives each back", () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 800 }), fc.array(id, { maxLength: 50 }), (ids, others) => {
      const table = createIdTable();
      const map = new Map<string, number>();
      for (const one of ids) {
        if (!map.has(one)) map.set(one, map.size);
        expect(table.add(one)).toBe(map.get(one));
      }
      expect(table.size).toBe(map.size);
      for (const [one, number] of map) expect([table.find(one), table.name(number)]).toEqual([number, one]);
      for (const other of others) expect(table.find(other)).toBe(map.get(other) ?? -1);
    }),
    { numRuns: 30 },
  );
});

test("keeps a hundred thousand apart, over every growth of the table", () => {
  const table = createIdTable();
  const ids = Array.from({ length: 100_000 }, (_, index) => `c_${index}`);
  for (const [number, one] of ids.entries()) if (table.add(one) !== number) expect.unreachable();
  for (const [number, one] of ids.entries()) if (table.find(one) !== number) expect.unreachable();
});

test("refuses what is no id", () => {
  const table = createIdTable();
  expect(() => table.add("é")).toThrow(RangeError);
  expect(() => table.name(0)).toThrow(RangeError);
  expect(table.find("never")).toBe(-1);
});
