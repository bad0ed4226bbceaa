import { FileIntentLog } from '../../../src/plugin/intents/intent-log.ts';

/** A process of its own that takes what others left and opens creates meanwhile; prints the keys it was handed. */
async function main(folder: string, name: string): Promise<void> {
  const log = new FileIntentLog({ folder, env: {} });
  log.startRun();
  const intent = (index: number) => ({
    address: null,
    idempotencyKey: `own-${name}-${index}`,
    generation: 1,
    title: null,
    contentHash: 'own',
    body: '{}',
    at: 1,
  });
  const opens = Array.from({ length: 25 }, (_, index) => log.scope().open(intent(index)));
  const keys: string[] = [];
  for (;;) {
    const found = await log.scope().findOpen({ address: null, contentHash: 'X' });
    if (found === null) break;
    keys.push(found.idempotencyKey);
  }
  await Promise.all(opens);
  process.stdout.write(`${JSON.stringify(keys)}\n`);
  // What a dead process holds is free again, so it lives until the test is done.
  process.stdin.resume();
}

void main(process.argv[2] ?? '', process.argv[3] ?? '');
