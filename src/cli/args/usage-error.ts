/** The command line itself is wrong. Shown with a hint to the help; exit 1, nothing was done. */
export class UsageError extends Error {
  /** Command whose help to look at, if one was recognised. */
  readonly command: string | undefined;
  constructor(message: string, command?: string) {
    super(message);
    this.name = 'UsageError';
    this.command = command;
  }
}
