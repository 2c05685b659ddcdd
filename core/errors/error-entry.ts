/** One error: `sentence` with the evidence in braces, `hint` what to do, `exit` how the command ends. */
export interface ErrorEntry {
  readonly sentence: string;
  readonly hint: string;
  readonly exit: number;
}
