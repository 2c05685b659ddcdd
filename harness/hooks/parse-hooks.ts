import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { type HooksFile, hooksFileSchema } from "../../core/schema/hook.ts";
import { printable } from "../../core/text/printable.ts";

const SHOWN = 100;

/**
 * Hooks from a value that was read from a file.
 * @throws FieldproofError FP-HOOK-001 with every fault
 */
export const parseHooks = (value: unknown, path: string): HooksFile => {
  const parsed = hooksFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const at = issue.path.map(String).join(".");
    return printable(`${at === "" ? "" : `${at}: `}${issue.message}`, 300);
  });
  const shown = faults.slice(0, SHOWN).join("\n");
  throw new FieldproofError("FP-HOOK-001", { path: printable(path, 400), count: faults.length, faults: shown });
};
