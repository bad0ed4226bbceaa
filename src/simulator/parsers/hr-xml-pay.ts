import type { Salary } from './salary.ts';
import { parseDigits } from './text-numbers.ts';
import { walk, type XmlElement } from './xml-document.ts';

const CURRENCIES = ['currencyCode', 'currency', 'currencyID'];
const INTERVAL_ATTRIBUTES = ['baseInterval', 'interval', 'payInterval'];
const INTERVAL_ELEMENTS = new Set([
  'BaseInterval',
  'Interval',
  'RateIntervalCode',
  'PayInterval',
  'BasePayIntervalCode',
]);
const LOW = new Set(['BasePayAmountMin', 'MinimumAmount', 'MinAmount']);
const HIGH = new Set(['BasePayAmountMax', 'MaximumAmount', 'MaxAmount']);
const EXACT = new Set(['BasePayAmount', 'Amount', 'BasePay', 'RatePerHour', 'PieceRate']);

/** A pay element of HR-XML, whose versions put currency and interval in attributes or in elements. */
export function hrSalary(pay: XmlElement): Salary {
  const all = [...walk(pay)];
  const exact = amountIn(all, EXACT);
  const low = exact ?? amountIn(all, LOW);
  const high = exact === undefined ? amountIn(all, HIGH) : undefined;
  return {
    path: pay.path,
    currency: attributeIn(all, CURRENCIES) ?? textIn(all, new Set(['CurrencyCode', 'Currency'])),
    interval: intervalOf(pay, all),
    low,
    high,
    shown: [low, high].filter((amount) => amount !== undefined).join('-') || pay.text,
  };
}

function intervalOf(pay: XmlElement, all: XmlElement[]): string | undefined {
  if (pay.name === 'RatePerHour') return 'hour';
  if (pay.name === 'PieceRate') return 'piece';
  return attributeIn(all, INTERVAL_ATTRIBUTES) ?? textIn(all, INTERVAL_ELEMENTS);
}

function amountIn(elements: XmlElement[], names: ReadonlySet<string>): number | undefined {
  for (const element of elements) {
    const amount = names.has(element.name) && element.text !== '' ? parseDigits(element.text) : undefined;
    if (amount !== undefined) return amount;
  }
  return undefined;
}

function attributeIn(elements: XmlElement[], names: string[]): string | undefined {
  for (const { attributes } of elements)
    for (const name of names) {
      const value = attributes.get(name);
      if (value !== undefined) return value;
    }
  return undefined;
}

function textIn(elements: XmlElement[], names: ReadonlySet<string>): string | undefined {
  return elements.find(({ name, text }) => names.has(name) && text !== '')?.text;
}
