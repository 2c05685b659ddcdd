/** What may happen to a run at any instant. */
export const INTERRUPTIONS = [
  "sigint",
  "sigterm",
  "two-sigint",
  "sigkill",
  "sigkill-both",
  "stood-still",
  "k6-killed",
  "target-killed",
  "disk-full",
  "clock-stepped",
] as const;
export type Interruption = (typeof INTERRUPTIONS)[number];

interface InterruptionRule {
  /** Exit codes of the run's own process; null: it has no say any more. */
  readonly exits: readonly number[] | null;
  /** What the judge gives as the reason. */
  readonly says: RegExp;
  /** Where the target is: served apart, or booted by the run, so that it ends in the run's own sight. */
  readonly target: "served" | "bundled";
  /** What the machine must have beside k6. */
  readonly needs: "tmpfs" | "faketime" | null;
}

/**
 * Design README, section 8: an interrupted run is 4, one whose evidence has a gap 3, a target that died under a healthy
 * load 1 or 3. 5 is residue: only where the disk took no proof of the undo, and until `recover` has written one.
 */
export const RULES: Readonly<Record<Interruption, InterruptionRule>> = {
  sigint: { says: /interrupted/, exits: [4], target: "served", needs: null },
  sigterm: { says: /interrupted/, exits: [4], target: "served", needs: null },
  "two-sigint": { says: /interrupted/, exits: [4], target: "served", needs: null },
  sigkill: { says: /harness ended/, exits: null, target: "served", needs: null },
  // Its watchdog with it: the target's own lease heals it, and the load goes on until `recover` ends it.
  "sigkill-both": { says: /harness ended/, exits: null, target: "served", needs: null },
  // SIGSTOP for longer than any lease, then SIGCONT: the watchdog has put the target right and says so.
  "stood-still": { says: /stood still/, exits: [4], target: "served", needs: null },
  "k6-killed": { says: /k6/, exits: [3], target: "served", needs: null },
  "target-killed": { says: /stack|target/i, exits: [1, 3], target: "bundled", needs: null },
  "disk-full": { says: /./, exits: [3, 5], target: "served", needs: "tmpfs" },
  "clock-stepped": { says: /clock/, exits: [3], target: "served", needs: "faketime" },
};
