import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DRILL_IDS } from "../../core/contract/ids.ts";
import { stimulusPlannedSchema } from "../../core/schema/stimulus-journal.ts";
import { printable } from "../../core/text/printable.ts";
import { readSmallFile } from "../plan/small-file.ts";

const MOST_LINES = 50;

/**
 * What a person would type, as the journals of a run say that are not believed otherwise: each line that can be read,
 * whatever its chain. For showing only; never taken. Never throws.
 */
export async function byHandOfDamaged(runDir: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const drill of DRILL_IDS) {
    for (const name of (await readdir(join(runDir, drill)).catch(() => [])).sort()) {
      const bytes = await readSmallFile(join(runDir, drill, name, "journal.ndjson"), 64).catch(() => Buffer.alloc(0));
      for (const line of bytes.toString("utf8").split("\n")) lines.push(...plannedLines(line));
    }
  }
  return [...new Set(lines)].slice(0, MOST_LINES);
}

function plannedLines(line: string): string[] {
  if (!line.includes('"stimulus.planned"')) return [];
  try {
    const entry: unknown = JSON.parse(line);
    const data = typeof entry === "object" && entry !== null && "data" in entry ? entry.data : null;
    const planned = stimulusPlannedSchema.safeParse(data);
    return planned.success ? planned.data.byHand.map((one) => printable(one, 2000)) : [];
  } catch {
    return [];
  }
}
