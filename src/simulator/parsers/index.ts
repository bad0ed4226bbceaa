export { parseSource, type SourceInput } from './parse-source.ts';
export type { ParsedSource, UnmappedField } from './parsed-source.ts';
export { SourceError, type SourceIssue } from './source-error.ts';
