import type { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { checkApp } from './app-check.ts';
import { Job as Generated } from './gen/job.ts';
import { JOB } from './job-brand.ts';
import { jobIdentity } from './job-identity.ts';
import { jobMistakes } from './job-mistakes.ts';
import type { JobProps } from './job-props.ts';
import { encodeJson } from './json-document.ts';
import { escapeTemplates } from './template-text.ts';

/**
 * A job on the OpenTrain marketplace: the resource `opentrain_job`. The program owns the fields it declares. Texts are
 * taken literally: `${` in a description stays `${`, only CDKTF tokens are references. `addOverride` is not touched, so
 * a Terraform expression can be put there.
 */
export class Job extends Generated {
  readonly #props: JobProps;

  constructor(scope: Construct, id: string, props: JobProps = {}) {
    const { pay, extraFields, ...config } = props;
    super(scope, id, {
      ...config,
      ...pay,
      ...(extraFields === undefined ? {} : { extraFields: encodeJson(extraFields) }),
    } as ConstructorParameters<typeof Generated>[2]);
    this.#props = props;
    if (props.externalId === undefined || props.idempotencyKey === undefined) {
      const identity = jobIdentity(this, props.forEach, props.count !== undefined);
      if (props.externalId === undefined) this.externalId = identity;
      if (props.idempotencyKey === undefined) this.idempotencyKey = identity;
    }
    checkApp(this);
  }

  /** True for a job, whichever copy of this package made it. */
  static isJob(value: unknown): value is Job {
    return typeof value === 'object' && value !== null && JOB in value;
  }

  /** The job's ID on OpenTrain, the same from draft to archive. */
  get jobId(): string {
    return this.id;
  }

  /**
   * Takes over a job that exists. CDKTF would start a `terraform` to ask for its version; otform needs none installed,
   * and a Terraform that knows no import blocks says so itself.
   */
  override importFrom(id: string, provider?: TerraformProvider): void {
    Object.defineProperty(this.node, 'addValidation', { value: () => undefined, configurable: true });
    try {
      super.importFrom(id, provider);
    } finally {
      Reflect.deleteProperty(this.node, 'addValidation');
    }
  }

  /** Asked by CDKTF only to decide whether to start a `terraform`, see {@link importFrom}. */
  override hasResourceMove(): undefined {
    return undefined;
  }

  /** What is wrong with the job as declared; read at synthesis. */
  [JOB](): readonly string[] {
    return jobMistakes(this, this.#props);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return escapeTemplates(super.synthesizeAttributes());
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    const { source } = this.synthesizeAttributes();
    // The generator knows no nested attributes in HCL and would write a block, which Terraform refuses.
    const nested = { value: source, isBlock: false, type: 'map', storageClassType: 'stringMap' };
    const attributes = escapeTemplates(super.synthesizeHclAttributes());
    return source === undefined ? attributes : { ...attributes, source: nested };
  }
}
