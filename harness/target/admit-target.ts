import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";
import { type LoadedTarget, loadTarget } from "./load-target.ts";
import { readTrustedKey } from "./operator-key.ts";
import { type Pin, pinTarget, type Resolver } from "./pins.ts";
import { checkExpiry, checkSignature } from "./target-signature.ts";

/** A target that may be spoken to, at these addresses only. */
export interface AdmittedTarget extends LoadedTarget {
  readonly pins: readonly Pin[];
}

export interface AdmitOptions {
  /** File of the operator's public key; without one only targets on this machine are admitted. */
  readonly trustPath: string | undefined;
  readonly nowMs: number;
  readonly resolve: Resolver;
}

/**
 * Everything that must hold before a packet leaves: the file is right, signed by the trusted operator as it is, not
 * expired, and each host leads where the file says. The resolver is asked last. On loopback no signature is needed, but
 * an expiry that has passed counts there, too.
 * @throws FieldproofError FP-TARGET-001 to -013
 */
export const admitTarget = async (path: string, options: AdmitOptions): Promise<AdmittedTarget> => {
  const target = await loadTarget(path);
  if (options.trustPath !== undefined) await checkSignature(target, await readTrustedKey(options.trustPath));
  else if (target.offLoopback) throw new FieldproofError("FP-TARGET-013", { path: printable(path, 400) });
  checkExpiry(target, options.nowMs);
  return { ...target, pins: await pinTarget(target, options.resolve) };
};
