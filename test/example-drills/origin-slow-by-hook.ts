import { fileURLToPath } from "node:url";
import type { ReversibleStimulus } from "../../core/contract/stimulus.ts";
import type { CatalogEntry } from "../../drills/catalog.ts";
import { nanoDropEntry } from "./nano-drop-entry.ts";
import { originSlowStimulus } from "./origin-slow.ts";

const SCRIPT = fileURLToPath(new URL("fault-port-hook.ts", import.meta.url));

/** The same fault as `origin-slow`, at a target that is reached by hooks alone. */
const byHook: ReversibleStimulus = {
  ...originSlowStimulus,
  faults: () => [{ via: "hook", inject: "slow-origin", undo: "mend-origin", prove: "origin-is-well", values: {} }],
};

export const nanoDropOriginSlowByHook: CatalogEntry = nanoDropEntry(byHook);

/** Command hooks for the fault port of a stack that is served at `ops`, with its bearer in `bearerFile`. */
export const originHooks = (ops: string, bearerFile: string): string => {
  const hook = (verb: string) => ({
    kind: "command",
    argv: [process.execPath, "--disable-warning=ExperimentalWarning", SCRIPT, verb, ops, "{{faultId}}"],
    stdin: { secret: "ops" },
    timeLimitMs: 4000,
  });
  return JSON.stringify({
    schema: "fieldproof.hooks/1",
    secrets: { ops: { file: bearerFile } },
    hooks: { "slow-origin": hook("inject"), "mend-origin": hook("undo"), "origin-is-well": hook("prove") },
  });
};
