import { type DialectKey, defaultDialect, describeDialects, withDialect } from '../../dialects.ts';
import type { Handler, Reply, Route, SimRequest } from '../../http/route.ts';
import type { World } from '../../world.ts';
import { errorSummary, type FormMistake, note } from '../form-parts.ts';
import { type HtmlPart, html } from '../html.ts';
import { page, seeOther } from '../layout.ts';
import { formText, type PageParts, shown, submitted } from '../page-route.ts';
import { accountsSection } from './accounts-section.ts';
import { CLOCK_STEPS, clockSection, readTime } from './clock-section.ts';
import { connectSection } from './connect-section.ts';
import { dialectControl, dialectSection } from './dialect-section.ts';
import { EMPTY_FAULT, type FaultTexts, readFault } from './fault-form.ts';
import { faultsSection } from './faults-section.ts';
import { jobsSection } from './jobs-section.ts';
import { logSection } from './log-section.ts';

/** A form of the dashboard that was not accepted, with what was typed into it. */
interface Rejected {
  readonly mistakes: readonly FormMistake[];
  readonly fault?: FaultTexts;
  readonly time?: string;
  readonly dialect?: true;
}

/** The dashboard and its forms. Each form leads back to its section, with one line on what was done. */
export function dashboardPages(parts: PageParts): readonly Route[] {
  const { faults, log } = parts;

  const dashboard = (world: World, request: SimRequest, rejected?: Rejected): Reply => {
    // One token for all forms of the page: whichever is sent first uses it up, and the page is shown anew.
    const token = parts.tokens.issue();
    const mistakes = rejected?.mistakes ?? [];
    const open = request.query.has('dialect') || rejected?.dialect === true;
    return page({
      title: 'Dashboard',
      status: mistakes.length > 0 ? 422 : 200,
      body: html`${doneNote(request)}${errorSummary(mistakes)}<h1>Dashboard</h1>
<p class="lead">Everything this simulator holds, and every way to disturb it.</p>
<nav class="toc" aria-label="Sections"><ul>${SECTIONS.map(([id, text]) => html`<li><a href="#${id}">${text}</a></li>`)}</ul></nav>
${jobsSection(world, pageNumber(request))}
${accountsSection(world)}
<div class="split"><div>${connectSection(world)}</div><div>${clockSection(world, token, mistakes, rejected?.time)}</div></div>
${logSection(log, request, token)}
${faultsSection(faults, token, rejected?.fault, mistakes)}
${dialectSection(world, token, open, rejected?.dialect === true ? mistakes : [])}`,
    });
  };

  const advance: Handler = (world, request) => {
    const step = formText(request, 'step');
    const ms = Object.hasOwn(CLOCK_STEPS, step) ? CLOCK_STEPS[step]?.[0] : undefined;
    if (ms === undefined) {
      return dashboard(world, request, {
        mistakes: [{ field: 'advance', message: 'Choose how far the clock moves.' }],
      });
    }
    world.clock.advance(ms);
    return done('clock');
  };

  const set: Handler = (world, request) => {
    const text = formText(request, 'time');
    const time = readTime(text);
    if (time === null) {
      const mistake = { field: 'time', message: 'Enter a time such as 2026-01-31T12:00:00.' };
      return dashboard(world, request, { mistakes: [mistake], time: text });
    }
    world.clock.set(time);
    return done('clock');
  };

  const addFault: Handler = (world, request) => {
    const names = Object.keys(EMPTY_FAULT) as (keyof FaultTexts)[];
    const typed = Object.fromEntries(names.map((name) => [name, formText(request, name)])) as FaultTexts;
    const read = readFault(typed);
    if ('mistakes' in read) return dashboard(world, request, { mistakes: read.mistakes, fault: typed });
    faults.add(read.spec);
    return done('faults');
  };

  const removeFaults: Handler = (_world, request) => {
    const id = formText(request, 'id');
    faults.clear(id === '' ? undefined : id);
    return done('faults');
  };

  const saveDialect: Handler = (world, request) => {
    const changes: Partial<Record<DialectKey, string | number>> = {};
    for (const { key, values } of describeDialects()) {
      const text = formText(request, dialectControl(key));
      if (text === '' || text === String(world.dialect[key])) continue;
      changes[key] = values.find((value) => String(value) === text) ?? text;
    }
    try {
      world.dialect = withDialect(world.dialect, changes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return dashboard(world, request, {
        mistakes: [{ field: 'dialect', message: error.message }],
        dialect: true,
      });
    }
    return done('dialect');
  };

  const resetDialect: Handler = (world) => {
    world.dialect = defaultDialect();
    return done('dialect');
  };

  const clearLog: Handler = () => {
    log.clear();
    return done('requests');
  };

  return [
    shown('/', (world, request) => dashboard(world, request)),
    submitted('/dashboard/clock/advance', advance),
    submitted('/dashboard/clock/set', set),
    submitted('/dashboard/faults', addFault),
    submitted('/dashboard/faults/clear', removeFaults),
    submitted('/dashboard/dialect', saveDialect),
    submitted('/dashboard/dialect/reset', resetDialect),
    submitted('/dashboard/log/clear', clearLog),
  ];
}

const SECTIONS = [
  ['jobs', 'Jobs'],
  ['accounts', 'Accounts and claims'],
  ['connect', 'Point otform here'],
  ['clock', 'Clock'],
  ['requests', 'Requests'],
  ['faults', 'Faults'],
  ['dialect', 'Dialect'],
] as const;

const DONE: Readonly<Record<string, string>> = {
  clock: 'The clock was moved.',
  faults: 'The list of faults was changed.',
  dialect: 'The dialect was saved. The next request meets it.',
  requests: 'The log was emptied.',
};

function done(section: string): Reply {
  return seeOther(`/?done=${section}${section === 'dialect' ? '&dialect' : ''}#${section}`);
}

function doneNote(request: SimRequest): HtmlPart {
  const section = request.query.get('done') ?? '';
  const text = Object.hasOwn(DONE, section) ? DONE[section] : undefined;
  return text === undefined ? null : note('good', 'Done', text);
}

function pageNumber(request: SimRequest): number {
  const text = request.query.get('jobs') ?? '';
  return /^\d{1,6}$/.test(text) ? Number(text) : 1;
}
