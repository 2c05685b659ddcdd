/** What one walk of a real browser through the stream page is told. Nothing in it is secret. */
export interface BrowserWalkInput {
  /** Address of the stream page, with its `mark`. */
  readonly address: string;
  /** In front of the client ids of the walk's contact. */
  readonly mark: string;
  readonly pop: string;
  readonly question: string;
  /** The words that a right answer holds. */
  readonly fact: string;
  /** Wall milliseconds after which the walk gives up on a reply. */
  readonly replyLimitMs: number;
}
