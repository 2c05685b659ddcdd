/** A set-up fault that the user can act on. Its message is printed as it stands, without a stack trace. */
export class SetupError extends Error {
  /** @param {string} message what happened, the evidence, what to do */
  constructor(message) {
    super(message);
    this.name = "SetupError";
  }
}

/**
 * @param {unknown} value anything thrown
 * @returns {string} what it says of itself
 */
export const messageOf = (value) => (value instanceof Error ? value.message : String(value));
