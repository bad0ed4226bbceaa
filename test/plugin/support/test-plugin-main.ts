import { appendFileSync } from 'node:fs';
import type { UnaryCall } from '../../../src/plugin/rpc/call.ts';
import { RPC_TABLE } from '../../../src/plugin/rpc/rpc-table.ts';
import { servePlugin } from '../../../src/plugin/serve.ts';
import { createTestProvider } from './test-provider.ts';

/** Keeps what Terraform itself wrote, as lines of hex, for comparison with what we would write. */
function capture(path: string): void {
  const call = RPC_TABLE.PlanResourceChange as UnaryCall;
  const table = RPC_TABLE as Record<string, UnaryCall>;
  table.PlanResourceChange = {
    ...call,
    handle: (host, request) => {
      for (const part of Object.values(request as Record<string, { msgpack?: Uint8Array } | null>)) {
        if (part?.msgpack?.length) appendFileSync(path, `${Buffer.from(part.msgpack).toString('hex')}\n`);
      }
      return call.handle(host, request);
    },
  };
}

if (process.env.TEST_CAPTURE !== undefined) capture(process.env.TEST_CAPTURE);
process.on('SIGINT', () => {});
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());

void servePlugin({
  provider: async () => createTestProvider(),
  credentials: { read: async () => ({ token: null, baseUrl: null }) },
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  folder: process.cwd(),
  debug: process.argv.includes('--debug'),
  stop: stop.signal,
}).then((code) => process.exit(code));
