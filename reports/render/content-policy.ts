import { createHash } from "node:crypto";

const source = (block: string): string => `'sha256-${createHash("sha256").update(block, "utf8").digest("base64")}'`;

/**
 * The content security policy of a report, for a meta element: only these very blocks may run or style; nothing may
 * be fetched, framed or sent. Source: CSP Level 3, hash sources.
 */
export function contentPolicy({ script, style }: { script: string | null; style: string }): string {
  return [
    "default-src 'none'",
    `script-src ${script === null ? "'none'" : source(script)}`,
    `style-src ${source(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
