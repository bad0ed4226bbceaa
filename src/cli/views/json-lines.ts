import type { Diagnostic } from '../../provider/diagnostics.ts';
import { ExactNumber, isObjectValue, UNKNOWN, type Value } from '../../provider/values.ts';
import { maskTokens } from '../terminal/sanitise.ts';
import { attributeText } from './diagnostic-text.ts';

/** Version of the machine-readable UI whose shapes these lines have. */
export const UI_VERSION = '1.2';

export interface UiMessage {
  readonly level?: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly type: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** One line of the machine-readable UI, newline included. */
export function uiLine({ level = 'info', message, type, fields }: UiMessage): string {
  const line = {
    '@level': level,
    '@message': message,
    '@module': 'otform.ui',
    '@timestamp': new Date().toISOString(),
    ...fields,
    type,
  };
  return `${maskTokens(JSON.stringify(line))}\n`;
}

/** A diagnostic in Terraform's shape, with our code and origin added. */
export function diagnosticLine(diagnostic: Diagnostic): UiMessage {
  return {
    level: diagnostic.severity === 'error' ? 'error' : 'warn',
    message: `${diagnostic.severity === 'error' ? 'Error' : 'Warning'}: ${diagnostic.summary}`,
    type: 'diagnostic',
    fields: { diagnostic: diagnosticJson(diagnostic) },
  };
}

export function diagnosticJson(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  return {
    severity: diagnostic.severity,
    summary: diagnostic.summary,
    detail: diagnostic.detail,
    ...(diagnostic.address === undefined ? {} : { address: diagnostic.address }),
    ...(diagnostic.attribute?.length ? { attribute: attributeText(diagnostic.attribute) } : {}),
    code: diagnostic.code,
    origin: diagnostic.origin,
  };
}

/** A value as JSON; what is unknown is left out of objects and null in lists, as in Terraform's documents. */
export function valueJson(value: Value): unknown {
  if (value === UNKNOWN) return undefined;
  if (value instanceof ExactNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map((item) => valueJson(item) ?? null);
  if (!isObjectValue(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, valueJson(item)]));
}

/** Where a value is unknown: `true` at unknown leaves, shapes with nothing unknown left out. */
export function unknownJson(value: Value): unknown {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.map((item) => unknownJson(item) ?? false);
  if (!isObjectValue(value)) return undefined;
  const entries = Object.entries(value)
    .map(([name, item]) => [name, unknownJson(item)] as const)
    .filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries);
}
