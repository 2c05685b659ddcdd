import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { assertEmbeddable, buildBrowserScript } from "./browser-script.ts";

test("builds the same bytes each time, without an address and small enough", async () => {
  const script = await buildBrowserScript();
  expect(await buildBrowserScript()).toBe(script);
  expect(script).not.toMatch(/https?:\/\//);
  expect(script).not.toMatch(/node_modules|reports\/render/);
  expect(Buffer.byteLength(script)).toBeLessThan(180_000);
  expect(script).toContain("Permission is hereby granted");
});

test("refuses a script that could leave its element", async () => {
  expect(() => assertEmbeddable('x = "</SCRIPT>"')).toThrow("ends its element");
  const folder = await mkdtemp(join(tmpdir(), "browser-script-"));
  try {
    const file = join(folder, "evil.ts");
    await writeFile(file, 'export const text = "<!--"; document.title = text;');
    await expect(buildBrowserScript(pathToFileURL(file))).rejects.toThrow("ends its element");
  } finally {
    await rm(folder, { recursive: true });
  }
});
