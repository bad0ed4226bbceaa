import { tryFieldByKey } from '../../contract/index.ts';
import type { Dialect } from '../dialects.ts';
import { isUnset } from './gaps.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Country names a person writes, and the ISO codes that the facets show [D jobs/facets for the form]. */
const COUNTRY_CODES: Readonly<Record<string, string>> = {
  'united states': 'US',
  usa: 'US',
  'united kingdom': 'GB',
  uk: 'GB',
  india: 'IN',
  spain: 'ES',
  mexico: 'MX',
  germany: 'DE',
  france: 'FR',
  brazil: 'BR',
  canada: 'CA',
  philippines: 'PH',
  kenya: 'KE',
  nigeria: 'NG',
};

/** New values laid over old ones; null, empty text and empty lists unset a field. Never changes its inputs. */
export function mergeFields(dialect: Dialect, before: Fields, patch: Fields): Fields {
  const result: Record<string, unknown> = { ...before };
  for (const [key, sent] of Object.entries(patch)) {
    const value = spell(dialect, key, sent);
    if (isUnset(value)) delete result[key];
    else if (dialect.listPatch === 'merge' && Array.isArray(value) && Array.isArray(before[key])) {
      result[key] = [...new Set([...(before[key] as unknown[]), ...value])];
    } else result[key] = value;
  }
  if (
    dialect.paymentSwitch === 'clears-rates' &&
    typeof patch.paymentType === 'string' &&
    patch.paymentType !== before.paymentType
  ) {
    for (const rate of ['pricePerHour', 'pricePerLabel', 'fixedPrice'])
      if (!(rate in patch)) delete result[rate];
  }
  return result;
}

/** Whether two sets of field values are the same; fields are plain JSON. */
export function sameFields(a: Fields, b: Fields): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

function spell(dialect: Dialect, key: string, value: unknown): unknown {
  if (dialect.valueSpelling === 'as-sent') return value;
  if (typeof value === 'string') return tryFieldByKey(key)?.enumValues === undefined ? value.trim() : value;
  if (!Array.isArray(value)) return value;
  const items = value.map((item) => (typeof item === 'string' ? item.trim() : item));
  if (key === 'countries') return items.map(toCountryCode);
  if (key === 'languages') return items.map(capitalise);
  return items;
}

function toCountryCode(country: unknown): unknown {
  if (typeof country !== 'string') return country;
  return COUNTRY_CODES[country.toLowerCase()] ?? (country.length === 2 ? country.toUpperCase() : country);
}

function capitalise(language: unknown): unknown {
  if (typeof language !== 'string' || language === '') return language;
  return language.slice(0, 1).toUpperCase() + language.slice(1).toLowerCase();
}
