/**
 * The floor: the same requests that an apply or a no-op plan sends, at the same concurrency, by a bare undici loop that
 * knows nothing of state, plans or crashes. Usage: floor.ts apply|plan COUNT, with OT_API_* set.
 */
import { Pool } from 'undici';
import { SOURCE_TEXT } from './workspace.ts';

const [kind, countText] = process.argv.slice(2);
const count = Number(countText);
const base = new URL(process.env.OT_API_BASE_URL ?? '');
const authorization = `Bearer ${process.env.OT_API_TOKEN ?? ''}`;
/** Terraform's and otform's own default (-parallelism). */
const CONCURRENCY = 10;
const pool = new Pool(base.origin, { connections: CONCURRENCY });

async function call(
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await pool.request({
    method,
    path: `/api/public/v1${path}`,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.body.text();
  if (response.statusCode >= 300) throw new Error(`${method} ${path}: HTTP ${response.statusCode} ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
}

async function apply(): Promise<void> {
  const run = `${Date.now()}`;
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const source = {
        type: 'text',
        text: `${SOURCE_TEXT} Batch ${index}.`,
        idempotencyKey: `floor.${run}.${index}`,
      };
      const { jobId } = await call('POST', '/job-drafts', { source });
      await call('PATCH', `/job-drafts/${jobId}`, { experienceLevel: 'INTERMEDIATE' });
      await call('POST', `/jobs/${jobId}/publish`);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
}

async function list(): Promise<void> {
  let cursor: string | null = null;
  do {
    const page: Record<string, unknown> = await call(
      'GET',
      `/jobs/mine?limit=100${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    cursor = typeof page.nextCursor === 'string' ? page.nextCursor : null;
  } while (cursor !== null);
}

await (kind === 'apply' ? apply() : list());
await pool.close();
