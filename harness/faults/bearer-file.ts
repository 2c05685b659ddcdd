import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { readPrivateFile } from "../target/private-file.ts";

/**
 * The bearer of a 0600 file that holds nothing else. Read anew for each call and kept nowhere: never log, store or
 * compare what comes back.
 * @throws FieldproofError FP-FILE-001, FP-TARGET-011 when others may read it, FP-HOOK-003 when it holds no bearer
 */
export const readBearer = async (path: string): Promise<string> => {
  const text = (await readPrivateFile(path)).toString("utf8").replace(/\r?\n$/, "");
  if (/^[\w~+/.=-]{16,4096}$/.test(text)) return text;
  throw new FieldproofError("FP-HOOK-003", {
    path: printable(path, 400),
    reason: "it is not one bearer and nothing else",
  });
};
