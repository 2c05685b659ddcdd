import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { chromiumForTests } from "../../setup/test-tools.ts";
import { startLiveServer } from "./live-server.ts";

const executablePath = chromiumForTests();
const ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"];
const HOSTILE = `</script><img src=x onerror="document.title='owned'"><b>\u202e{{7*7}}`;

test.skipIf(executablePath === undefined)(
  "in a browser it follows the run, shows hostile text as text, says when it is over, and is fit for everybody",
  async () => {
    const server = await startLiveServer();
    const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ARGS });
    try {
      const context = await browser.newContext();
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!request.url().startsWith(server.address)) complaints.push(request.url());
      });
      await page.goto(server.address);
      server.on({ kind: "replicate", drill: HOSTILE, replicate: 1, of: 1, contacts: 1, slots: 1 });
      server.on({
        kind: "tick",
        ...{ phase: "tail", arrived: 60, planned: 120, open: 9, replied: 50, late: 7, lateAllowed: 6, leftSec: 20 },
        ...{ sinceSec: 1, phases: [{ name: HOSTILE, fromSec: 0, toSec: 5 }] },
        lanes: [{ lane: "stream", arrived: 60, open: 9, late: 7 }],
      });
      server.on({ kind: "fault", code: "FP-STACK-003", message: HOSTILE });
      await page.getByText("7 late, 6 allowed: more than allowed").waitFor();
      expect(await page.locator("#faults li").textContent()).toBe(`${HOSTILE} [FP-STACK-003]`);
      expect(await page.locator("#phases li[aria-current]").textContent()).toBe(HOSTILE);
      expect([await page.locator("img").count(), await page.title()]).toEqual([0, "Fieldproof: a run goes on"]);
      expect(await page.locator("body").textContent()).toContain("so far, no verdict");

      const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
      const told = await page.evaluate(
        `${axe}; axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))`,
      );
      expect(told).toEqual([]);
      await server.close();
      await page.getByText("The run is over; its verdict is in the terminal").waitFor();
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
      await server.close();
    }
  },
);
