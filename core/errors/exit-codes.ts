/** Exit codes of every command; when several hold, the first of `PRECEDENCE` wins. */
export const EXIT = {
  ready: 0,
  notReady: 1,
  usage: 2,
  cantTell: 3,
  aborted: 4,
  residue: 5,
  internal: 70,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const PRECEDENCE: readonly ExitCode[] = [70, 5, 4, 2, 1, 3, 0];

/** The exit code that counts when several hold; 0 for an empty list. */
export const worstExit = (codes: readonly ExitCode[]): ExitCode => PRECEDENCE.find((code) => codes.includes(code)) ?? 0;
