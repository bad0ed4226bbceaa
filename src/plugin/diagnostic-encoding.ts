import { maskTokens } from '../api/redact.ts';
import type { AttributePath, Diagnostic } from '../provider/diagnostics.ts';
import { presentDiagnostic } from '../provider/diagnostics.ts';
import type { Schema } from '../provider/schema-model.ts';
import type { CtyType } from './cty/cty-type.ts';
import { hostCommand } from './host-command.ts';
import type * as wire from './messages/shared-messages.ts';
import { SEVERITY_ERROR, SEVERITY_WARNING } from './messages/shared-messages.ts';
import { schemaType } from './schema-encoding.ts';

function step(part: Partial<wire.PathStep>): wire.PathStep {
  return { attribute_name: null, element_key_string: null, element_key_int: null, ...part };
}

/**
 * A path in wire form. The schema decides between attribute and map key. The path ends early where Terraform could
 * not follow it: elements of sets have no key, and unknown names would hide the diagnostic.
 */
export function encodePath(path: AttributePath, schema: Schema): wire.AttributePath {
  const steps: wire.PathStep[] = [];
  let type: CtyType = schemaType(schema);
  for (const part of path) {
    if (typeof type === 'string' || type.kind === 'set' || type.kind === 'tuple') break;
    if (type.kind === 'object') {
      const next = type.attributes.get(String(part));
      if (next === undefined) break;
      steps.push(step({ attribute_name: String(part) }));
      type = next;
    } else {
      if ((type.kind === 'list') !== (typeof part === 'number')) break;
      steps.push(
        step(typeof part === 'number' ? { element_key_int: part } : { element_key_string: String(part) }),
      );
      type = type.element;
    }
  }
  return { steps };
}

/** A diagnostic as Terraform shows it. The last gate before the terminal and CI logs: tokens are masked. */
export function encodeDiagnostic(diagnostic: Diagnostic, schema: Schema | null): wire.Diagnostic {
  const { severity, summary, detail, attribute } = presentDiagnostic(diagnostic, {
    command: hostCommand(),
    address: null,
  });
  return {
    severity: severity === 'error' ? SEVERITY_ERROR : SEVERITY_WARNING,
    summary: maskTokens(summary),
    detail: maskTokens(detail),
    attribute:
      attribute === undefined || attribute.length === 0 || schema === null
        ? null
        : encodePath(attribute, schema),
  };
}

export function encodeDiagnostics(
  diagnostics: readonly Diagnostic[],
  schema: Schema | null,
): wire.Diagnostic[] {
  return diagnostics.map((diagnostic) => encodeDiagnostic(diagnostic, schema));
}
