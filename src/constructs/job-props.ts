import type { DataVolumeUnit, ExperienceLevel, PaymentType } from '../contract/index.ts';
import type { JobConfig } from './gen/job.ts';
import type { JobSource } from './job-source.ts';
import type { JsonDocument } from './json-document.ts';
import type { Pay } from './pay.ts';

/** A text that is known only when Terraform runs. Any string type-checks, so that tokens do; synthesis checks values. */
type TokenText = string & {};

export type OnDestroy = 'close' | 'abandon';

type Narrowed = 'paymentType' | 'experienceLevel' | 'dataVolumeUnit' | 'onDestroy' | 'source' | 'extraFields';

/** `undefined` is the same as leaving a property out, also for programs that compile with exact optional properties. */
type Omissible<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/**
 * What a program says about a job: the API's update keys, under the API's names. What is left out belongs to the
 * parser or to a person, and is never overwritten. Terraform's meta-arguments (`dependsOn`, `lifecycle`, `forEach`,
 * `count`, `provider`) work as on any resource.
 */
export interface JobProps extends Omissible<Omit<JobConfig, Narrowed>> {
  /** Payment type and price together. Give this, or `paymentType` with its price field, not both. */
  readonly pay?: Pay | undefined;
  /** How trainers are paid; `pay` sets it together with the price. */
  readonly paymentType?: PaymentType | TokenText | undefined;
  /** Experience that applicants should have. */
  readonly experienceLevel?: ExperienceLevel | TokenText | undefined;
  /** What `dataVolume` counts. */
  readonly dataVolumeUnit?: DataVolumeUnit | TokenText | undefined;
  /** What the draft is made from. Left out: title and description. Changing it later replaces the job. */
  readonly source?: JobSource | undefined;
  /** `close` (default) archives the job when it leaves the program; `abandon` leaves it as it is. */
  readonly onDestroy?: OnDestroy | TokenText | undefined;
  /** Update keys that this version does not know, under the API's names. */
  readonly extraFields?: JsonDocument | undefined;
}
