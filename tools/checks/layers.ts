import { posix } from 'node:path';
import { codeOnly } from './code-only.ts';
import type { SourceFile } from './tracked-files.ts';

/** For each part of `src`, the other parts it may import. The whole architecture in one table. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  api: ['contract'],
  provider: ['contract', 'api'],
  state: ['contract'],
  engine: ['contract', 'provider', 'state'],
  plugin: ['contract', 'provider', 'api'],
  constructs: ['contract'],
  simulator: ['contract'],
  cli: ['contract', 'api', 'provider', 'state', 'engine', 'simulator'],
};

/** Single modules that a part may import out of another that is closed to it: the command installs the plugin. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  cli: ['src/plugin/install.ts', 'src/plugin/install-release.ts'],
};

/** Packages that a part may import, where that is limited. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  constructs: ['cdktf', 'constructs', 'node:crypto'],
};

/** Packages that only one part may import: the others must not know that they exist. */
const OWNED: readonly {
  readonly pattern: RegExp;
  readonly parts: readonly string[];
  readonly why: string;
}[] = [
  { pattern: /^(cdktf|constructs|cdktn)$/, parts: ['constructs'], why: 'only constructs know CDKTF' },
  { pattern: /^(@grpc\/|@msgpack\/|@bufbuild\/)/, parts: ['plugin'], why: 'only the plugin speaks gRPC' },
  { pattern: /^undici$/, parts: ['api'], why: 'only api talks HTTP' },
];

export interface ImportFound {
  readonly specifier: string;
  readonly line: number;
}

const IMPORT =
  /(?:^|[;\n}])\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]|\brequire(?:\.resolve)?\s*\(\s*['"]([^'"]+)['"]/g;

/** All imports of a module: static, re-exported, dynamic and type-only, with their lines. */
export function importsOf(text: string): ImportFound[] {
  const code = codeOnly(text);
  return [...code.matchAll(IMPORT)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const end = match.index + match[0].length;
    return { specifier, line: code.slice(0, end).split('\n').length };
  });
}

function partOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function importMistake(path: string, part: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) {
    if (specifier === 'otform' || specifier.startsWith('otform/')) return 'imports the built package';
    const allowed = PACKAGES[part];
    if (allowed !== undefined && !allowed.includes(specifier))
      return `may not import the package "${specifier}"`;
    const owner = OWNED.find(({ pattern }) => pattern.test(specifier));
    return owner === undefined || owner.parts.includes(part)
      ? undefined
      : `imports "${specifier}", but ${owner.why}`;
  }
  const target = posix.normalize(posix.join(posix.dirname(path), specifier));
  const targetPart = partOf(target);
  if (targetPart === undefined) return `imports "${specifier}", which lies outside src`;
  if (targetPart === part || (LAYERS[part] ?? []).includes(targetPart)) return undefined;
  if (DOORS[part]?.includes(target)) return undefined;
  return `imports "${specifier}", but ${part} may not import ${targetPart}`;
}

/** Imports in `src` that go against the arrows of the architecture. */
export function checkLayers(files: readonly SourceFile[]): string[] {
  const mistakes: string[] = [];
  for (const { path, text } of files) {
    const part = partOf(path);
    if (part === undefined || !/\.[cm]?ts$/.test(path)) continue;
    if (LAYERS[part] === undefined) {
      mistakes.push(`${path}: src/${part} is in no layer; add it to tools/checks/layers.ts`);
      continue;
    }
    for (const { specifier, line } of importsOf(text)) {
      const mistake = importMistake(path, part, specifier);
      if (mistake !== undefined) mistakes.push(`${path}:${line}: ${mistake}`);
    }
  }
  return mistakes;
}
