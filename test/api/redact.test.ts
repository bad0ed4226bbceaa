import { describe, expect, it } from 'vitest';
import { parseAnswerBody } from '../../src/api/answer-body.ts';
import { printable, quotable } from '../../src/api/printable.ts';
import { createMask, maskTokens } from '../../src/api/redact.ts';

describe('maskTokens', () => {
  it.each<[name: string, text: string, expected: string]>([
    ['API token', 'got ot_pat_8f2a_Zz-1~x, sorry', 'got ot_pat_********, sorry'],
    ['claim token at the end of a sentence', 'Use ot_clm_abc.', 'Use ot_clm_********.'],
    [
      'attempt token in a URL',
      'https://x/claim?token=ot_cat_1&y=2',
      'https://x/claim?token=ot_cat_********&y=2',
    ],
    ['partner token', '"ot_ptk_q.w.e"', '"ot_ptk_********"'],
    ['webhook secret', 'whsec_AbC=', 'whsec_********'],
    ['upper case', 'OT_PAT_ABC', 'OT_PAT_********'],
    ['two', 'ot_pat_a ot_pat_b', 'ot_pat_******** ot_pat_********'],
    ['bare prefix', 'a token starts with ot_pat_ and', 'a token starts with ot_pat_ and'],
    ['prefix with dots', 'ot_pat_...', 'ot_pat_...'],
    ['nothing', 'nothing', 'nothing'],
  ])('%s', (_name, text, expected) => {
    expect(maskTokens(text)).toBe(expected);
  });

  it('masks an echo of a token without a known prefix, also encoded', () => {
    const mask = createMask('s3cret/token+value');
    expect(mask('a s3cret/token+value b s3cret%2Ftoken%2Bvalue')).toBe('a ******** b ********');
  });

  it('does not take short strings for tokens', () => {
    expect(createMask('job')('a job')).toBe('a job');
  });
});

describe('printable', () => {
  it.each<[name: string, text: string, expected: string]>([
    ['colour', 'a\u001b[31mred\u001b[0m', 'ared'],
    ['window title', 'a\u001b]0;owned\u0007b', 'ab'],
    ['clipboard with string terminator', 'a\u001b]52;c;aGk=\u001b\\b', 'ab'],
    ['hyperlink', '\u001b]8;;http://x\u0007text\u001b]8;;\u0007', 'text'],
    ['8-bit CSI', 'a\u009b2Jb', 'ab'],
    ['reset', 'a\u001bcb', 'ab'],
    ['unfinished escape', 'a\u001b', 'a'],
    ['bell, backspace, delete', 'a\u0007\u0008\u007fb', 'ab'],
    ['lone carriage return', 'safe\rEVIL', 'safeEVIL'],
    ['line breaks and tabs stay', 'a\r\n\tb\nc', 'a\r\n\tb\nc'],
    ['other scripts stay', 'Größe 数据 🙂', 'Größe 数据 🙂'],
  ])('%s', (_name, text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('quotes on one line and bounded', () => {
    expect(quotable(`a\n b${'x'.repeat(20)}`, 8)).toBe('a bxxxx…');
  });
});

describe('parseAnswerBody', () => {
  it('cleans every string and drops keys that reach a prototype', () => {
    const body =
      '{"a":{"__proto__":{"polluted":true},"constructor":1,"t":["\\u001b[2Jot_pat_x_y"]},"\\u005f_proto__":{"p":1}}';
    const parsed = parseAnswerBody(body, null, maskTokens) as Record<string, unknown>;
    expect(JSON.stringify(parsed)).toBe('{"a":{"t":["ot_pat_********"]}}');
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it('masks an echo of the token in use', () => {
    const token = 'opaque-token-1';
    expect(parseAnswerBody(`{"e":"bad ${token}"}`, token, createMask(token))).toEqual({ e: 'bad ********' });
  });

  it('cuts off what is nested too deep', () => {
    const deep = `${'['.repeat(5000)}"\\u001b"${']'.repeat(5000)}`;
    expect(JSON.stringify(parseAnswerBody(deep, null, maskTokens)).length).toBeLessThan(200);
  });

  it('rejects what is not JSON', () => {
    expect(() => parseAnswerBody('<html>', null, maskTokens)).toThrow(SyntaxError);
  });
});
