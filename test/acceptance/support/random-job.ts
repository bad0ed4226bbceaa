import { JOB_FIELDS, type JobField } from '../../../src/contract/index.ts';
import type { Random } from './random.ts';

/** Attributes of a job as they stand in `main.tf.json`. */
export type Attributes = Record<string, unknown>;

/** Texts that break naive handling: template marks, quotes, line ends, composed and decomposed letters, emoji. */
const WORDS = [
  'label',
  'images',
  'Ünïcode',
  'e\u0301tude',
  'étude',
  '😀',
  '"quoted"',
  '$${not.a.template}',
  '%%{if}',
  'back\\slash',
  'a\ttab',
  '10,000',
  '$0.05',
  '<b>&amp;</b>',
  '100 %',
];
const LANGUAGES = ['English', 'Spanish', 'french', ' German', 'English'];
const COUNTRIES = ['US', 'MX', 'de', 'Canada', 'US'];
const LABELS = ['CLASSIFICATION', 'BOUNDING_BOX', 'TRANSCRIPTION', 'CLASSIFICATION'];
const NUMBERS = [1, 2, 3, 0.05, 0.1, 15.1, 1e-3, 12345678.9, 250, 9007199254740991];
const PRICES = {
  PAY_PER_LABEL: 'price_per_label',
  PAY_PER_HOUR: 'price_per_hour',
  FIXED_PRICE: 'fixed_price',
};
const BLOCKED = 'contact me on telegram';

function words(random: Random): string {
  const count = 1 + random.whole(5);
  const text = Array.from({ length: count }, () => random.pick(WORDS)).join(random.pick([' ', '  ', '\n']));
  return random.chance(0.2) ? ` ${text} ` : text;
}

function value(random: Random, field: JobField): unknown {
  if (field.type === 'string_set') {
    const items = { languages: LANGUAGES, countries: COUNTRIES }[field.attribute] ?? LABELS;
    return random.some(items, 4);
  }
  if (field.type === 'number') {
    return field.integer === true ? 1 + random.whole(9) : random.pick(NUMBERS);
  }
  return field.enumValues === undefined ? words(random) : random.pick(field.enumValues);
}

function source(random: Random): Attributes {
  const title = random.pick(['Sort receipts', 'Label cats', 'Listen to calls']);
  const text = `${title}. We need ${1 + random.whole(5)} trainers to label 10,000 images. Pay per label, around $0.05 each. English required.`;
  return random.pick([
    () => ({ text: random.chance(0.5) ? text : `${text} ${words(random)}` }),
    () => ({
      canonical: JSON.stringify({ title, description: text, paymentType: 'FIXED_PRICE', rateAmount: 500 }),
    }),
    () => ({
      schema_org: JSON.stringify({
        '@context': 'https://schema.org',
        '@type': 'JobPosting',
        title,
        description: text,
      }),
    }),
    () => ({
      hr_xml: `<PositionOpening><PositionProfile><PositionTitle>${title}</PositionTitle><PositionFormattedDescription><Content><![CDATA[<b>${text}</b>]]></Content></PositionFormattedDescription></PositionProfile></PositionOpening>`,
    }),
    () => ({
      indeed_xml: `<source><job><title>${title}</title><description><![CDATA[<p>${text}</p>]]></description><salary>$18 per hour</salary></job></source>`,
    }),
  ])();
}

/** One job of a random program, and how it changes from apply to apply. */
export class RandomJob {
  readonly name: string;
  readonly #random: Random;
  #attributes: Attributes;
  /** Left out of the program for now. */
  #absent = false;
  /** Values come through a resource whose changes no plan knows. */
  readonly #late: boolean;

  constructor(random: Random, name: string) {
    this.#random = random;
    this.name = name;
    this.#late = random.chance(0.3);
    this.#attributes = {};
    if (random.chance(0.8)) this.#attributes.source = source(random);
    else this.#attributes.job_description = words(random).trim() || 'Text';
    if (random.chance(0.3)) this.#attributes.idempotency_key = `program.${name}`;
    if (random.chance(0.3)) this.#attributes.external_id = `external-${name}`;
    if (random.chance(0.2)) this.#attributes.lifecycle = { create_before_destroy: true };
    for (const field of JOB_FIELDS) if (random.chance(0.3)) this.#set(field);
    this.#price();
  }

  get isAbsent(): boolean {
    return this.#absent;
  }

  #set(field: JobField): void {
    const made = value(this.#random, field);
    this.#attributes[field.attribute] = typeof made === 'string' && made.trim() === '' ? 'Text' : made;
  }

  /** A price goes with its payment type, and a price alone is refused. */
  #price(): void {
    for (const name of Object.values(PRICES)) delete this.#attributes[name];
    const type = this.#attributes.payment_type as keyof typeof PRICES | undefined;
    if (type !== undefined) this.#attributes[PRICES[type]] = this.#random.pick(NUMBERS.slice(0, 7));
  }

  /** A step of whoever writes the program. */
  edit(): void {
    const random = this.#random;
    // A keyed job that was left on the account cannot be posted anew: its key finds it, and says so.
    this.#absent = random.chance(0.1) && this.#attributes.idempotency_key === undefined;
    for (const field of JOB_FIELDS) {
      if (random.chance(0.15)) this.#set(field);
      else if (random.chance(0.1)) delete this.#attributes[field.attribute];
    }
    this.#price();
    if (random.chance(0.15)) this.#attributes.source = source(random);
    if (random.chance(0.1)) this.#attributes.job_title = `Please ${BLOCKED}`;
    if (random.chance(0.2)) this.#attributes.publish = random.chance(0.5);
    if (random.chance(0.2)) this.#attributes.on_destroy = random.pick(['close', 'abandon']);
    if (random.chance(0.1)) this.#attributes.external_id = words(random).trim() || 'x';
    if (this.#attributes.source === undefined) this.#attributes.job_description ??= 'Text';
  }

  /** Everything that a publish asks for, so that nothing is left to do after the next apply. */
  finish(): void {
    this.#absent = false;
    const { publish: _, ...rest } = this.#attributes;
    this.#attributes = {
      ...rest,
      job_title: `Job ${this.name}`,
      job_description: 'Draw boxes around cats.',
      experience_level: 'EXPERT',
      data_volume: 100,
      data_volume_unit: 'NUMBER_OF_FILES',
      payment_type: 'PAY_PER_LABEL',
    };
    for (const field of JOB_FIELDS) {
      if (field.required?.when === 'always' && this.#attributes[field.attribute] === undefined)
        this.#set(field);
    }
    this.#price();
  }

  /** Blocks of the program by type and name. */
  blocks(): { readonly type: string; readonly name: string; readonly body: Attributes }[] {
    if (this.#absent) return [];
    const plain = ['lifecycle', 'idempotency_key', 'external_id', 'on_destroy'];
    const entries = Object.entries(this.#attributes);
    if (!this.#late) return [{ type: 'opentrain_job', name: this.name, body: this.#attributes }];
    const given = Object.fromEntries(entries.filter(([name]) => !plain.includes(name)));
    const read = Object.keys(given).map((name) => [name, `\${terraform_data.${this.name}.output.${name}}`]);
    const kept = entries.filter(([name]) => plain.includes(name));
    return [
      { type: 'terraform_data', name: this.name, body: { input: given } },
      { type: 'opentrain_job', name: this.name, body: Object.fromEntries([...kept, ...read]) },
    ];
  }
}
