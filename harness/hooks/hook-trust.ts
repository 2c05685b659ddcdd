import { FieldproofError } from "../../core/errors/fieldproof-error.ts";
import { printable } from "../../core/text/printable.ts";

/** Where a hooks file comes from. Whoever asks gathers these; the rule itself looks at nothing else. */
export interface HookOrigin {
  readonly path: string;
  /** Whether this is a CI (`CI` is set and neither empty, 0 nor false). */
  readonly ci: boolean;
  /** `GITHUB_EVENT_NAME`, null elsewhere. */
  readonly eventName: string | null;
  /** Of the event's payload: owner/name of the repository that the change comes from, and of the one it goes to. */
  readonly headRepository: string | null;
  readonly baseRepository: string | null;
  /** The file against the one at the head of the default branch, byte for byte; `unknown` when that cannot be told. */
  readonly onDefaultBranch: "same" | "differs" | "absent" | "unknown";
}

/** Events that run on behalf of a change that may come from a fork, also where they run with the base's secrets. */
const OF_A_CHANGE: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_target",
  "pull_request_review",
  "pull_request_review_comment",
  "issue_comment",
  "workflow_run",
  "merge_group",
]);

const REASONS = {
  differs: "the file is not the one on the default branch",
  absent: "the file is not on the default branch",
  unknown: "it cannot be told whether the file is the one on the default branch",
} as const;

/**
 * Why hooks of this origin may not run, or null when they may. A hook is a program of somebody's choice: outside CI the
 * choice is the caller's own; in CI it is the default branch's, never a fork's, and what cannot be told is refused.
 */
export const hookDistrust = (origin: HookOrigin): string | null => {
  if (!origin.ci) return null;
  if (origin.eventName !== null && OF_A_CHANGE.has(origin.eventName)) {
    const { headRepository: head, baseRepository: base } = origin;
    if (head === null || base === null) return `a ${origin.eventName} does not say where its change comes from`;
    if (head.toLowerCase() !== base.toLowerCase()) return `the change comes from the fork ${printable(head)}`;
  }
  return origin.onDefaultBranch === "same" ? null : REASONS[origin.onDefaultBranch];
};

/** @throws FieldproofError FP-HOOK-004 */
export const assertHooksTrusted = (origin: HookOrigin): void => {
  const reason = hookDistrust(origin);
  if (reason !== null) throw new FieldproofError("FP-HOOK-004", { path: printable(origin.path, 400), reason });
};
