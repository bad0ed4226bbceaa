import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ProviderSchema } from '../../src/provider/schema-model.ts';
import { generateBindings } from '../../tools/bindings.ts';
import { toTerraformSchemaJson } from '../../tools/schema-json.ts';

const COMMITTED = fileURLToPath(new URL('../../src/constructs/gen', import.meta.url));

async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

test('the committed bindings are those of the schema', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'otform-bindings-test-'));
  try {
    await generateBindings(folder);
    expect(await filesIn(folder)).toEqual(await filesIn(COMMITTED));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('bindings lead to no page that does not exist', async () => {
  for (const [name, text] of Object.entries(await filesIn(COMMITTED))) {
    expect(text, name).not.toMatch(/otform\.internal\/providers|registry\.terraform/);
  }
});

test('the schema takes the shape of Terraform’s own output', () => {
  const schema: ProviderSchema = {
    provider: { version: 0, description: 'P', attributes: {} },
    resources: {
      thing: {
        version: 2,
        description: 'R',
        attributes: {
          zeta: { type: { set: 'string' }, optional: true, computed: true, description: 'Z' },
          alpha: { type: 'number', required: true, sensitive: true, description: 'A' },
          nested: {
            type: { object: { inner: { type: 'bool', optional: true, description: 'I' } } },
            optional: true,
            description: 'N',
          },
        },
      },
    },
    dataSources: {
      things: {
        version: 0,
        description: 'D',
        attributes: {
          items: {
            type: { listOfObject: { id: { type: 'string', computed: true, description: 'ID' } } },
            computed: true,
            description: 'Items',
          },
        },
      },
    },
  };
  const markdown = { description_kind: 'markdown' };
  expect(toTerraformSchemaJson(schema)).toEqual({
    format_version: '1.0',
    provider_schemas: {
      'otform.internal/otform/opentrain': {
        provider: {
          version: 0,
          block: { attributes: {}, block_types: {}, description: 'P', ...markdown },
        },
        resource_schemas: {
          thing: {
            version: 2,
            block: {
              attributes: {
                alpha: { type: 'number', required: true, sensitive: true, description: 'A', ...markdown },
                nested: {
                  nested_type: {
                    attributes: { inner: { type: 'bool', optional: true, description: 'I', ...markdown } },
                    nesting_mode: 'single',
                  },
                  optional: true,
                  description: 'N',
                  ...markdown,
                },
                zeta: {
                  type: ['set', 'string'],
                  optional: true,
                  computed: true,
                  description: 'Z',
                  ...markdown,
                },
              },
              block_types: {},
              description: 'R',
              ...markdown,
            },
          },
        },
        data_source_schemas: {
          things: {
            version: 0,
            block: {
              attributes: {
                items: {
                  nested_type: {
                    attributes: { id: { type: 'string', computed: true, description: 'ID', ...markdown } },
                    nesting_mode: 'list',
                  },
                  computed: true,
                  description: 'Items',
                  ...markdown,
                },
              },
              block_types: {},
              description: 'D',
              ...markdown,
            },
          },
        },
      },
    },
  });
});
