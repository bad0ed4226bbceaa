import type { Diagnostic } from '../../provider/diagnostics.ts';
import { hasErrors } from '../../provider/diagnostics.ts';
import type { ApplyResponse } from '../../provider/resource.ts';
import type { ObjectValue, Value } from '../../provider/values.ts';
import { isObjectValue, isWhollyKnown, UNKNOWN } from '../../provider/values.ts';

const WHY_A_WARNING =
  'This is shown as a warning although it is an error: the object exists and is in the state, and Terraform would ' +
  'mark it as tainted after an error, so the next apply would close it and create a second one. Correct the cause ' +
  'and run `{command} apply` again: it continues where this run stopped.';

function promised(planned: Value, actual: Value): Value {
  if (planned === UNKNOWN) return actual === UNKNOWN ? null : actual;
  if (isWhollyKnown(planned)) return planned;
  if (isObjectValue(planned) && isObjectValue(actual)) {
    return Object.fromEntries(
      Object.entries(planned).map(([name, part]) => [name, promised(part, actual[name] ?? null)]),
    );
  }
  if (Array.isArray(planned) && Array.isArray(actual) && planned.length === actual.length) {
    return (planned as readonly Value[]).map((part, index) =>
      promised(part, (actual as readonly Value[])[index] ?? null),
    );
  }
  return actual;
}

function demoted(diagnostic: Diagnostic): Diagnostic {
  return diagnostic.severity === 'warning'
    ? diagnostic
    : { ...diagnostic, severity: 'warning', detail: `${diagnostic.detail}\n\n${WHY_A_WARNING}` };
}

/**
 * The answer to a create that made an object and then met errors. Terraform taints what comes with an error, and a
 * tainted job is closed and posted again: so errors become warnings. Warnings make Terraform check the state against
 * the plan, and a mismatch is an error again: so the planned values are answered, and what is not yet true of them
 * must follow from `private` at the next read.
 */
export function createOutcome(planned: ObjectValue, response: ApplyResponse): ApplyResponse {
  if (response.state === null || !hasErrors(response.diagnostics)) return response;
  const state = promised(planned, response.state);
  return {
    state: isObjectValue(state) ? state : response.state,
    private: response.private,
    diagnostics: response.diagnostics.map(demoted),
  };
}
