import { readFileSync } from "node:fs";

/** @typedef {{ tool: string, file: string }} SkipNote */

/**
 * Reads what tests noted as skipped for want of a tool (`test-tools.ts` writes it).
 * @param {string} file one JSON object a line
 * @returns {SkipNote[]}
 */
export function readSkipNotes(file) {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  } catch {
    return [];
  }
}

/**
 * @param {readonly SkipNote[]} notes
 * @param {readonly import("./set-up.mjs").MissingTool[]} missing
 * @returns {string[]} one line for each tool that tests were skipped for, and the command that gets it
 */
export function skipLines(notes, missing) {
  return missing.map(({ tool, command }) => {
    const files = [...new Set(notes.filter((note) => note.tool === tool).map((note) => note.file))].sort();
    const what = files.length > 0 ? `skipped: ${files.join(", ")}` : "no test asked for it this time";
    return `Without ${tool} (${what}). To get it: ${command}`;
  });
}
