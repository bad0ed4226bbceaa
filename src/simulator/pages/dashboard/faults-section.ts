import type { FaultKind, FaultState } from '../../faults/fault.ts';
import type { FaultList } from '../../faults/fault-list.ts';
import { type FormMistake, postForm, selectInput, textInput } from '../form-parts.ts';
import { type Html, html } from '../html.ts';
import { EMPTY_FAULT, FAULT_KINDS, type FaultTexts, faultId } from './fault-form.ts';

/** The armed faults, each with a button that disarms it, and the form for one more. */
export function faultsSection(
  faults: FaultList,
  token: string,
  typed: FaultTexts = EMPTY_FAULT,
  mistakes: readonly FormMistake[] = [],
): Html {
  const armed = faults.list();
  const table = html`<div class="scroll" role="region" aria-labelledby="faults" tabindex="0"><table><caption>${armed.length} armed; the first one that matches hits</caption>
<thead><tr><th scope="col">Requests</th><th scope="col">What goes wrong</th><th scope="col">Which of them</th><th scope="col" class="number">Seen</th><th scope="col" class="number">Hit</th><th scope="col">Remove</th></tr></thead>
<tbody>${armed.map((fault) => row(fault, token))}</tbody></table></div>
${postForm('/dashboard/faults/clear', token, html`<button class="plain">Remove all faults</button>`, { label: 'Remove all faults' })}`;
  return html`<section class="card" aria-labelledby="faults"><h2 id="faults">Faults</h2>
${armed.length === 0 ? html`<p>No fault is armed: every request is answered as it should be.</p>` : table}
<h3 id="add-fault">Add a fault</h3>${addForm(token, typed, mistakes)}</section>`;
}

function row(fault: FaultState, token: string): Html {
  const name = `${fault.method ?? 'Any method'} ${fault.path}`;
  return html`<tr><th scope="row" class="wrap"><code>${name}</code></th><td>${describe(fault.fault)}</td><td>${which(fault)}</td><td class="number">${fault.seen}</td><td class="number">${fault.hits}</td><td>${postForm(
    '/dashboard/faults/clear',
    token,
    html`<button class="plain small">Remove<span class="visually-hidden"> fault on ${name}</span></button>`,
    { hidden: { id: fault.id } },
  )}</td></tr>`;
}

function addForm(token: string, typed: FaultTexts, mistakes: readonly FormMistake[]): Html {
  const text = (name: keyof FaultTexts, label: string, hint: string, numeric = true) =>
    textInput({
      name,
      id: faultId(name),
      label,
      hint,
      value: typed[name],
      mistakes,
      ...(numeric ? { inputmode: 'numeric' as const } : {}),
    });
  const choose = (name: keyof FaultTexts, label: string, choices: readonly (readonly [string, string])[]) =>
    selectInput({
      name,
      id: faultId(name),
      label,
      value: typed[name],
      mistakes,
      choices: choices.map(([value, words]) => ({ value, text: words })),
    });
  return postForm(
    '/dashboard/faults',
    token,
    html`<div class="fields three">${choose('method', 'Method', [
      ['', 'Any'],
      ...(['GET', 'POST', 'PATCH', 'DELETE'] as const).map((method) => [method, method] as const),
    ])}${text('path', 'Path', 'Under /api/public/v1 unless it begins with /api. * is one part, ** any.', false)}${choose('type', 'What goes wrong', FAULT_KINDS)}
${text('status', 'Status', 'For an error status.')}${text('retryAfter', 'Retry-After', 'For an error status: seconds, a date, or empty.', false)}${text('ms', 'Milliseconds', 'For a late answer or a wrong Date.')}
${choose('when', 'When', [
  ['before', 'Before the request is processed'],
  ['after', 'After it was processed'],
])}${text('nth', 'First request to fail', '1 is the next one that matches.')}${text('count', 'How many fail', 'Empty: all of them.')}</div>
<div class="buttons"><button>Add fault</button></div>`,
    { label: 'Add a fault' },
  );
}

function describe(fault: FaultKind): string {
  const words = FAULT_KINDS.find(([type]) => type === fault.type)?.[1] ?? fault.type;
  switch (fault.type) {
    case 'status':
      return `${words}: ${fault.status}, ${fault.when ?? 'before'} processing`;
    case 'latency':
    case 'clock-skew':
      return `${words}: ${fault.ms} ms`;
    case 'reset':
    case 'stall':
      return `${words}, ${fault.when} processing`;
    default:
      return words;
  }
}

function which(fault: FaultState): string {
  const count = fault.count === undefined ? 1 : fault.count;
  const from = fault.nth === undefined || fault.nth === 1 ? 'From the next' : `From the ${fault.nth}.`;
  return count === null ? `${from}, all` : `${from}, ${count}`;
}
