/** How guards read what a target tells of itself: the reference stack's counters, or another target's own. */
export interface GuardPort {
  /** Numbers by name; null when the target did not tell. Never throws, and may take as long as it likes. */
  read(): Promise<Readonly<Record<string, number>> | null>;
}
