import fc from "fast-check";
import { expect, test } from "vitest";
import { createIdNumbers } from "./id-numbers.ts";

test("holds what a map would, whatever the ids are", () => {
  const id = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom("c_1", "é", "\ud83d\ude00", "", "c_\u0000"));
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.double({ noNaN: true })), { maxLength: 600 }), (pairs) => {
      const [numbers, map] = [createIdNumbers(), new Map<string, number>()];
      for (const [key, value] of pairs) {
        numbers.set(key, value);
        map.set(key, value);
      }
      for (const [key] of pairs) expect(numbers.get(key)).toBe(map.get(key));
      expect(numbers.get("never")).toBe(map.get("never"));
    }),
  );
});
