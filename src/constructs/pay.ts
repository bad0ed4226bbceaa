import type { PaymentType } from '../contract/index.ts';

/** A payment type together with its price in US dollars; made by {@link Pay}. */
export interface Pay {
  readonly paymentType: PaymentType;
  readonly pricePerLabel?: number;
  readonly pricePerHour?: number;
  readonly fixedPrice?: number;
}

/**
 * How trainers are paid: the payment type and the one price that belongs to it, in US dollars. Prices are checked when
 * the program is synthesised. Source: job-drafts/update [D].
 */
export const Pay = Object.freeze({
  /** So many dollars for each label. */
  perLabel: (usd: number): Pay => ({ paymentType: 'PAY_PER_LABEL', pricePerLabel: usd }),
  /** So many dollars an hour. */
  perHour: (usd: number): Pay => ({ paymentType: 'PAY_PER_HOUR', pricePerHour: usd }),
  /** So many dollars for the whole job. */
  fixed: (usd: number): Pay => ({ paymentType: 'FIXED_PRICE', fixedPrice: usd }),
});
