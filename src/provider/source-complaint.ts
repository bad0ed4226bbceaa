/** What is wrong with a source document, in words for its author. Places are 1-based lines and columns of the text. */
export interface SourceComplaint {
  /** `warning`: a requirement that OpenTrain does not document [I, U]; the document is sent all the same. */
  readonly severity: 'error' | 'warning';
  readonly code:
    | 'source-empty'
    | 'source-too-long'
    | 'source-long'
    | 'source-malformed'
    | 'source-not-one-job'
    | 'source-incomplete';
  readonly summary: string;
  readonly detail: string;
}

/** What the program declares beside the source: then the source need not say it, because the draft is patched. */
export interface DeclaredBeside {
  readonly title: boolean;
  readonly description: boolean;
}

/** `line 3, column 7` of an offset in code units. */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

/** The document is no job of its format, or is more than one. */
export function notOneJob(summary: string, detail: string): SourceComplaint {
  return { severity: 'error', code: 'source-not-one-job', summary, detail };
}

/** A part that the format asks for and OpenTrain does not say it needs. */
export function missingPart(what: string, place: string, attribute: string): SourceComplaint {
  return {
    severity: 'warning',
    code: 'source-incomplete',
    summary: 'Source Lacks A Part Of Its Format',
    detail:
      `${what} at ${place}. OpenTrain does not document whether it makes a draft of that, or what it leaves open. ` +
      `Add it to the source, or set ${attribute} on the job.`,
  };
}
