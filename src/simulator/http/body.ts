import type { IncomingMessage } from 'node:http';
import type { World } from '../world.ts';
import { ApiError, badRequest, OAuthError } from './errors.ts';

/** The whole body as text. Raises the too-large refusal as soon as the limit is passed. */
export async function readBody(world: World, incoming: IncomingMessage): Promise<string> {
  const limit = world.settings.maxBodyBytes;
  const tooLarge = () =>
    new ApiError(world.dialect.bodyTooLarge, 'BAD_REQUEST', `Request body exceeds ${limit} bytes.`, {
      limit,
    });
  if (Number(incoming.headers['content-length'] ?? 0) > limit) {
    incoming.resume();
    throw tooLarge();
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on to the end: a reset in the middle of an upload would hide the answer from the client.
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw tooLarge();
  return chunks.length === 1
    ? (chunks[0] as Buffer).toString('utf8')
    : Buffer.concat(chunks).toString('utf8');
}

/** A JSON object, the only thing any endpoint takes. 400 for anything else. */
export function parseJsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest(text.trim() === '' ? 'Request body is required.' : 'Request body must be valid JSON.');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw badRequest('Request body must be a JSON object.');
  }
  return value as Record<string, unknown>;
}

/** As above in the OAuth form; an empty body counts as `{}`, since every field of a registration is optional. */
export function parseAgentJson(text: string): Record<string, unknown> {
  if (text.trim() === '') return {};
  try {
    return parseJsonObject(text);
  } catch (error) {
    throw new OAuthError(400, 'invalid_request', error instanceof Error ? error.message : undefined);
  }
}

/** A form-encoded body; the first of repeated fields counts. */
export function parseForm(text: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    if (!Object.hasOwn(result, key)) result[key] = value;
  }
  return result;
}
