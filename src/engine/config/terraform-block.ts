import { PROVIDER_SOURCE, PROVIDER_TYPE } from '../../contract/index.ts';
import type { JsonValue } from '../../state/model.ts';
import { configError, Problem } from '../problem.ts';
import { type Remedy, remedyText } from '../remedy.ts';
import { bodies, isJsonObject, labelled, singleBody, stringField } from './bodies.ts';

/** The refusal of a block that only Terraform can run. Nothing of the stack is run then. */
export function foreignBlock(what: string, remedy: Remedy, address?: string): Problem {
  return new Problem(
    configError(
      'unsupported-block',
      'Unsupported Block',
      `The stack has ${what}, which the embedded engine does not run; nothing was changed. ${remedyText(remedy)}`,
      { address },
    ),
  );
}

/** The refusal of another provider's resource. */
export function foreignResource(address: string, provider: string, remedy: Remedy): Problem {
  return new Problem(
    configError(
      'foreign-resource',
      'Foreign Resource',
      `${address} belongs to provider ${provider}. The embedded engine serves only ${PROVIDER_SOURCE}; ` +
        `nothing was changed. ${remedyText(remedy)}`,
      { address },
    ),
  );
}

function checkBackend(value: JsonValue, remedy: Remedy): string | null {
  let path: string | null = null;
  for (const [type, body] of labelled(value, 'terraform.backend')) {
    if (type !== 'local') {
      throw new Problem(
        configError(
          'unsupported-backend',
          'Unsupported Backend',
          `The stack keeps its state in backend "${type}"; the embedded engine uses local files only, and changed ` +
            `nothing. ${remedyText(remedy)}`,
        ),
      );
    }
    path =
      stringField(singleBody(body, 'terraform.backend.local'), 'path', 'terraform.backend.local') ??
      'terraform.tfstate';
  }
  return path;
}

function checkProviders(value: JsonValue, remedy: Remedy): void {
  for (const [name, requirement] of labelled(value, 'terraform.required_providers')) {
    const source = isJsonObject(requirement) ? requirement.source : undefined;
    if (name === PROVIDER_TYPE && (source === undefined || source === PROVIDER_SOURCE)) continue;
    throw new Problem(
      configError(
        'foreign-provider',
        'Foreign Provider',
        `The stack requires provider ${name} (${typeof source === 'string' ? source : 'no source'}). The embedded ` +
          `engine serves only ${PROVIDER_SOURCE} under the name ${PROVIDER_TYPE}; nothing was changed. ${remedyText(remedy)}`,
      ),
    );
  }
}

/** Checks the `terraform` blocks. The answer is the local backend's path, null without a backend. Raises `Problem`. */
export function checkTerraformBlock(value: JsonValue | undefined, remedy: Remedy): string | null {
  let path: string | null = null;
  for (const body of bodies(value, 'terraform')) {
    for (const [key, part] of Object.entries(body)) {
      if (key === 'backend') path = checkBackend(part, remedy);
      else if (key === 'required_providers') checkProviders(part, remedy);
      else if (key !== '//' && key !== 'required_version') throw foreignBlock(`terraform.${key}`, remedy);
    }
  }
  return path;
}

/** Only the local backend's path, null without a backend; whatever else the blocks hold is not looked at. Raises `Problem`. */
export function readBackendPath(value: JsonValue | undefined, remedy: Remedy): string | null {
  let path: string | null = null;
  for (const body of bodies(value, 'terraform')) {
    if (body.cloud !== undefined) throw foreignBlock('terraform.cloud', remedy);
    if (body.backend !== undefined) path = checkBackend(body.backend, remedy);
  }
  return path;
}
