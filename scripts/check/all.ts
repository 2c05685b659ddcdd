import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CATALOG } from "../../drills/catalog.ts";
import { GOLDEN_CASES } from "../golden/cases.ts";
import { checkDrillCompleteness } from "./drill-completeness.ts";
import { checkFileLength } from "./file-length.ts";
import { checkImportGraph } from "./import-graph.ts";
import { checkK6Bundles } from "./k6-bundle.ts";
import { checkLiveTests } from "./live-tests.ts";
import { checkLockfile } from "./lockfile.ts";
import { checkMachinePaths } from "./machine-paths.ts";
import { trackedFiles, trackedPaths } from "./tracked-files.ts";

/** Runs every structure check on this checkout; one line each, and every fault under it. */
const root = fileURLToPath(new URL("../../", import.meta.url)).replace(/[\\/]$/, "");
const files = trackedFiles(root);
const reports = [
  checkImportGraph(files),
  await checkK6Bundles(
    root,
    files.map(({ path }) => path),
  ),
  checkFileLength(files),
  checkLiveTests(files),
  checkLockfile(readFileSync(join(root, "package-lock.json"), "utf8")),
  checkMachinePaths(files),
  checkDrillCompleteness(CATALOG, { paths: trackedPaths(root), files, golden: GOLDEN_CASES }),
];
for (const { name, summary, faults } of reports) {
  const lines = [
    `${name}: ${faults.length === 0 ? "ok" : `${faults.length} fault(s)`} (${summary})`,
    ...faults.map((fault) => `  ${fault}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
process.exitCode = reports.some(({ faults }) => faults.length > 0) ? 1 : 0;
