/** One defect of a source. `line` and `column` count from 1 and are set for XML only. */
export interface SourceIssue {
  /** Path into the input of `parseSource`, e.g. `['jsonLd', 0, 'title']`. */
  readonly path: (string | number)[];
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/**
 * The source cannot be read at all: nothing to draft from. The endpoint answers it with 400 `BAD_REQUEST` and puts
 * `issues` into `details` [I: the error table of job-drafts/create is not available]. A source that can be read but
 * says things the parser does not understand is no error: those parts are `unmapped`.
 */
export class SourceError extends Error {
  readonly issues: SourceIssue[];

  constructor(issues: SourceIssue[]) {
    super(issues.map((issue) => issue.message).join(' '));
    this.name = 'SourceError';
    this.issues = issues;
  }
}

/** A SourceError with one issue. */
export function sourceError(
  path: (string | number)[],
  message: string,
  at: { line?: number; column?: number } = {},
): SourceError {
  return new SourceError([{ path, message, ...at }]);
}
