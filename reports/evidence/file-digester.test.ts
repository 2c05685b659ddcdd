import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../test/temp-folder.ts";
import { createFileDigester, UNREADABLE } from "./file-digester.ts";

test.each<[string, number]>([
  ["on this thread", 1e9],
  ["on another thread", 1],
])("a file's digest, one after another, %s", async (_name, largeBytes) => {
  const folder = await testFolder("digester");
  const digester = createFileDigester(largeBytes);
  try {
    for (const size of [1, 300_000, 2]) {
      const bytes = Buffer.alloc(size, `${size}`);
      await writeFile(join(folder, "file"), bytes);
      expect(await digester.digest(join(folder, "file"), size)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
    expect(await digester.digest(join(folder, "none"), 5)).toBe(UNREADABLE);
    expect(await digester.digest(folder, 5)).toBe(UNREADABLE);
  } finally {
    await digester.close();
  }
});
