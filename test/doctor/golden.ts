import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Compares text with test/doctor/golden/NAME; `UPDATE=1` writes the file instead. */
export function expectGolden(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env.UPDATE === '1') {
    mkdirSync(new URL('golden/', import.meta.url), { recursive: true });
    writeFileSync(file, text);
  }
  expect(existsSync(file), `golden ${name} is missing: run with UPDATE=1`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
