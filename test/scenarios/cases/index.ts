import type { Scenario } from '../scenario.ts';
import { ADDRESSES } from './addresses.ts';
import { LIFECYCLE } from './lifecycle.ts';
import { OUTSIDE } from './outside.ts';
import { PUBLISHING } from './publishing.ts';
import { VALUES } from './values.ts';

/** The whole suite by theme: each theme is one test file for each engine. */
export const THEMES = {
  publishing: PUBLISHING,
  outside: OUTSIDE,
  lifecycle: LIFECYCLE,
  addresses: ADDRESSES,
  values: VALUES,
};

export const ALL: readonly Scenario[] = Object.values(THEMES).flat();
