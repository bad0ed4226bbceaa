import { encodeJson, type JsonDocument } from './json-document.ts';

/** What a draft is made from: one text in one format; made by {@link JobSource}. */
export interface JobSource {
  readonly text?: string;
  readonly canonical?: string;
  readonly schemaOrg?: string;
  readonly indeedXml?: string;
  readonly hrXml?: string;
}

function jsonText(document: JsonDocument | string): string {
  return typeof document === 'string' ? document : encodeJson(document);
}

/**
 * The description from which OpenTrain makes the draft, in one of its five formats. It is read once, when the job is
 * created. To use a file, read it in your program: `JobSource.text(readFileSync('job.txt', 'utf8'))`.
 * Source: job-drafts/create [D].
 */
export const JobSource = Object.freeze({
  /** Plain English, at most 60,000 characters. */
  text: (text: string): JobSource => ({ text }),
  /** OpenTrain's own structured format, as an object or as JSON text. */
  canonical: (job: JsonDocument | string): JobSource => ({ canonical: jsonText(job) }),
  /** A schema.org `JobPosting`, as an object or as JSON-LD text. */
  schemaOrg: (posting: JsonDocument | string): JobSource => ({ schemaOrg: jsonText(posting) }),
  /** An Indeed XML feed with one job. */
  indeedXml: (xml: string): JobSource => ({ indeedXml: xml }),
  /** An HR-XML document with one position. */
  hrXml: (xml: string): JobSource => ({ hrXml: xml }),
});
