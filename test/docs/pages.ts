import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/build/places.ts';

export interface PageText {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

export interface Block {
  readonly path: string;
  /** Line of the fence. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** Every page that people read: those of the root, and the whole of docs. */
export function readPages(): readonly PageText[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true })
    .map((name) => `docs/${String(name).replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', ...inDocs.sort()].map((path) => ({
    path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
}

/** Fenced blocks in these languages. */
export function blocksIn(pages: readonly PageText[], languages: readonly string[]): readonly Block[] {
  return pages.flatMap(({ path, text }) =>
    [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
      .map(([, language = '', body = ''], index, all) => ({
        path,
        line: text.slice(0, all[index]?.index ?? 0).split('\n').length,
        language,
        text: body,
      }))
      .filter(({ language }) => languages.includes(language)),
  );
}

/** A page without its fenced blocks, for what is said in prose. */
export function proseOf({ text }: PageText): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}
