import { fileURLToPath } from 'node:url';
import { generateBindings } from './bindings.ts';
import { GENERATED_DOCS, generateDocs } from './docs/generate-docs.ts';

/** Everything that is generated and committed. `npm run check` fails when running this changes a tracked file. */
export const GENERATED_PATHS = ['src/constructs/gen', ...GENERATED_DOCS] as const;

export async function generate(): Promise<void> {
  await generateBindings(fileURLToPath(new URL('../src/constructs/gen', import.meta.url)));
  await generateDocs();
}
