import fc from "fast-check";
import { expect, test } from "vitest";
import { createRowsById } from "./rows-by-id.ts";

test("gives back each id's rows in their order, however they are mixed", () => {
  const row = fc.tuple(fc.constantFrom("c_1", "c_2", "c_3", "é"), fc.double(), fc.double(), fc.option(fc.string()));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 300 }), (rows) => {
      const kept = createRowsById(2);
      for (const [id, a, b, text] of rows) kept.add(id, [a, b], text);
      for (const id of ["c_1", "c_2", "c_3", "é", "never"])
        expect(kept.of(id)).toEqual(
          rows.filter(([one]) => one === id).map(([, a, b, text]) => ({ numbers: [a, b], text })),
        );
    }),
  );
});
