import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/**
 * What axe-core finds wrong with the page as it stands, one line each; empty when it is clean. The rules are WCAG 2.2
 * A and AA and axe's own best practices; or one of them, where nothing else can have changed. Runs in the page's world, past its content policy, by the debugger.
 */
export const axeFaults = async (page: Page, only: "all" | "color-contrast" = "all"): Promise<string[]> => {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(await readFile(AXE, "utf8"));
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    only === "all" ? "axe.run()" : `axe.run({ runOnly: ["${only}"] })`,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)} ${failureSummary.replace(/\s+/g, " ")}`),
  );
};
