import type { Value } from '../../provider/values.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { plainStyle } from '../terminal/style.ts';
import { DiffWriter } from './value-diff.ts';

export interface ShownOutput {
  readonly value: Value;
  readonly sensitive: boolean;
}

/** `name = value` lines as `terraform output` prints them; sensitive ones only by name. */
export function outputsText(outputs: Readonly<Record<string, ShownOutput>>): string {
  return Object.keys(outputs)
    .sort()
    .map((name) => outputText(name, outputs[name]))
    .join('');
}

function outputText(name: string, output: ShownOutput | undefined): string {
  if (output === undefined) return '';
  if (output.sensitive) return `${sanitiseLine(name)} = <sensitive>\n`;
  return `${sanitiseLine(name)} = ${valueText(output.value)}\n`;
}

/** One value over as many lines as it needs, without a name. */
export function valueText(value: Value): string {
  const writer = new DiffWriter(plainStyle);
  writer.value(0, ' ', '', value, {}, '');
  return writer.lines.map((line) => line.slice(2)).join('\n');
}
