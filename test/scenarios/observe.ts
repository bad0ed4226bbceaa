import type { Simulator } from '../../src/simulator/index.ts';
import type { Project } from './project.ts';

/** A planned change in the shape of `show -json`, as both engines print it. */
interface ChangeJson {
  readonly address: string;
  readonly deposed?: string;
  readonly previous_address?: string;
  readonly mode: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>> | boolean;
    readonly importing?: { readonly id: string };
  };
}

/** What a plan does, one line an address: actions, and for an update the attributes that change. No-ops are left out. */
export function planSummary(plan: {
  readonly resource_changes?: readonly unknown[];
}): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of (plan.resource_changes ?? []) as readonly ChangeJson[]) {
    const { change } = entry;
    const moved = entry.previous_address === undefined ? '' : ` from ${entry.previous_address}`;
    const imported = change.importing === undefined ? '' : ' import';
    if (entry.mode === 'data') continue;
    if (change.actions[0] === 'no-op' && moved === '' && imported === '') continue;
    const names = change.actions[0] === 'update' ? `: ${changedNames(change).join(', ')}` : '';
    const deposed = entry.deposed === undefined ? '' : ' deposed';
    found[`${entry.address}${deposed}`] = `${change.actions.join('/')}${names}${moved}${imported}`;
  }
  return found;
}

function changedNames({ before, after, after_unknown }: ChangeJson['change']): readonly string[] {
  const unknown: Readonly<Record<string, unknown>> = typeof after_unknown === 'object' ? after_unknown : {};
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...Object.keys(unknown)]);
  return [...names]
    .filter(
      (name) =>
        holdsTrue(unknown[name]) ||
        JSON.stringify(before?.[name] ?? null) !== JSON.stringify(after?.[name] ?? null),
    )
    .sort();
}

/** `after_unknown` mirrors the value's shape: only a `true` somewhere in it means unknown. */
function holdsTrue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === true;
  return Object.values(value).some(holdsTrue);
}

/** Requests since `after`: method, path with IDs as `{id}`, and the keys of a body. */
export function requestLines(simulator: Simulator, after: number): readonly string[] {
  return simulator.log.entries({ after }).map((entry) => {
    const path = entry.path.replace('/api/public/v1', '').replace(/\/[0-9a-z]{25}(?=\/|$)/, '/{id}');
    const body =
      entry.method === 'PATCH' && typeof entry.body === 'object' && entry.body !== null
        ? ` ${Object.keys(entry.body).sort().join(',')}`
        : '';
    return `${entry.method} ${path}${body}`;
  });
}

/** Number of the account's jobs by status. */
export function remoteStatuses(simulator: Simulator): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const job of simulator.dump().jobs) counts[job.status] = (counts[job.status] ?? 0) + 1;
  return counts;
}

/** The state as facts that are the same whichever engine wrote it: a job ID is told by the address it stands at. */
export function stateFacts(project: Project, simulator: Simulator): Record<string, unknown> {
  const entries = project.state();
  const addresses = new Map(entries.map(({ address, attributes }) => [attributes.id, address]));
  const facts: Record<string, unknown> = {};
  for (const { address, attributes, deposed, tainted } of entries) {
    const text = JSON.stringify(attributes)
      .replaceAll(simulator.url, 'http://opentrain.test')
      // Derived from lineage and address, which Terraform does not tell a provider; there it is random.
      .replace(/otform-[0-9a-f-]{36,40}(#\d+)?/g, 'otform-<key>')
      .replace(
        /\bcm[0-9a-z]{23}\b/g,
        (id) => `<id of ${quoted(addresses.get(id) ?? 'a job outside the state')}>`,
      );
    facts[`${address}${deposed === null ? '' : ' deposed'}`] = { ...JSON.parse(text), tainted };
  }
  return facts;
}

/** Text as it stands inside a JSON string. */
function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
