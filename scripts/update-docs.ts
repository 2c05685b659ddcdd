import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { generatedDocs } from "./docs/generated-docs.ts";

// Rewrites the documents that are made from code.
for (const { path, text } of await generatedDocs()) {
  await writeFile(fileURLToPath(new URL(`../${path}`, import.meta.url)), text);
  process.stdout.write(`wrote ${path}\n`);
}
