import { type PaymentType, PRICE_KEY } from '../../contract/index.ts';
import type { FieldCollector } from './parsed-source.ts';

/** A structured salary, as JSON-LD and HR-XML give it. */
export interface Salary {
  readonly path: string;
  readonly currency: string | undefined;
  readonly interval: string | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly shown: unknown;
}

const INTERVALS = new Map<string, { type: PaymentType; unsure: boolean }>();
for (const word of ['hour', 'hourly', 'hr', 'hur', 'perhour'])
  INTERVALS.set(word, { type: 'PAY_PER_HOUR', unsure: false });
for (const word of ['label', 'perlabel', 'annotation'])
  INTERVALS.set(word, { type: 'PAY_PER_LABEL', unsure: false });
for (const word of ['piece', 'task', 'item', 'unit', 'pieceunit'])
  INTERVALS.set(word, { type: 'PAY_PER_LABEL', unsure: true });
for (const word of ['fixed', 'fixedprice', 'flat', 'project', 'total', 'once', 'lumpsum'])
  INTERVALS.set(word, { type: 'FIXED_PRICE', unsure: false });

/** `paymentType` and its price of a structured salary; what the API cannot take is reported as unmapped. */
export function placeSalary(salary: Salary, out: FieldCollector): void {
  const { path, currency, interval, low, high, shown } = salary;
  const amount = low ?? high;
  if (amount === undefined || !Number.isFinite(amount) || amount <= 0) {
    out.unmapped(path, 'The salary has no amount above zero.', shown);
    return;
  }
  if (currency !== undefined && currency.trim().toUpperCase() !== 'USD') {
    out.unmapped(path, `Prices are in US dollars only; this one is in ${currency.slice(0, 20)}.`, shown);
    return;
  }
  const unit = INTERVALS.get((interval ?? '').toLowerCase().replace(/[^a-z]/g, ''));
  if (!unit) {
    const named = interval ? `by "${interval.slice(0, 20)}"` : 'without an interval';
    out.unmapped(path, `There is no payment type for pay ${named}.`, shown);
    return;
  }
  const range = low !== undefined && high !== undefined && low !== high;
  if (currency === undefined) out.warn(`${path}: no currency is given; taken as US dollars.`);
  if (range) out.warn(`${PRICE_KEY[unit.type]}: the source gives a range of ${low} to ${high}; kept ${low}.`);
  out.set('paymentType', unit.type, unit.unsure);
  out.set(PRICE_KEY[unit.type], amount, range || currency === undefined || low === undefined);
}
