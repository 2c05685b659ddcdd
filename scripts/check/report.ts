/** What one structure check found. `summary` is one line of figures; an empty `faults` is a pass. */
export interface CheckReport {
  readonly name: string;
  readonly summary: string;
  readonly faults: readonly string[];
}

/** A file of the repository; `path` is relative to its root, with forward slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}
