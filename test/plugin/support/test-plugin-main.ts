import { servePlugin } from '../../../src/plugin/serve.ts';
import { createTestProvider } from './test-provider.ts';

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
