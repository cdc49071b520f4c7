/**
 * Something the person at the terminal can understand and act on: the message is one line that says what
 * happened and what to do. It is shown without a stack.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  /** Shown below the message, e.g. the last lines a program wrote. */
  readonly details: readonly string[];

  constructor(message: string, details: readonly string[] = [], options?: ErrorOptions) {
    super(message, options);
    this.details = details;
  }
}
