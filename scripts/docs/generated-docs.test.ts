import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { generatedDocs } from "./generated-docs.ts";

test.each((await generatedDocs()).map((doc) => [doc.path, doc.text]))(
  "%s is what the code says (else: npm run docs:update)",
  async (path, text) => {
    const found = await readFile(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");
    expect(found).toBe(text);
  },
);
