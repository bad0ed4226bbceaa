import { JOB_FIELDS, type JobField } from '../../src/contract/index.ts';
import { providerSchema } from '../../src/provider/schema.ts';
import { code, codes, table } from './markdown.ts';

/** Types as a program writes them. */
const TYPE_TEXT: Readonly<Record<JobField['type'], string>> = {
  string: 'string',
  number: 'number',
  string_set: 'string[]',
};

function neededFor({ required }: JobField): string {
  if (required === undefined) return '';
  const when = required.when === 'always' ? 'every publish' : `publish of ${code(required.when.paymentType)}`;
  return required.mark === 'D' ? when : `${when} [${required.mark}]`;
}

function fieldRow(field: JobField): readonly string[] {
  const { key, enumValues, type, description, integer } = field;
  const kind = enumValues === undefined ? code(TYPE_TEXT[type]) : codes(enumValues);
  return [code(key), integer ? `${kind}, whole` : kind, neededFor(field), description];
}

function camelCase(name: string): string {
  return name.replace(/_([a-z])/g, (_whole, letter: string) => letter.toUpperCase());
}

/** Props and outputs of a data source construct, from the schema its binding is made of. */
function dataSourceRow(type: string): readonly string[] {
  const schema = providerSchema.dataSources[type];
  if (schema === undefined) throw new Error(`no data source ${type}`);
  const name = `Data${type
    .split('_')
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('')}`;
  const attributes = Object.entries(schema.attributes);
  const given = attributes.filter(([, attribute]) => attribute.required || attribute.optional);
  const read = attributes.filter(([, attribute]) => attribute.computed);
  return [
    code(name),
    given.map(([key, { required }]) => `${code(camelCase(key))}${required ? '' : ' (optional)'}`).join(', '),
    codes(read.map(([key]) => camelCase(key))),
  ];
}

/** Generated sections of docs/constructs.md. */
export function constructsSections(): Readonly<Record<string, string>> {
  return {
    fields: table(['property', 'type', 'needed for', 'meaning'], JOB_FIELDS.map(fieldRow)),
    'data-sources': table(
      ['construct', 'properties', 'outputs'],
      Object.keys(providerSchema.dataSources).map(dataSourceRow),
    ),
  };
}
