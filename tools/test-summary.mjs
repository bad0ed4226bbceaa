/**
 * Prints `N passed, N failed[, N skipped]` from vitest's JSON report. Fails when a test failed, when none ran, or when
 * there is no report. Plain JavaScript, so that it can tell of a failed installation too.
 */
import { existsSync, readFileSync } from 'node:fs';

const [file = ''] = process.argv.slice(2);
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
const passed = report?.numPassedTests ?? 0;
// A test file that could not be loaded counts as a suite, not as a test.
const failed = Math.max(report?.numFailedTests ?? 0, report?.success === false ? 1 : 0);
const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
