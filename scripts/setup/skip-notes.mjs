import { readFileSync } from "node:fs";

/** @typedef {{ tool: string, file: string, how?: string }} SkipNote */

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
 * @returns {string[]} one line for each tool that tests were skipped for, and how to get it
 */
export function skipLines(notes, missing) {
  /** @param {string} tool */
  const filesOf = (tool) => [...new Set(notes.filter((note) => note.tool === tool).map((note) => note.file))].sort();
  const others = notes.filter((note, place) => {
    const known = missing.some(({ tool }) => tool === note.tool);
    return !known && notes.findIndex(({ tool }) => tool === note.tool) === place;
  });
  return [
    ...missing.map(({ tool, command }) => {
      const files = filesOf(tool);
      const what = files.length > 0 ? `skipped: ${files.join(", ")}` : "no test asked for it this time";
      return `Without ${tool} (${what}). To get it: ${command}`;
    }),
    // What set-up cannot get: the right to mount, say.
    ...others.map(
      ({ tool, how }) => `Without ${tool} (skipped: ${filesOf(tool).join(", ")}).${how === undefined ? "" : ` ${how}`}`,
    ),
  ];
}
