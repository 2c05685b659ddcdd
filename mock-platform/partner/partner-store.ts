import type { AccountEntry } from "../../core/schema/partner-account.ts";

/** Where a partner keeps what must outlive it. */
export interface PartnerStore {
  /** Either all of `entries` are kept when this returns, or it throws and none is. */
  add(entries: readonly AccountEntry[]): void;
}

/** Of a partner that lives and dies with the stack. */
export const NO_STORE: PartnerStore = { add: () => {} };
