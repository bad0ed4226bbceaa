import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../tools/build/places.ts';
import { blocksIn, readPages } from './pages.ts';

test('every TypeScript block compiles as a module of its own', () => {
  const blocks = blocksIn(readPages(), ['ts', 'typescript']);
  expect(blocks.length).toBeGreaterThan(5);
  // Inside the repository, where `otform` is this package.
  mkdirSync(join(ROOT, 'test-artefacts'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, 'test-artefacts', 'docs-'));
  try {
    for (const { path, line, text } of blocks) {
      const name = `${path.replaceAll(/[/.]/g, '-')}-line-${line}.ts`;
      writeFileSync(join(folder, name), text);
    }
    const config = {
      extends: '../../tsconfig.json',
      // A reader's block may declare what the prose goes on with.
      compilerOptions: { noUnusedLocals: false, rootDir: ROOT, moduleDetection: 'force' },
      include: ['*.ts'],
      exclude: [],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const result = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    // Mistakes in the sources are for the type check of the repository to report.
    const mistakes = result.stdout.split('\n').filter((line) => /docs-\w+\/[^/]+-line-\d+\.ts\(/.test(line));
    expect(mistakes).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
