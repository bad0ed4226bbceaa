import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const TOOL = fileURLToPath(new URL('../../tools/test-summary.mjs', import.meta.url));

const CASES: readonly (readonly [string, object | undefined, string, number])[] = [
  ['all passed', { success: true, numPassedTests: 7, numFailedTests: 0 }, '7 passed, 0 failed', 0],
  [
    'some skipped',
    { success: true, numPassedTests: 7, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1 },
    '7 passed, 0 failed, 3 skipped',
    0,
  ],
  ['some failed', { success: false, numPassedTests: 7, numFailedTests: 2 }, '7 passed, 2 failed', 1],
  [
    'a file that could not be loaded',
    { success: false, numPassedTests: 7, numFailedTests: 0 },
    '7 passed, 1 failed',
    1,
  ],
  ['no test at all', { success: true, numPassedTests: 0, numFailedTests: 0 }, '0 passed, 0 failed', 1],
  ['no report', undefined, '0 passed, 0 failed', 1],
];

test.each(CASES)('the closing line of CI: %s', (_name, report, line, status) => {
  const folder = mkdtempSync(join(tmpdir(), 'otform-summary-'));
  try {
    const file = join(folder, 'report.json');
    if (report !== undefined) writeFileSync(file, JSON.stringify(report));
    const result = spawnSync(process.execPath, [TOOL, file], { encoding: 'utf8' });
    expect(result.stdout).toBe(`${line}\n`);
    expect(result.status).toBe(status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
