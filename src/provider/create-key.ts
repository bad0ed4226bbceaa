import { createHash, randomUUID } from 'node:crypto';
import { statusKind } from './job-status.ts';

/** Where a create's base key comes from: the program, or derived from state lineage and address. */
export interface BaseKey {
  readonly text: string;
  readonly kind: 'given' | 'derived' | 'random';
}

/**
 * Base key of a create. Derived keys are the same in every run over one state, so a repeated create finds the first
 * job; a given key is sent as it is. Under Terraform neither lineage nor address is told: then the key is random and
 * the intent log remembers it.
 */
export function baseKey(given: string | null, lineage: string | null, address: string | null): BaseKey {
  if (given !== null && given !== '') return { text: given, kind: 'given' };
  if (lineage !== null && address !== null) {
    const digest = createHash('sha256').update(`${lineage}\n${address}`).digest('hex').slice(0, 40);
    return { text: `otform-${digest}`, kind: 'derived' };
  }
  return { text: `otform-${randomUUID()}`, kind: 'random' };
}

const RANDOM_KEY = /^otform-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Whether a key was made up because neither the program nor an address gave one. */
export function isRandomKey(key: string): boolean {
  const [base = ''] = key.split(GENERATION_MARK);
  return RANDOM_KEY.test(base);
}

/** Stands before the number; a construct path never holds it, so no other job's key can look like a successor. */
const GENERATION_MARK = '#';

/** Whether a key is a base key or one of its numbered successors. */
export function isKeyOf(base: string, key: string): boolean {
  return key === base || key.startsWith(`${base}${GENERATION_MARK}`);
}

/** Key of the n-th job made under one base: the first is the base itself. */
export function keyOfGeneration(base: BaseKey, generation: number): string {
  return generation === 1 ? base.text : `${base.text}${GENERATION_MARK}${generation}`;
}

/** SHA-256 of a request body without its key: two creates of the same content share it. */
export function contentHash(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}

export interface ReplayFacts {
  readonly status: string;
  /** The create was ours and its answer was lost. */
  readonly ownIntent: boolean;
  /** The job was on the account before this run's first create; null when nobody looked. */
  readonly knownBefore: boolean | null;
  /** Another address of this run already stands for the job. */
  readonly managedElsewhere: boolean;
  /** The state holds the job although this is a create: it is the one being replaced. */
  readonly heldByState: boolean;
  readonly kind: BaseKey['kind'];
}

export type ReplayVerdict =
  /** Made by this very request. */
  | 'new'
  /** Ours from an interrupted run. */
  | 'settled'
  /** Ours by lineage and address, though the state had forgotten it. */
  | 'recovered'
  /** That key's job is over or in use elsewhere: take the next generation. */
  | 'next-generation'
  /** Somebody else's key: touch nothing. */
  | 'refuse';

/**
 * What the answer to a create means. Whether a replay marks itself is unknown [U], so it is judged by what else is
 * known about the job. The order matters: a job in use elsewhere must never be adopted a second time.
 */
export function judgeReplay(facts: ReplayFacts): ReplayVerdict {
  if (facts.managedElsewhere) return facts.kind === 'given' ? 'refuse' : 'next-generation';
  if (facts.ownIntent) return 'settled';
  if (facts.heldByState) return 'next-generation';
  if (statusKind(facts.status) === 'over') return 'next-generation';
  const existedBefore = facts.knownBefore === true || statusKind(facts.status) !== 'draft';
  if (!existedBefore) return 'new';
  return facts.kind === 'given' ? 'refuse' : 'recovered';
}
