import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hclResource } from '../../src/cli/codegen/hcl-job.ts';
import { hclString, hclText } from '../../src/cli/codegen/hcl-value.ts';
import type { JobCode } from '../../src/cli/codegen/job-code.ts';
import { functionName, typescriptModule } from '../../src/cli/codegen/typescript-job.ts';
import { typescriptString, typescriptValue } from '../../src/cli/codegen/typescript-value.ts';
import { sanitise } from '../../src/cli/terminal/sanitise.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

/** What the literal evaluates to, by JavaScript's own rules. */
function evaluated(literal: string): unknown {
  return new Function(`'use strict'; return (${literal});`)();
}

describe('TypeScript literals', () => {
  it.each(HOSTILE_TEXTS)('$name evaluates to itself', ({ text }) => {
    expect(evaluated(typescriptString(text))).toBe(text);
    expect(evaluated(typescriptString(`${text}\n${text}`))).toBe(`${text}\n${text}`);
  });

  it('evaluates to any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.boolean(), (text, lines) => {
        const whole = lines ? `${text}\n\r\n${text}` : text;
        expect(evaluated(typescriptString(whole))).toBe(whole);
      }),
      { verbose: true },
    );
  });

  it('evaluates to any JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(evaluated(typescriptValue(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { verbose: true },
    );
  });

  it.each([
    { text: 'plain', literal: "'plain'" },
    { text: "it's", literal: '"it\'s"' },
    { text: `it's "so"`, literal: `'it\\'s "so"'` },
    { text: 'two\nlines', literal: '`two\nlines`' },
    { text: 'a\u202eb', literal: "'a\\u202eb'" },
    { text: 'a\r\nb', literal: '`a\\r\nb`' },
  ])('writes $literal', ({ text, literal }) => {
    expect(typescriptString(text)).toBe(literal);
  });

  it('writes no character that reads differently from what it is', () => {
    for (const { text } of HOSTILE_TEXTS) {
      const literal = typescriptString(text);
      expect(sanitise(literal)).toBe(literal);
    }
  });

  it.each([
    ['image-labels', 'imageLabels'],
    ['support', 'support'],
    ['a_b-c', 'aBC'],
    ['delete', 'deleteJob'],
    ['Job', 'JobJob'],
    ['trailing-', 'trailing'],
  ])('names the function of %s %s', (name, expected) => {
    expect(functionName(name)).toBe(expected);
  });
});

const JOB: JobCode = {
  name: 'image-labels',
  source: { attribute: 'text', text: 'Label images.\nPay `well` ${today}.' },
  fields: {
    experienceLevel: 'INTERMEDIATE',
    paymentType: 'PAY_PER_LABEL',
    pricePerLabel: 0.05,
    dataVolume: 10_000,
    languages: ['English', 'Spanish'],
    newKey: { deep: [1, 'two', null] },
  },
  publish: false,
  identity: null,
  notes: ['Ends */ here;\nnot there.'],
};

describe('a job', () => {
  it('becomes a module', () => {
    expect(typescriptModule(JOB)).toBe(`import type { Construct } from 'constructs';
import { Job, JobSource, Pay } from 'otform';

/**
 * Ends * / here;\\nnot there.
 */
export function imageLabels(scope: Construct): Job {
  return new Job(scope, 'image-labels', {
    source: JobSource.text(\`Label images.
Pay \\\`well\\\` \\\${today}.\`),
    pay: Pay.perLabel(0.05),
    experienceLevel: 'INTERMEDIATE',
    dataVolume: 10_000,
    languages: ['English', 'Spanish'],
    extraFields: { newKey: { deep: [1, 'two', null] } },
    // A draft. Remove this line, and \`otform apply\` publishes the job.
    publish: false,
  });
}
`);
  });

  it('names payment type and price apart where they do not belong together', () => {
    const code = typescriptModule({ ...JOB, fields: { paymentType: 'PAY_PER_HOUR', pricePerLabel: 2 } });
    expect(code).toContain("paymentType: 'PAY_PER_HOUR',\n    pricePerLabel: 2,");
    expect(code).not.toContain('Pay.');
  });

  it('becomes a resource block', () => {
    const identity = { externalId: 'x', idempotencyKey: 'x' };
    expect(hclResource({ ...JOB, identity })).toBe(`# Ends */ here;\\nnot there.
resource "opentrain_job" "image-labels" {
  source = {
    text = chomp(<<EOT
Label images.
Pay \`well\` $\${today}.
EOT
    )
  }

  payment_type     = "PAY_PER_LABEL"
  price_per_label  = 0.05
  experience_level = "INTERMEDIATE"
  data_volume      = 10000
  languages        = ["English", "Spanish"]
  extra_fields     = "{\\"newKey\\":{\\"deep\\":[1,\\"two\\",null]}}"
  external_id      = "x"
  idempotency_key  = "x"

  # A draft. Remove this line, and the next apply publishes the job.
  publish = false
}
`);
  });
});

describe('HCL strings', () => {
  it.each([
    { text: 'a "b" \\ c', hcl: '"a \\"b\\" \\\\ c"' },
    { text: '${x} %{y}', hcl: '"$${x} %%{y}"' },
    { text: '$${x}', hcl: '"\\u0024\\u0024{x}"' },
    { text: '$5 100%', hcl: '"$5 100%"' },
    { text: 'a\tb\u0000', hcl: '"a\\tb\\u0000"' },
  ])('writes $hcl', ({ text, hcl }) => {
    expect(hclString(text)).toBe(hcl);
  });

  it('chooses a heredoc word that the text does not hold', () => {
    expect(hclText('EOT\n EOT1 \n')).toBe('<<EOT2\nEOT\n EOT1 \nEOT2');
  });
});
