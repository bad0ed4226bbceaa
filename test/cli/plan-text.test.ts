import { describe, expect, it } from 'vitest';
import { colourStyle, plainStyle } from '../../src/cli/terminal/style.ts';
import { planText } from '../../src/cli/views/plan-text.ts';
import { SchemaLookup } from '../../src/cli/views/schema-lookup.ts';
import type { Plan } from '../../src/engine/plan-model.ts';
import { UNKNOWN } from '../../src/provider/values.ts';
import { expectGolden } from './golden.ts';
import { change, job, newJob, plan, SCHEMA } from './plan-builder.ts';

const lookup = new SchemaLookup(SCHEMA);
const ESCAPE = String.fromCharCode(27);

const CASES: readonly { name: string; plan: Plan }[] = [
  { name: 'nothing to do', plan: plan({ changes: [change({ prior: job(), planned: job() })] }) },
  { name: 'nothing to destroy', plan: plan({ mode: 'destroy' }) },
  {
    name: 'create and publish',
    plan: plan({
      publishes: 1,
      changes: [
        change({
          action: 'create',
          planned: newJob({
            secret: 's3cr3t',
            source: { text: 'We need\nthree trainers.\n', canonical: null },
          }),
          config: { ...job(), id: null, job_url: null, status: null },
          effects: { createsDraft: true, publishes: true },
        }),
      ],
      outputs: [
        { name: 'url', action: 'create', before: undefined, after: UNKNOWN, sensitive: false },
        { name: 'token', action: 'create', before: undefined, after: 'hidden', sensitive: true },
      ],
    }),
  },
  {
    name: 'more publishes than the day allows',
    plan: plan({
      publishes: 5,
      publishLimit: 3,
      changes: ['a', 'b', 'c', 'd', 'e'].map((name) =>
        change({
          name,
          action: 'create',
          planned: { id: UNKNOWN, job_title: name },
          effects: { publishes: true },
        }),
      ),
    }),
  },
  {
    name: 'live edit',
    plan: plan({
      changes: [
        change({
          action: 'update',
          prior: job({
            steps: ['read', 'label', 'check'],
            secret: 'old',
            job_description: 'one\ntwo\nthree\n',
          }),
          planned: job({
            steps: ['read', 'tag', 'check', 'send'],
            secret: 'new',
            job_description: 'one\nTWO\nthree\n',
            countries: ['FR', 'US'],
            status: UNKNOWN,
          }),
          effects: { liveEdit: ['jobDescription', 'countries'] },
        }),
      ],
    }),
  },
  {
    name: 'value of a sensitive variable',
    plan: plan({
      changes: [
        change({
          action: 'update',
          prior: job({ source: { text: 's3cr3t', canonical: null } }),
          planned: job({ source: { text: 's3cr3t too', canonical: null } }),
          sensitivePaths: [['source', 'text']],
        }),
      ],
    }),
  },
  {
    name: 'order of a set is no difference',
    plan: plan({
      changes: [
        change({
          action: 'update',
          prior: job({ job_title: 'Old' }),
          planned: job({ countries: ['DE', 'US'], job_title: 'New' }),
          effects: { draftEdit: ['jobTitle'] },
        }),
      ],
    }),
  },
  {
    name: 'JSON in a string',
    plan: plan({
      changes: [
        change({
          action: 'update',
          prior: job({ extra_fields: '{"a":1,"b":{"c":[1,2]},"gone":true}' }),
          planned: job({ extra_fields: '{"a":2,"b":{"c":[1,2,3]},"new":"x"}' }),
        }),
      ],
    }),
  },
  {
    name: 'replace of a live job',
    plan: plan({
      publishes: 1,
      changes: [
        change({
          action: 'replace',
          actionReason: 'replace_because_cannot_update',
          prior: job({ source: { text: 'old words', canonical: null } }),
          planned: newJob({ source: { text: 'new words', canonical: null } }),
          replacePaths: [['source']],
          effects: { createsDraft: true, publishes: true, closes: true },
        }),
      ],
    }),
  },
  {
    name: 'replace that abandons the old job',
    plan: plan({
      changes: [
        change({
          action: 'replace',
          actionReason: 'replace_by_request',
          createBeforeDestroy: true,
          prior: job(),
          planned: newJob(),
          effects: { createsDraft: true, abandons: true },
        }),
      ],
    }),
  },
  {
    name: 'destroys come first',
    plan: plan({
      changes: [
        change({ name: 'new', action: 'create', planned: { id: UNKNOWN, job_title: 'New' } }),
        change({
          name: 'old',
          action: 'delete',
          actionReason: 'delete_because_no_resource_config',
          prior: job(),
          effects: { closes: true },
        }),
        change({
          name: 'kept',
          action: 'delete',
          prior: job({ id: 'job_2' }),
          effects: { abandons: true },
        }),
        change({ name: 'left', action: 'forget', prior: { id: 'job_3', job_title: 'Left' } }),
      ],
    }),
  },
  {
    name: 'changed outside',
    plan: plan({
      drift: [
        change({ action: 'update', prior: job(), planned: job({ status: 'ARCHIVED' }) }),
        change({ name: 'gone', action: 'delete', prior: { id: 'job_9', job_title: 'Gone' } }),
      ],
      changes: [change({ prior: job(), planned: job() })],
    }),
  },
  {
    name: 'moved, imported and left over',
    plan: plan({
      pendingSettlements: ['create of opentrain_job.lost at 10:00'],
      changes: [
        change({ prior: job(), planned: job(), previousAddress: 'opentrain_job.before' }),
        change({ name: 'found', prior: job(), planned: job(), importId: 'job_7' }),
      ],
    }),
  },
  {
    name: 'refresh only',
    plan: plan({
      mode: 'refresh-only',
      drift: [change({ action: 'update', prior: job(), planned: job({ job_title: 'Other' }) })],
    }),
  },
  {
    name: 'hostile strings',
    plan: plan({
      changes: [
        change({
          action: 'create',
          planned: {
            id: UNKNOWN,
            job_title: `${ESCAPE}[2Jboo\r\nEVIL`,
            job_description: `${ESCAPE}]0;x\u0007\nfine \u202egnp.exe`,
          },
        }),
      ],
    }),
  },
];

describe('plan in Terraform’s look', () => {
  it.each(CASES)('$name', ({ name, plan: shown }) => {
    const text = planText(shown, lookup, plainStyle);
    expect(text).not.toContain(ESCAPE);
    expectGolden(`plan-${name.replaceAll(/[^a-z]+/gi, '-').toLowerCase()}.txt`, text);
  });

  it('never prints a sensitive value', () => {
    for (const { plan: shown } of CASES) {
      const text = planText(shown, lookup, plainStyle);
      expect(text).not.toContain('s3cr3t');
      expect(text).not.toContain('hidden"');
    }
  });

  it('differs only in colour codes between a terminal and a pipe', () => {
    const codes = new RegExp(`${ESCAPE}\\[\\d+m`, 'g');
    for (const { plan: shown } of CASES) {
      const colour = planText(shown, lookup, colourStyle);
      expect(colour).not.toBe(planText(shown, lookup, plainStyle));
      expect(colour.replaceAll(codes, '').replaceAll(/ +$/gm, '')).toBe(planText(shown, lookup, plainStyle));
    }
  });
});
