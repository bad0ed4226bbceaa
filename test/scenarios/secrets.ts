import { expect } from 'vitest';
import type { Project } from './project.ts';

/** Any token of OpenTrain, also a masked one that still shows its secret. */
const TOKEN = /\b(?:ot_(?:pat|clm|cat|ptk)_|whsec_)[0-9A-Za-z_]{8,}/;

/** No token in what a command printed. */
export function expectNoToken(text: string, where: string): void {
  expect(TOKEN.exec(text)?.[0], `a token in ${where}`).toBeUndefined();
}

/** No token in any file of the project: state, backup, plan, journal, lock. */
export function expectNoTokenOnDisk(project: Project): void {
  for (const [name, bytes] of project.files()) {
    expectNoToken(bytes.toString('latin1'), name);
  }
}
