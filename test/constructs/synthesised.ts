import { App, TerraformStack, Testing } from 'cdktf';
import { OpentrainProvider } from '../../src/constructs/index.ts';

/** The synthesised stack, as far as these tests read it. */
export interface Synthesised {
  readonly resource?: {
    readonly opentrain_job?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly data?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly terraform?: { readonly required_providers?: Readonly<Record<string, unknown>> };
}

/** A stack with the provider in it, in an app of its own. */
export function newStack(name = 'app'): TerraformStack {
  const stack = new TerraformStack(Testing.stubVersion(new App({ outdir: 'unused' })), name);
  new OpentrainProvider(stack, 'opentrain');
  return stack;
}

/** Synthesises without touching the disk. Validations run; their error is thrown. */
export function synth(stack: TerraformStack): Synthesised {
  stack.prepareStack();
  stack.runAllValidations();
  return JSON.parse(JSON.stringify(stack.toTerraform()));
}

/** Attributes of the job at an address, without CDKTF's own metadata. */
export function jobOf(synthesised: Synthesised, id: string): Record<string, unknown> {
  const { '//': _metadata, ...attributes } = synthesised.resource?.opentrain_job?.[id] ?? {};
  return attributes;
}

/** The job that `build` declares, as it is synthesised. */
export function synthJob(build: (stack: TerraformStack) => void, id = 'labels'): Record<string, unknown> {
  const stack = newStack();
  build(stack);
  return jobOf(synth(stack), id);
}

/** The error text of synthesis, or an empty text when there is none. */
export function synthError(stack: TerraformStack): string {
  try {
    synth(stack);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
