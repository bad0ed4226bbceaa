import { describe, expect, it } from 'vitest';
import { maskTokens, sanitise, sanitiseLine } from '../../src/cli/terminal/sanitise.ts';
import { plainStyle } from '../../src/cli/terminal/style.ts';
import { renderDiagnostics } from '../../src/cli/views/diagnostic-text.ts';
import type { Diagnostic } from '../../src/provider/diagnostics.ts';
import { expectGolden } from './golden.ts';

const ESCAPE = String.fromCharCode(27);

function diagnostic(parts: Partial<Diagnostic>): Diagnostic {
  return {
    severity: 'error',
    code: 'some-code',
    summary: 'Something Went Wrong',
    detail: 'It did. Run `otform plan` again.',
    origin: 'config',
    ...parts,
  };
}

const MISSING = diagnostic({
  severity: 'warning',
  code: 'publish-fields-missing',
  summary: 'Job Kept as a Draft',
  address: 'opentrain_job.support',
  attribute: ['experience_level'],
  origin: 'api',
  detail:
    "What experience level should applicants have?\n\n  Allowed: ENTRY_LEVEL, INTERMEDIATE\n  Add:     experienceLevel: 'INTERMEDIATE',\n",
});

const CASES: readonly { name: string; diagnostics: readonly Diagnostic[]; width?: number }[] = [
  { name: 'error in the program', diagnostics: [diagnostic({ address: 'opentrain_job.a' })] },
  {
    name: 'each origin',
    diagnostics: (['config', 'api', 'environment', 'bug'] as const).map((origin) => diagnostic({ origin })),
  },
  { name: 'missing field keeps its lines', diagnostics: [MISSING], width: 60 },
  {
    name: 'prose is wrapped on a terminal',
    diagnostics: [
      diagnostic({ detail: `${'word '.repeat(30)}\n\n    a command that stays whole ${'x'.repeat(60)}` }),
    ],
    width: 60,
  },
  {
    name: 'warnings of one kind share a frame',
    diagnostics: [
      ...[1, 2, 3].map((index) => ({ ...MISSING, address: `opentrain_job.j${index}` })),
      { ...MISSING, attribute: ['data_volume'], detail: 'How many files?\n\n  Add:     dataVolume: 100,' },
    ],
  },
  {
    name: 'a thousand warnings are named and counted',
    diagnostics: Array.from({ length: 1000 }, (_, index) => ({
      ...MISSING,
      address: `opentrain_job.j${index}`,
      detail: `Job ${index} may have been changed outside.`,
    })),
  },
  {
    name: 'hostile text',
    diagnostics: [
      diagnostic({
        summary: `Bad${ESCAPE}[31m\nTitle`,
        detail: `${ESCAPE}]8;;http://x\u0007click\r\nToken ot_pat_abcDEF123 and \u202ereversed`,
        address: `opentrain_job.a["${ESCAPE}[2J"]`,
      }),
    ],
  },
];

describe('diagnostics', () => {
  it.each(CASES)('$name', ({ name, diagnostics, width }) => {
    const { warnings, errors } = renderDiagnostics(diagnostics, plainStyle, { width });
    const text = warnings + errors;
    expect(text).not.toContain(ESCAPE);
    expect(text).not.toContain('ot_pat_abc');
    expectGolden(`diagnostic-${name.replaceAll(' ', '-')}.txt`, text);
  });

  it('shows a few errors one by one and many in a frame', () => {
    const many = (count: number) =>
      renderDiagnostics(
        Array.from({ length: count }, (_, index) => diagnostic({ address: `opentrain_job.j${index}` })),
        plainStyle,
      ).errors;
    expect(many(25).match(/╷/g)).toHaveLength(25);
    expect(many(26).match(/╷/g)).toHaveLength(1);
    expect(many(26)).toContain('The same for opentrain_job.j1,');
  });

  it('lists only titles with compact warnings, unless there is an error', () => {
    const warnings = [MISSING, diagnostic({ severity: 'warning', summary: 'Other' })];
    const compact = renderDiagnostics(warnings, plainStyle, { compactWarnings: true });
    expect(compact.warnings).toContain('- Job Kept as a Draft (opentrain_job.support)\n- Other\n');
    expect(compact.warnings).not.toContain('│');
    const full = renderDiagnostics([...warnings, diagnostic({})], plainStyle, { compactWarnings: true });
    expect(full.warnings).toContain('Allowed: ENTRY_LEVEL');
  });
});

describe('text of others', () => {
  it.each([
    { text: 'plain – ünï ✓ 日本', safe: 'plain – ünï ✓ 日本' },
    { text: `${ESCAPE}[31mred`, safe: '\\x1b[31mred' },
    { text: '\u009b31m', safe: '\\x9b31m' },
    { text: 'a\rb\bc\u0000', safe: 'a\\x0db\\x08c\\x00' },
    { text: '\u202egpj.exe', safe: '\\u202egpj.exe' },
    { text: 'two\nlines\tand a tab', safe: 'two\nlines\tand a tab' },
  ])('$safe', ({ text, safe }) => expect(sanitise(text)).toBe(safe));

  it('stays on one line where asked to', () => expect(sanitiseLine('a\nb')).toBe('a\\nb'));

  it.each(['ot_pat_aB1-_x', 'ot_clm_aB1', 'ot_cat_aB1', 'ot_ptk_aB1', 'whsec_aB1'])('masks %s', (token) => {
    expect(maskTokens(`Bearer ${token}.`)).not.toContain('aB1');
  });
});
