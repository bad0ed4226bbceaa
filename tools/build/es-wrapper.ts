import { writeFile } from 'node:fs/promises';

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * Writes an ES module that re-exports a CommonJS one by name. Both formats then share one instance, so a program that
 * mixes `import` and `require` never meets two copies of a class.
 */
export async function writeEsWrapper(
  file: string,
  commonJs: string,
  names: readonly string[],
): Promise<void> {
  const exported = names.filter((name) => name !== 'default' && IDENTIFIER.test(name)).sort();
  const lines = [
    `import api from '${commonJs}';`,
    ...exported.map((name) => `export const ${name} = api.${name};`),
    '',
  ];
  await writeFile(file, lines.join('\n'));
}
