import { type PaymentType, PRICE_KEY, tryFieldByKey } from '../../contract/index.ts';
import { fieldValue } from './field-values.ts';
import { FieldCollector, type ParsedSource } from './parsed-source.ts';
import { sourceError } from './source-error.ts';

/**
 * Canonical keys and their update keys. The names are documented [D job-drafts/create, "keys like"], the mapping is
 * inferred [I]. `rateAmount` goes to the price field of the payment type. Update-key names are accepted as well: the
 * docs do not say whether the real server does [U].
 */
const CANONICAL_KEYS = new Map([
  ['title', 'jobTitle'],
  ['description', 'jobDescription'],
  ['paymentType', 'paymentType'],
  ['languages', 'languages'],
  ['countries', 'countries'],
  ['labelTypes', 'labelTypes'],
  ['tools', 'labelingSoftware'],
  ['experienceLevel', 'experienceLevel'],
]);

/**
 * Fields of a `opentrain_canonical` job. What does not fit its field is left out, reported in `unmapped` and warned
 * about; it fails nothing.
 *
 * @throws SourceError if `job` is not an object.
 */
export function parseCanonical(job: unknown): ParsedSource {
  if (typeof job !== 'object' || job === null || Array.isArray(job))
    throw sourceError(['job'], 'The canonical job must be a JSON object.');
  const out = new FieldCollector();
  const entries = Object.entries(job);
  for (const [key, value] of entries) {
    if (key === 'rateAmount' || value === undefined) continue;
    const updateKey = CANONICAL_KEYS.get(key) ?? (tryFieldByKey(key) ? key : undefined);
    if (!updateKey) out.unmapped(`job.${key}`, 'Unknown key.', value);
    else place(out, key, updateKey, updateKey === 'labelingSoftware' ? joined(value) : value);
  }
  const rate = entries.find(([key]) => key === 'rateAmount');
  if (rate) placeRate(out, rate[1]);
  if (entries.length === 0) out.warn('The canonical job has no keys.');
  return out.finish('opentrain_canonical');
}

function place(out: FieldCollector, key: string, updateKey: string, value: unknown): void {
  const checked = fieldValue(updateKey, value);
  if ('value' in checked) {
    out.set(updateKey, checked.value);
    return;
  }
  out.unmapped(`job.${key}`, checked.reason, value);
  out.warn(`job.${key} was left out: ${checked.reason}`);
}

function placeRate(out: FieldCollector, value: unknown): void {
  const type = out.get('paymentType');
  if (typeof type !== 'string' || !Object.hasOwn(PRICE_KEY, type)) {
    out.unmapped('job.rateAmount', 'The rate needs a valid paymentType to say what it is a rate of.', value);
    out.warn('job.rateAmount was left out: there is no valid paymentType.');
    return;
  }
  place(out, 'rateAmount', PRICE_KEY[type as PaymentType], value);
}

/** `tools` is a list by its name, `labelingSoftware` a text; neither type is documented [U]. */
function joined(value: unknown): unknown {
  const texts = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  return texts ? value.join(', ') : value;
}
