import { FieldproofError, isFieldproofError, messageOf } from "../../core/errors/fieldproof-error.ts";
import type { HooksFile } from "../../core/schema/hook.ts";
import { printable } from "../../core/text/printable.ts";
import { type Pin, type Resolver, systemResolver } from "../target/pins.ts";
import { runCommandHook } from "./command-hook.ts";
import type { HookContext } from "./hook-context.ts";
import type { HookResult } from "./hook-result.ts";
import { readHookSecrets } from "./hook-secrets.ts";
import { runHttpHook } from "./http-hook.ts";
import { createSecretMask } from "./secret-mask.ts";
import type { HookValues } from "./value-template.ts";

/**
 * Runs one hook of `file`. Never throws: what the hook did, and why it was not run, is the result.
 * @param options pins: the hosts that HTTP hooks may call, from the target file; none means that none may
 */
export async function runHook(
  name: string,
  file: HooksFile,
  options: { values?: HookValues; pins?: readonly Pin[]; resolve?: Resolver } = {},
): Promise<HookResult> {
  const { values = {}, pins = [], resolve = systemResolver } = options;
  let secrets: HookContext["secrets"] = new Map();
  try {
    const hook = Object.hasOwn(file.hooks, name) ? file.hooks[name] : undefined;
    if (hook === undefined)
      throw new FieldproofError("FP-HOOK-006", { hook: printable(name), reason: "there is none of this name" });
    secrets = await readHookSecrets(name, hook, file);
    const context = { name, values, secrets, mask: createSecretMask([...secrets.values()]), pins, resolve };
    return await (hook.kind === "http" ? runHttpHook(hook, context) : runCommandHook(hook, context));
  } catch (error) {
    if (isFieldproofError(error)) return { kind: "refused", error: error.toJSON() };
    const reason = createSecretMask([...secrets.values()]).show(Buffer.from(messageOf(error)), 0).text;
    return { kind: "refused", error: new FieldproofError("FP-INTERNAL-001", { reason }).toJSON() };
  }
}
