import { expect, it } from 'vitest';
import { lastLines } from '../../src/cli/program/failure-text.ts';

it('shows the message and the program’s own frames, not those of packages', () => {
  const output = [
    'Error: two prices',
    '    at Job.check (/home/me/hiring/jobs.ts:4:9)',
    '    at App.synth (/home/me/hiring/node_modules/cdktf/lib/app.ts:161:12)',
    '    at Array.forEach (<anonymous>)',
    '    at Module._compile (node:internal/modules/cjs/loader:1521:14)',
    '',
    'Node.js v20.20.2',
    '',
  ].join('\n');
  expect(lastLines(output)).toBe('  Error: two prices\n      at Job.check (/home/me/hiring/jobs.ts:4:9)');
});
