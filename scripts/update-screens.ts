import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { takeReportScreens } from "./docs/report-screens.ts";
import { takeScreens } from "./docs/screens.ts";

// Takes the pictures of docs/screens anew; with --reports those of the report alone.
const MOST_BYTES = 150_000;
const folder = fileURLToPath(new URL("../docs/screens/", import.meta.url));
// The starter has looked for one, and got one where it could.
const chromium = process.env["FIELDPROOF_CHROMIUM"];
if (chromium === undefined) throw new Error("There is no Chromium; run this as: npm run docs:screens");
await mkdir(folder, { recursive: true });
const only = process.argv.includes("--reports");
const screens = [...(only ? [] : await takeScreens(chromium)), ...(await takeReportScreens(chromium))];
for (const { name, png } of screens) {
  await writeFile(`${folder}${name}.png`, png);
  const kb = (png.byteLength / 1000).toFixed(0);
  process.stdout.write(`wrote docs/screens/${name}.png, ${kb} kB\n`);
  if (png.byteLength > MOST_BYTES) {
    process.stderr.write(`docs/screens/${name}.png is larger than ${MOST_BYTES / 1000} kB\n`);
    process.exitCode = 1;
  }
}
