import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testFolder } from "../../../test/temp-folder.ts";
import { findFaketime, HOW_TO_GET } from "./interrupt-needs.ts";

test("libfaketime is found where Debian puts it, for each architecture", async () => {
  const root = await testFolder("lib");
  expect(await findFaketime(root)).toBe(null);
  const folder = join(root, "aarch64-linux-gnu", "faketime");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "libfaketime.so.1"), "");
  expect(await findFaketime(root)).toBe(join(folder, "libfaketime.so.1"));
  expect(await findFaketime(join(root, "none"))).toBe(null);
  expect(HOW_TO_GET.faketime).toContain("apt-get install faketime");
});
