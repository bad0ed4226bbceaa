import type { FaultKind, FaultSpec } from '../../faults/fault.ts';
import type { FormMistake } from '../form-parts.ts';

/** Kinds of faults with the words of the form. */
export const FAULT_KINDS: readonly (readonly [FaultKind['type'], string])[] = [
  ['status', 'Answer with an error status'],
  ['latency', 'Answer late'],
  ['reset', 'Drop the connection'],
  ['stall', 'Never answer'],
  ['truncate', 'Cut the answer in half'],
  ['invalid-json', 'Answer with broken JSON'],
  ['wrong-shape', 'Answer with unexpected JSON'],
  ['duplicate-page', 'Repeat rows on the next page'],
  ['repeated-page', 'Send the same page for ever'],
  ['clock-skew', 'Wrong Date header'],
];

/** The form as it was typed. */
export type FaultTexts = Readonly<
  Record<'method' | 'path' | 'type' | 'status' | 'retryAfter' | 'ms' | 'when' | 'nth' | 'count', string>
>;

export const EMPTY_FAULT: FaultTexts = {
  method: '',
  path: '/job-drafts',
  type: 'status',
  status: '503',
  retryAfter: '',
  ms: '1000',
  when: 'before',
  nth: '1',
  count: '1',
};

/** Controls have ids of their own, since the log's filter on the same page has a path and a status too. */
export function faultId(name: keyof FaultTexts): string {
  return `fault-${name}`;
}

/** The fault that the form describes, or what is wrong with it. Fields of other kinds are not looked at. */
export function readFault(
  texts: FaultTexts,
): { readonly spec: FaultSpec } | { readonly mistakes: readonly FormMistake[] } {
  const mistakes: FormMistake[] = [];
  const whole = (name: keyof FaultTexts, what: string, min: number, max: number): number => {
    const value = /^-?\d{1,12}$/.test(texts[name].trim()) ? Number(texts[name]) : Number.NaN;
    if (value >= min && value <= max) return value;
    mistakes.push({ field: faultId(name), message: `${what} must be a whole number from ${min} to ${max}.` });
    return min;
  };
  const path = texts.path.trim();
  if (!path.startsWith('/') && !path.startsWith('**')) {
    mistakes.push({ field: faultId('path'), message: 'The path must begin with / or **.' });
  }
  const fault = kindOf(texts, whole, mistakes);
  const nth = whole('nth', 'The first request to fail', 1, 1_000_000);
  const count = texts.count.trim() === '' ? null : whole('count', 'How many requests fail', 1, 1_000_000);
  if (mistakes.length > 0 || fault === null) return { mistakes };
  return { spec: { ...(texts.method === '' ? {} : { method: texts.method }), path, nth, count, fault } };
}

function kindOf(
  texts: FaultTexts,
  whole: (name: keyof FaultTexts, what: string, min: number, max: number) => number,
  mistakes: FormMistake[],
): FaultKind | null {
  const when = texts.when === 'after' ? 'after' : 'before';
  const type = FAULT_KINDS.map(([kind]) => kind).find((kind) => kind === texts.type);
  switch (type) {
    case 'status': {
      const status = whole('status', 'The status', 400, 599);
      const retryAfter = texts.retryAfter.trim();
      return { type, status, when, ...(retryAfter === '' ? {} : { retryAfter }) };
    }
    case 'latency':
      return { type, ms: whole('ms', 'Milliseconds', 0, 600_000) };
    case 'clock-skew':
      return { type, ms: whole('ms', 'Milliseconds', -86_400_000, 86_400_000) };
    case 'reset':
    case 'stall':
      return { type, when };
    case undefined:
      mistakes.push({ field: faultId('type'), message: 'Choose what goes wrong.' });
      return null;
    default:
      return { type };
  }
}
