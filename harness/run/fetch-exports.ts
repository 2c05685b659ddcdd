import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DrillDefinition, EvidenceKind } from "../../core/contract/drill.ts";
import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { ExportAbsent } from "../../core/schema/journal.ts";
import type { Journal } from "../evidence/journal.ts";
import { writeJsonFile } from "../evidence/json-file.ts";
import type { ReplicateOptions } from "./replicate-options.ts";
import type { ReplicateState } from "./replicate-state.ts";
import { type ExportName, exportLimits, type StackClient } from "./stack-client.ts";

/** Answers by which a target says that it has no such export, now and for good (RFC 9110, sections 15.5.5, 15.5.11, 15.6.2). */
const ABSENT: readonly unknown[] = [404, 410, 501];

/** What a drill's judge looks at, in the order in which it is asked for: nobody pays for the rest. */
const EXPORTS: readonly (readonly [EvidenceKind, ExportName])[] = [
  ["desk-contact", "contacts"],
  ["consent", "consents"],
  ["promise", "promises"],
  ["partner-visit", "partner-visits"],
  ["log", "log"],
];

/**
 * The audit: the target's exports, as far as it still answers. An export that could not be fetched is told by its
 * absence; in a hurry none is waited for. A log that the target says it has not is an empty one: nothing was logged, and the journal says why.
 */
export async function fetchExports(
  options: Pick<ReplicateOptions, "dir" | "onProgress" | "hurry"> & {
    readonly entry: { readonly definition: Pick<DrillDefinition, "evidence"> };
  },
  client: Pick<StackClient, "download" | "counters">,
  state: Pick<ReplicateState, "record" | "fault">,
  journal: Pick<Journal, "append">,
): Promise<void> {
  options.onProgress({ kind: "phase", name: "audit" });
  await journal.append("phase.began", { phase: "audit" });
  const target = (name: string): string => join(options.dir, "export", name);
  const { evidence } = options.entry.definition;
  for (const [, name] of EXPORTS.filter(([kind]) => evidence.includes(kind))) {
    try {
      const limits = exportLimits(state.record().plannedContacts);
      await client.download(name, target(`${name}.ndjson`), limits, options.hurry);
    } catch (error) {
      // Nobody waits for it any more: that is no fault of the target's.
      if (options.hurry.aborted) {
        await journal.append("export.skipped", { name });
        continue;
      }
      const fault = isFieldproofError(error)
        ? error
        : new FieldproofError("FP-STACK-005", { what: name, status: messageOf(error) });
      const status = fault.details["status"];
      if (name === "log" && typeof status === "number" && ABSENT.includes(status)) {
        await writeFile(target("log.ndjson"), "", { flag: "wx" });
        await journal.append("export.absent", { name, status } satisfies ExportAbsent);
      } else state.fault(fault);
    }
  }
  const counters = await client.counters();
  if (counters !== null) await writeJsonFile(target("counters.json"), counters);
}
