import { z } from 'zod';
import { isRecord } from './answer-body.ts';
import type { DraftEnvelope } from './api.ts';
import { asList, asRecord, asSentence, asText, id } from './lenient.ts';
import { normaliseValidation } from './validation.ts';

/** All that an envelope must have; the rest is read leniently, since pages disagree on it [X]. */
export const ENVELOPE = z.looseObject({ jobId: id });

/**
 * Every documented variant of the draft envelope in one shape. `body` has passed `ENVELOPE`. A missing `status` reads
 * as `fallbackStatus`: the pages say that a draft call always answers DRAFT [D job-drafts/create, update].
 */
export function normaliseEnvelope(
  body: z.output<typeof ENVELOPE>,
  serverTime: number | null,
  fallbackStatus = 'DRAFT',
): DraftEnvelope {
  const fields = body.normalizedFields;
  return {
    jobId: body.jobId,
    status: asText(body.status) ?? fallbackStatus,
    draftUrl: asText(body.draftUrl),
    reviewUrl: asText(body.reviewUrl),
    validation: normaliseValidation(body),
    normalizedFields: isRecord(fields) ? fields : null,
    warnings: asList(body.warnings).map(asSentence),
    unmapped: asList(body.unmappedFields).map(readUnmapped),
    lowConfidence: asList(body.lowConfidenceFields).map(readLowConfidence),
    serverTime,
  };
}

/** `{path, reason, valuePr…}`: the third name is cut off on the page, so any key that starts so is taken [I]. */
function readUnmapped(entry: unknown): DraftEnvelope['unmapped'][number] {
  const name = asText(entry);
  if (name !== null) return { path: name, reason: null, preview: null };
  const source = asRecord(entry);
  const previewKey = Object.keys(source).find((key) => key.startsWith('valuePr') || key === 'preview');
  const preview = previewKey === undefined ? undefined : source[previewKey];
  return {
    path: pathText(source.path) ?? asText(source.field) ?? asText(source.name) ?? asSentence(entry),
    reason: asText(source.reason) ?? asText(source.message),
    preview: preview === undefined || preview === null ? null : (asText(preview) ?? JSON.stringify(preview)),
  };
}

/** Names, or objects of undocumented shape [U]. */
function readLowConfidence(entry: unknown): string {
  const source = asRecord(entry);
  return (
    asText(entry) ??
    asText(source.field) ??
    asText(source.key) ??
    asText(source.name) ??
    pathText(source.path) ??
    asSentence(entry)
  );
}

function pathText(path: unknown): string | null {
  return Array.isArray(path) ? path.map(String).join('.') : asText(path);
}
