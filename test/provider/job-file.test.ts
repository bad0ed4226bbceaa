import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { functions } from '../../src/provider/functions.ts';
import { JOB_FILE_ATTRIBUTES } from '../../src/provider/job-file-attributes.ts';
import { FunctionFailure } from '../../src/provider/provider-function.ts';

const nothing = Object.fromEntries(Object.keys(JOB_FILE_ATTRIBUTES).map((name) => [name, null]));

function read(content: string): Promise<unknown> {
  const jobFile = functions.job_file;
  if (jobFile === undefined) throw new Error('there is no job_file');
  return jobFile.call([content]);
}

async function mistakes(content: string): Promise<string> {
  try {
    await read(content);
  } catch (error) {
    if (error instanceof FunctionFailure) return error.message;
    throw error;
  }
  throw new Error('nothing was raised');
}

describe('a job file', () => {
  test.each<[name: string, content: string, job: object]>([
    ['is all text without front matter', 'Label images.\n', { text: 'Label images.' }],
    ['may be empty', '', { text: null }],
    ['may be nothing but front matter', '---\njob_title: A\n---\n', { job_title: 'A', text: null }],
    ['may have empty front matter', '---\n---\nText', { text: 'Text' }],
    ['may have comments in it', '---\n# why\n---\nText', { text: 'Text' }],
    [
      'keeps lines of hyphens in its text',
      '---\njob_title: A\n---\nOne\n---\nTwo',
      { job_title: 'A', text: 'One\n---\nTwo' },
    ],
    [
      'takes the line ends of Windows',
      '---\r\njob_title: A\r\n---\r\nOne\r\nTwo\r\n',
      { job_title: 'A', text: 'One\nTwo' },
    ],
    ['may begin with a byte order mark', '\uFEFF---\njob_title: A\n---\n', { job_title: 'A', text: null }],
    [
      'has numbers',
      '---\nprice_per_label: 0.05\nheadcount: 3\n---\n',
      { price_per_label: 0.05, headcount: 3, text: null },
    ],
    [
      'has lists',
      '---\nlanguages: [English, "No"]\ncountries:\n  - US\n---\n',
      { languages: ['English', 'No'], countries: ['US'], text: null },
    ],
    ['has truth values', '---\npublish: false\n---\n', { publish: false, text: null }],
    [
      'takes a number for text as it is written',
      '---\nexternal_id: 007\n---\n',
      { external_id: '007', text: null },
    ],
    [
      'takes long texts',
      '---\njob_description: |\n  One\n  Two\n---\n',
      { job_description: 'One\nTwo\n', text: null },
    ],
    [
      'takes extra fields as a mapping',
      '---\nextra_fields:\n  newKey: [1, two]\n---\n',
      { extra_fields: '{"newKey":[1,"two"]}', text: null },
    ],
    ['leaves out what has no value', '---\njob_title:\nheadcount: null\n---\n', { text: null }],
    ['knows no yes and no', '---\nvisibility: no\n---\n', { visibility: 'no', text: null }],
  ])('%s', async (_name, content, job) => {
    expect(await read(content)).toEqual({ ...nothing, ...job });
  });

  test.each<[name: string, content: string, says: readonly string[]]>([
    ['front matter without an end', '---\njob_title: A\nText', ['line 1', 'never closed']],
    ['what is no YAML', '---\njob_title: "A\n---\n', ['this is not YAML']],
    ['a list for front matter', '---\n- a\n---\n', ['line 2', '`name: value`']],
    ['an entry twice', '---\njob_title: A\njob_title: B\n---\n', ['line 3', 'not YAML']],
    [
      'an attribute that is none',
      '---\njob_title: A\njob_titel: B\n---\n',
      ['line 3', '"job_titel"', 'Did you mean "job_title"?'],
    ],
    ['the spelling of the API', '---\npricePerLabel: 1\n---\n', ['line 2', 'Did you mean "price_per_label"']],
    ['what the server fills in', '---\nstatus: OPEN\n---\n', ['"status"']],
    ['a source', '---\nsource: {text: A}\n---\n', ['"source"']],
    ['an inherited name', '---\nconstructor: A\n__proto__: B\n---\n', ['"constructor"', '"__proto__"']],
    ['a mapping for text', '---\njob_title: {a: b}\n---\n', ['line 2: job_title must be text.']],
    ['text for a number', '---\nheadcount: three\n---\n', ['line 2: headcount must be a number']],
    ['a number in quotes', '---\nheadcount: "3"\n---\n', ['without quotes']],
    ['an endless number', '---\nheadcount: .inf\n---\n', ['must be a number']],
    ['a number that no double holds', '---\ndata_volume: 9007199254740993\n---\n', ['more than 15 digits']],
    ['a word for a truth value', '---\npublish: "yes"\n---\n', ['must be true or false']],
    ['one text for a list', '---\nlanguages: English\n---\n', ['[English, Spanish]']],
    ['a number in a list', '---\nlanguages: [1]\n---\n', ['must be a list of texts']],
    ['an alias bomb', `---\na: &a [x, x]\nextra_fields: {b: [*a, *a]}\n---\n`, ['"a"']],
  ])('is refused with its line: %s', async (_name, content, says) => {
    const text = await mistakes(content);
    for (const part of says) expect(text).toContain(part);
    expect(text).toContain('`{command} plan`');
  });

  test('all its mistakes are told at once', async () => {
    const text = await mistakes('---\nheadcount: x\nnonsense: 1\npublish: 2\n---\n');
    expect(text).toContain('3 mistakes');
    expect(text.match(/line \d/g)).toEqual(['line 2', 'line 3', 'line 4']);
  });

  test('whatever it holds, it is read or refused', async () => {
    const seed = Number(process.env.OTFORM_SEED ?? Math.floor(Math.random() * 2 ** 31));
    const line = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('---', 'job_title: A', '  - a', 'languages:', '- *a', 'x: &a {', '? ', '!!map', '|'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const content = `---\n${lines.join('\n')}`;
        const outcome = await read(content).catch((error: unknown) => error);
        if (outcome instanceof Error && !(outcome instanceof FunctionFailure)) throw outcome;
      }),
      { seed, numRuns: 1000 },
    );
  });
});
