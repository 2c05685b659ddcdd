import type { Pin, Resolver } from "../target/pins.ts";
import type { HookSecrets } from "./hook-secrets.ts";
import type { SecretMask } from "./secret-mask.ts";
import type { HookValues } from "./value-template.ts";

/** What one hook is run with. */
export interface HookContext {
  readonly name: string;
  readonly values: HookValues;
  readonly secrets: HookSecrets;
  readonly mask: SecretMask;
  /** The hosts that an HTTP hook may call, each with the addresses that it had when it was admitted. */
  readonly pins: readonly Pin[];
  readonly resolve: Resolver;
}
