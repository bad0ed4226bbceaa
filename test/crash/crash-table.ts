import type { CrashCase, CrashResult, Setting } from './crash-case.ts';

/** Requests of the change when it is not killed: list, account, edit, three closes, four creates of three each. */
export const REQUESTS_OF_CHANGE = 18;

/** Points that only a special setting reaches; every other point is met by a plain change. */
const SETTING_OF: readonly (readonly [RegExp, Setting])[] = [
  [/^state\.errored\./, 'conflict'],
  [/^state\.lock\.(before|mid)-break$/, 'stale-lock'],
  [/^state\.plan-file\./, 'save'],
  [/^engine\.settle\./, 'lost-create'],
  [/^engine\.abandoned\./, 'refused'],
];

/** Points that one run passes many times. */
const REPEATED = /^(state\.journal\.(?!.*remove)|engine\.(call|intent|created|result)\.)/;

/** Of those, the ones that the change passes four times. */
const CREATES = /^engine\.(intent|created)\./;

/** Points at which the next run is also tried with another program: those around a create. */
const AROUND_CREATE = /^engine\.(intent|created|result|call)\.|^state\.journal\.(mid|after)-append$/;

function settingOf(point: string): Setting {
  return SETTING_OF.find(([pattern]) => pattern.test(point))?.[1] ?? 'change';
}

/** Cases at one fail point. A pass that a run does not reach is no failure; a point that no case reaches is. */
function atPoint(point: string, isLong: boolean): CrashCase[] {
  const setting = settingOf(point);
  const next = setting === 'lost-create' ? 'removed' : 'same';
  const passes = !REPEATED.test(point)
    ? [1]
    : isLong
      ? Array.from({ length: 30 }, (_, i) => i + 1)
      : CREATES.test(point)
        ? [1, 4]
        : [1, 5];
  const cases = passes.map((nth): CrashCase => ({ setting, kill: { point, nth }, next, serial: false }));
  if (isLong && setting === 'change') {
    cases.push({ setting: 'first', kill: { point, nth: 1 }, next: 'same', serial: false });
  }
  if (AROUND_CREATE.test(point)) {
    const nth = point.startsWith('engine.call') || point.startsWith('engine.result') ? 3 : 1;
    for (const other of ['edited', 'removed'] as const) {
      cases.push({ setting: 'change', kill: { point, nth }, next: other, serial: true });
    }
  }
  return cases;
}

/** Every case: each point, and each request before it arrives and after it was processed. */
export function crashCases(points: readonly string[], isLong: boolean): readonly CrashCase[] {
  const requests = Array.from({ length: REQUESTS_OF_CHANGE }, (_, index) => index + 1);
  const others = isLong ? (['same', 'edited', 'removed'] as const) : (['same'] as const);
  return [
    ...points.flatMap((point) => atPoint(point, isLong)),
    ...requests.flatMap((request) =>
      others.flatMap((next) =>
        (['before', 'after'] as const).map(
          (phase): CrashCase => ({ setting: 'change', kill: { request, phase }, next, serial: true }),
        ),
      ),
    ),
  ];
}

/** One line of the printed table. */
export function describeResult({ case: crash, wasKilled, requests, problems }: CrashResult): string {
  const { kill } = crash;
  const place =
    'point' in kill
      ? `${kill.point}:${kill.nth}`
      : `${kill.phase} request ${kill.request} (${(requests.at(-1) ?? '').replace(/\bcm\w{23}\b/, 'ID')})`;
  const outcome = problems.length > 0 ? 'FAILED' : wasKilled ? 'recovered' : 'not reached';
  return `${place.padEnd(52)} ${crash.setting.padEnd(11)} ${crash.next.padEnd(8)} ${outcome}`;
}
