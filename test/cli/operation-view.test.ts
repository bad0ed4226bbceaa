import { describe, expect, it } from 'vitest';
import { plainStyle } from '../../src/cli/terminal/style.ts';
import { HumanOperationView } from '../../src/cli/views/human-operation-view.ts';
import { JsonOperationView } from '../../src/cli/views/json-operation-view.ts';
import type { OperationView } from '../../src/cli/views/operation-view.ts';
import { planJson } from '../../src/cli/views/plan-json.ts';
import { SchemaLookup } from '../../src/cli/views/schema-lookup.ts';
import type { ApplyResult, EngineEvent } from '../../src/engine/engine.ts';
import { UNKNOWN } from '../../src/provider/values.ts';
import { expectGolden } from './golden.ts';
import { change, job, newJob, plan, SCHEMA } from './plan-builder.ts';

const lookup = new SchemaLookup(SCHEMA);

const PLAN = plan({
  publishes: 2,
  publishLimit: 1,
  drift: [change({ action: 'update', prior: job(), planned: job({ status: 'DRAFT' }) })],
  changes: [
    change({
      address: 'opentrain_job.many["a"]',
      name: 'many',
      index: 'a',
      action: 'create',
      planned: newJob({ secret: 'x' }),
      effects: { publishes: true, createsDraft: true },
    }),
    change({
      name: 'old',
      action: 'replace',
      actionReason: 'replace_because_cannot_update',
      prior: job(),
      planned: newJob(),
      replacePaths: [['source', 'text']],
      effects: { closes: true, publishes: true, createsDraft: true },
    }),
    change({ name: 'same', prior: job(), planned: job() }),
    change({ name: 'moved', prior: job(), planned: job(), previousAddress: 'opentrain_job.before' }),
    change({ name: 'found', prior: job(), planned: job(), importId: 'job_5' }),
  ],
  outputs: [{ name: 'url', action: 'update', before: 'a', after: UNKNOWN, sensitive: false }],
});

const address = 'opentrain_job.support';
const EVENTS: readonly EngineEvent[] = [
  { type: 'waiting', message: 'Waiting for the state lock' },
  { type: 'settled', message: 'create of opentrain_job.lost: job_1 exists' },
  { type: 'refresh_start', address, id: 'job_1' },
  { type: 'refresh_complete', address, id: 'job_1' },
  { type: 'apply_start', address, action: 'create', id: null },
  { type: 'apply_progress', address, action: 'create', elapsed: 10_000 },
  { type: 'apply_complete', address, action: 'create', id: 'job_1', elapsed: 61_500, note: 'published' },
  { type: 'apply_complete', address, action: 'update', id: 'job_2', elapsed: 20, note: 'kept as draft' },
  { type: 'apply_start', address, action: 'delete', id: 'job_3' },
  { type: 'apply_errored', address, action: 'delete', elapsed: 1000 },
];

const RESULT: ApplyResult = {
  outcome: 'applied',
  added: 1,
  changed: 1,
  destroyed: 0,
  imported: 0,
  forgotten: 0,
  unpublished: [{ address, jobId: 'job_2', draftUrl: 'https://app.opentrain.ai/drafts/job_2' }],
  outputs: {
    url: { value: 'https://app.opentrain.ai/jobs/job_1', sensitive: false },
    token: { value: 'hidden', sensitive: true },
    list: { value: ['a', { b: 1 }], sensitive: false },
  },
  diagnostics: [],
};

const RESULTS: readonly (readonly [Parameters<OperationView['result']>[0], Partial<ApplyResult>])[] = [
  ['apply', {}],
  ['destroy', { added: 0, changed: 0, destroyed: 2, unpublished: [], outputs: {} }],
  ['refresh', { added: 0, changed: 0, unpublished: [] }],
  ['import', { imported: 2, unpublished: [], outputs: {} }],
  ['apply', { outcome: 'declined' }],
  ['destroy', { outcome: 'declined' }],
  ['apply', { outcome: 'failed', unpublished: [] }],
  ['apply', { outcome: 'failed', added: 0, changed: 0, unpublished: [] }],
  ['apply', { outcome: 'interrupted', unpublished: [] }],
  ['apply', { outcome: 'no-changes', added: 0, changed: 0, unpublished: [] }],
];

function show(make: (out: { write(text: string): void }) => OperationView): string {
  let text = '';
  const out = { write: (part: string) => (text += part) };
  const view = make(out);
  view.notice('Simulator');
  view.plan(PLAN, lookup);
  view.planDone(PLAN, 'my plan');
  view.planDone(PLAN, undefined);
  for (const event of EVENTS) view.event(event);
  for (const [operation, parts] of RESULTS) {
    text += `--- ${operation} ${JSON.stringify(parts)}\n`;
    view.result(operation, { ...RESULT, ...parts });
  }
  return text;
}

describe('operation views', () => {
  it('for people', () => {
    expectGolden(
      'operation-human.txt',
      show((out) => new HumanOperationView(out, plainStyle)),
    );
  });

  it('for machines', () => {
    const text = show((out) => new JsonOperationView(out));
    const lines = text.split('\n').filter((line) => line.startsWith('{'));
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({ '@module': 'otform.ui', '@timestamp': expect.any(String) });
    }
    const stable = text
      .replaceAll(/"@timestamp":"[^"]*"/g, '"@timestamp":"T"')
      .replaceAll(/"(@message":"otform |otform":")\d[^"]*"/g, '"$1V"');
    expectGolden('operation-json.txt', stable);
    expect(text).not.toContain('hidden');
  });

  it('shows a plan in the shape of terraform show -json', () => {
    expectGolden('plan.json', `${JSON.stringify(planJson(PLAN, lookup), null, 2)}\n`);
  });
});
