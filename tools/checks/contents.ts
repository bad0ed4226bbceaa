import type { SourceFile } from './tracked-files.ts';

/** What must be in no file. Patterns are written so that this file does not match itself. */
const FORBIDDEN: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  {
    pattern: /\bregistry\.(?:npm[j]s|yarn[p]kg)\.\w+|\bnpm\.pkg\.github\b/,
    why: 'names a package registry host',
  },
  {
    pattern: /(?<![\w.])\/(?:hom[e]|User[s])\/(?!u\/|me\/|you\/|user\/|somebody\/)[a-z][\w-]*\//,
    why: 'has a path of somebody’s machine',
  },
  { pattern: /(?<![\w./-])\/(?:wor[k])\/(?:main|shared)\b/, why: 'has a path of somebody’s machine' },
  { pattern: /\b(?:npm|ghp|gho|github_pat|xox[bp])_[A-Za-z0-9_]{30,}/, why: 'holds what looks like a token' },
  { pattern: /\bAKIA[0-9A-Z]{16}\b/, why: 'holds what looks like a cloud key' },
  { pattern: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, why: 'holds a private key' },
];

/** A token of OpenTrain that is long and random enough to be real; test tokens say what they are in words. */
const OPENTRAIN_TOKEN = /\b(?:ot_(?:pat|clm|cat|ptk)_|whsec_)([A-Za-z0-9]{24,})\b/g;

function looksRandom(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && new Set(text).size > 14;
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Files that hold a registry host, a path of a machine, or what looks like a credential. */
export function checkContents(files: readonly SourceFile[]): string[] {
  const mistakes: string[] = [];
  for (const { path, text } of files) {
    for (const { pattern, why } of FORBIDDEN) {
      const index = text.search(pattern);
      if (index >= 0) mistakes.push(`${path}:${lineOf(text, index)}: ${why}`);
    }
    for (const match of text.matchAll(OPENTRAIN_TOKEN)) {
      if (looksRandom(match[1] ?? '')) mistakes.push(`${path}:${lineOf(text, match.index)}: holds a token`);
    }
  }
  return mistakes;
}
