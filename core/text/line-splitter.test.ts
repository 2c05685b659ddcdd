import fc from "fast-check";
import { expect, test } from "vitest";
import { createLineSplitter, type LinePiece } from "./line-splitter.ts";

const cut = (bytes: Uint8Array, sizes: readonly number[], limit: number): LinePiece[] => {
  const splitter = createLineSplitter(limit);
  const pieces: LinePiece[] = [];
  let at = 0;
  for (const size of [...sizes, bytes.length]) {
    pieces.push(...splitter.push(bytes.slice(at, at + size)));
    at += size;
  }
  return [...pieces, ...splitter.end()];
};
const glued = (pieces: readonly LinePiece[]): number[] =>
  pieces.flatMap(({ bytes, ending }) => [...bytes, ...(ending === "newline" ? [10] : [])]);
const content = fc.array(fc.constantFrom(10, 65, 66), { maxLength: 60 }).map((list) => Uint8Array.from(list));
const sizes = fc.array(fc.nat(9), { maxLength: 20 });

test("loses and adds no byte, however the chunks fall and however short the limit is", () => {
  fc.assert(
    fc.property(content, sizes, fc.integer({ min: 1, max: 70 }), (bytes, chunks, limit) => {
      expect(glued(cut(bytes, chunks, limit))).toEqual([...bytes]);
    }),
  );
});

test("cuts the same lines however the chunks fall, and marks overlong ones", () => {
  fc.assert(
    fc.property(content, sizes, fc.integer({ min: 1, max: 20 }), (bytes, chunks, limit) => {
      const lines: { length: number; overlong: boolean }[] = [];
      let length = 0;
      for (const piece of cut(bytes, chunks, limit)) {
        length += piece.bytes.length;
        if (piece.ending === "more") continue;
        lines.push({ length, overlong: piece.overlong });
        length = 0;
      }
      const expected = new TextDecoder().decode(bytes).split("\n");
      if (expected.at(-1) === "") expected.pop();
      expect(lines).toEqual(expected.map((line) => ({ length: line.length, overlong: line.length > limit })));
    }),
  );
});

test("tells a last line without a newline from one with it", () => {
  const pieces = cut(new TextEncoder().encode("a\nb"), [], 10);
  expect(pieces.map(({ ending }) => ending)).toEqual(["newline", "eof"]);
});
