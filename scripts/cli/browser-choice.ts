import type { BrowserChoice } from "../../harness/run/browser-probe.ts";

/** The Chromium that set-up found (FIELDPROOF_CHROMIUM), unless it is not wanted. */
export function browserChoice(wanted: boolean): BrowserChoice {
  const path = process.env["FIELDPROOF_CHROMIUM"];
  if (!wanted) return { reason: "left out by --no-browser" };
  return path === undefined || path === ""
    ? { reason: "there is no Chromium on this machine, or FIELDPROOF_CHROMIUM does not name it" }
    : { path };
}
