import type { ErrorJson } from "../../core/errors/fieldproof-error.ts";

/** What of a hook goes into the journal: capped, escaped for a terminal, secrets masked. */
export interface HookEvidence {
  readonly hook: string;
  readonly durationMs: number;
  /** Null for a command that did not end by itself, and for HTTP. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Of HTTP; null when no answer came. */
  readonly status: number | null;
  readonly output: CapturedText;
  /** Standard error; empty for HTTP. */
  readonly errors: CapturedText;
}

export interface CapturedText {
  readonly text: string;
  /** Bytes that came, as far as they were looked at. */
  readonly bytes: number;
  /** More came than is kept. */
  readonly cut: boolean;
}

/**
 * How a hook ended. `not-done` and `refused` are sure that nothing was changed; after `unclear` something may have
 * been: whoever undoes must undo it too.
 */
export type HookResult =
  | { readonly kind: "done"; readonly evidence: HookEvidence }
  | {
      readonly kind: "not-done";
      readonly reason: "exit-code" | "status" | "redirect" | "no-connection";
      readonly evidence: HookEvidence;
    }
  | {
      readonly kind: "unclear";
      readonly reason: "time-limit" | "signal" | "exit-code" | "no-answer";
      readonly evidence: HookEvidence;
    }
  | { readonly kind: "refused"; readonly error: ErrorJson };
