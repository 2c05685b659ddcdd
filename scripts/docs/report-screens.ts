import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import type { Verdict } from "../../core/schema/verdict.ts";
import { renderReport } from "../../reports/render/report.ts";
import { cannotTell } from "../../reports/render/verdict-examples.ts";
import { GOLDEN_CASES } from "../golden/cases.ts";
import { openGolden } from "../golden/judge-golden.ts";
import { judgeWithStaffing } from "../staffing/judged-run.ts";
import { ARGS, type Screen, SIZES } from "./screens.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** As wide as A4 at 96 dots an inch, and most of its height. */
const A4 = { width: 794, height: 860 };

async function goldenVerdict(name: string, folder: string): Promise<Verdict> {
  const golden = GOLDEN_CASES.find((one) => one.drill === "nano-drop" && one.name === name);
  if (golden === undefined) throw new Error(`there is no recorded run nano-drop ${name}`);
  return await judgeWithStaffing(await openGolden(root, golden, folder));
}

const light = { colorScheme: "light" } as const;
const VIEWS: readonly (readonly [report: string, view: string, options: BrowserContextOptions, print: boolean])[] = [
  ["ready", "desktop-light", { viewport: SIZES.desktop, ...light }, false],
  ["not-ready", "desktop-light", { viewport: SIZES.desktop, ...light }, false],
  ["cannot-tell", "desktop-light", { viewport: SIZES.desktop, ...light }, false],
  ["not-ready", "desktop-dark", { viewport: SIZES.desktop, colorScheme: "dark" }, false],
  ["not-ready", "phone-light", { viewport: SIZES.phone, ...light }, false],
  ["not-ready", "print", { viewport: A4, ...light }, true],
];

/**
 * Pictures of the report's first screen: recorded nano-drop runs, judged anew, and for CAN'T TELL, of which none is
 * recorded, the example of the tests.
 */
export async function takeReportScreens(executablePath: string): Promise<Screen[]> {
  const folder = await mkdtemp(join(tmpdir(), "report-screens-"));
  let browser: Browser | undefined;
  try {
    const reports: Readonly<Record<string, Verdict>> = {
      ready: await goldenVerdict("ready", await mkdtemp(join(folder, "run-"))),
      "not-ready": await goldenVerdict("not-ready", await mkdtemp(join(folder, "run-"))),
      "cannot-tell": cannotTell(),
    };
    for (const [name, verdict] of Object.entries(reports))
      await writeFile(join(folder, `${name}.html`), await renderReport(verdict));
    browser = await chromium.launch({ executablePath, args: ARGS });
    const screens: Screen[] = [];
    for (const [report, view, options, print] of VIEWS) {
      const context = await browser.newContext({ reducedMotion: "reduce", locale: "en-GB", ...options });
      const page = await context.newPage();
      if (print) await page.emulateMedia({ media: "print" });
      await page.goto(pathToFileURL(join(folder, `${report}.html`)).href);
      screens.push({ name: `report-${report}-${view}`, png: await page.screenshot({ animations: "disabled" }) });
      await context.close();
    }
    return screens;
  } finally {
    await browser?.close();
    await rm(folder, { recursive: true });
  }
}
