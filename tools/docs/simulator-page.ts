import { readFile } from 'node:fs/promises';
import { describeDialects, Simulator } from '../../src/simulator/index.ts';
import { source } from '../build/places.ts';
import { code, codes, table } from './markdown.ts';

interface Operation {
  readonly summary: string;
  readonly security: readonly { readonly bearerAuth: readonly string[] }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Routes with their statuses, as the simulator's own served document has them in the default dialect. */
async function routeTable(): Promise<string> {
  const simulator = await Simulator.start({ clock: 'virtual' });
  try {
    const answer = await fetch(`${simulator.url}/api/public/v1/openapi.json`);
    const document = (await answer.json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    };
    const rows = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, { summary, security, responses }]) => [
        code(`${method.toUpperCase()} ${path}`),
        summary,
        accessText(security),
        Object.keys(responses).join(', '),
      ]),
    );
    return table(['route', 'does', 'needs', 'statuses'], rows);
  } finally {
    await simulator.stop();
  }
}

function accessText(security: Operation['security']): string {
  if (security.length === 0) return '';
  const scopes = security.flatMap(({ bearerAuth }) => bearerAuth);
  return scopes.length === 0 ? 'any token' : scopes.map(code).join(' or ');
}

/** Fault kinds with their comments, out of the type that defines them. */
async function faultTable(): Promise<string> {
  const text = await readFile(source('simulator/faults/fault.ts'), 'utf8');
  const kinds = text.slice(text.indexOf('export type FaultKind'), text.indexOf('export interface FaultSpec'));
  const rows = [...kinds.matchAll(/\/\*\* ([^*]+?) \*\/\s*\| \{([\s\S]*?)\n? *\}(?=\n|;)/g)].map(
    ([, doc = '', body = '']) => {
      const parts = [...body.matchAll(/readonly (\w+)(\??): ([^;\n]+?)(?:;|\s*$)/gm)];
      const name = /'([^']+)'/.exec(parts.find(([, key]) => key === 'type')?.[3] ?? '')?.[1] ?? '';
      const options = parts.filter(([, key]) => key !== 'type').map(([, key, mark]) => `${key}${mark}`);
      return [code(name), codes(options), doc];
    },
  );
  return table(['type', 'options', 'what happens'], rows);
}

/** The table of controls stands in the comment of the function that serves them. */
async function controlTable(): Promise<string> {
  const text = await readFile(source('simulator/control/handlers.ts'), 'utf8');
  return [...text.matchAll(/^ \* (\|.*)$/gm)].map(([, row]) => row?.replace('``', 'itself')).join('\n');
}

function dialectTable(): string {
  return table(
    ['switch', 'values, the default first', 'mark', 'meaning'],
    describeDialects().map(({ key, values, mark, doc }) => [code(key), codes(values), `[${mark}]`, doc]),
  );
}

/** Generated sections of docs/simulator.md. */
export async function simulatorSections(): Promise<Readonly<Record<string, string>>> {
  return {
    routes: await routeTable(),
    dialects: dialectTable(),
    faults: await faultTable(),
    controls: await controlTable(),
  };
}
