import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { runPinnedHook } from "../faults/hook-adapter.ts";
import type { HooksPlace } from "../faults/pinned-hooks.ts";
import { type Reach, reachOf } from "../faults/reach.ts";
import type { GuardPort } from "./guard-port.ts";

const LIMIT_MS = 1800;
const NUMBER = /^[+-]?\d{1,15}(?:\.\d{1,15})?$/;

/** How evidence shows the end of a line (core/text/printable.ts). */
const LINE_END = /(?:\\u\{0[ad]\})+$/;

/** The number that a hook printed or answered, as its evidence shows it, and nothing beside it; null when it is none. */
export const numberIn = (output: string): number | null => {
  const text = output.replace(LINE_END, "").trim();
  return NUMBER.test(text) ? Number(text) : null;
};

/**
 * Reads one number by a hook of the target.
 * @throws FieldproofError FP-HOOK-006 when the target file names no hooks
 */
export function hookPort(place: HooksPlace | null, hook: string, reach: Reach = reachOf()): GuardPort {
  if (place === null) throw new FieldproofError("FP-HOOK-006", { hook, reason: "the target file names no hooks" });
  return {
    read: async () => {
      const result = await runPinnedHook(place, hook, {}, reach, LIMIT_MS).catch(() => null);
      const value =
        result?.kind === "done" && !result.evidence.output.cut ? numberIn(result.evidence.output.text) : null;
      return value === null ? null : { [hook]: value };
    },
  };
}
