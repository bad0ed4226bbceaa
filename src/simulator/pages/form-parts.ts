import { attributes, type Html, type HtmlPart, html } from './html.ts';

/** Something wrong with one field of a form, or (field null) with the form as a whole. */
export interface FormMistake {
  /** Id of the control, without `#`. */
  readonly field: string | null;
  readonly message: string;
}

/** What every control has. */
export interface ControlOptions {
  /** Name in the form, and id in the page unless `id` says otherwise. */
  readonly name: string;
  readonly id?: string;
  readonly label: string;
  readonly hint?: HtmlPart;
  readonly value: string;
  readonly mistakes?: readonly FormMistake[];
  /** Takes the whole row of a grid of fields. */
  readonly whole?: boolean;
}

export interface TextOptions extends ControlOptions {
  readonly type?: 'text' | 'email' | 'datetime-local';
  readonly inputmode?: 'text' | 'numeric' | 'decimal' | 'email';
  readonly autocomplete?: string;
  readonly className?: string;
  readonly required?: boolean;
  readonly maxlength?: number;
  readonly step?: number;
}

/** One line of text. */
export function textInput(options: TextOptions): Html {
  const id = options.id ?? options.name;
  const input = html`<input${attributes({
    id,
    name: options.name,
    type: options.type ?? 'text',
    value: options.value,
    inputmode: options.inputmode,
    autocomplete: options.autocomplete ?? 'off',
    class: options.className,
    required: options.required,
    maxlength: options.maxlength,
    step: options.step,
    ...described(options, id),
  })}>`;
  return field(options, id, input);
}

/** Text of several lines. */
export function textArea(options: ControlOptions & { readonly rows?: number }): Html {
  const id = options.id ?? options.name;
  // A parser drops the first line break of a text area, so one is given to be dropped.
  const area = html`<textarea${attributes({ id, name: options.name, rows: options.rows ?? 3, ...described(options, id) })}>
${options.value}</textarea>`;
  return field(options, id, area);
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** One of a list. */
export function selectInput(options: ControlOptions & { readonly choices: readonly Choice[] }): Html {
  const id = options.id ?? options.name;
  return field(options, id, select(id, options, described(options, id)));
}

/** A list to choose from whose label is elsewhere, e.g. the header cell of a table's row. */
export function labelledSelect(options: {
  readonly name: string;
  readonly labelledBy: string;
  readonly value: string;
  readonly choices: readonly Choice[];
}): Html {
  return select(options.name, options, { 'aria-labelledby': options.labelledBy });
}

/** Names every mistake at the top, each linked to its field; nothing when there is none. */
export function errorSummary(mistakes: readonly FormMistake[], title = 'There is a problem'): HtmlPart {
  if (mistakes.length === 0) return null;
  const items = mistakes.map(
    ({ field: id, message }) =>
      html`<li>${id === null ? message : html`<a href="#${id}">${message}</a>`}</li>`,
  );
  return html`<div class="note bad" role="alert" tabindex="-1" id="errors"><h2>${title}</h2><ul>${items}</ul></div>`;
}

/** A message above the page's content. */
export function note(kind: 'good' | 'warn' | 'bad', title: string, text: HtmlPart = null): Html {
  const role = kind === 'bad' ? 'alert' : 'status';
  return html`<div class="note ${kind}" role="${role}"><h2>${title}</h2>${text === null ? null : html`<p>${text}</p>`}</div>`;
}

/** A form that posts back to this server, with its one-time token. */
export function postForm(
  action: string,
  token: string,
  content: HtmlPart,
  options: { readonly label?: string; readonly hidden?: Readonly<Record<string, string>> } = {},
): Html {
  const hidden = Object.entries({ formToken: token, ...options.hidden }).map(
    ([name, value]) => html`<input type="hidden"${attributes({ name, value })}>`,
  );
  // The page checks nothing itself: mistakes come back as one summary, the same in every browser.
  return html`<form method="post" novalidate${attributes({ action, 'aria-label': options.label })}>${hidden}${content}</form>`;
}

function field(options: ControlOptions, id: string, control: Html): Html {
  const mistake = mistakeOf(options, id);
  const className = `field${mistake === undefined ? '' : ' bad'}${options.whole === true ? ' whole' : ''}`;
  return html`<div class="${className}"><label for="${id}">${options.label}</label>
${options.hint === undefined ? null : html`<p class="hint" id="${id}-hint">${options.hint}</p>`}
${mistake === undefined ? null : html`<p class="mistake" id="${id}-mistake"><span class="visually-hidden">Error: </span>${mistake.message}</p>`}
${control}</div>
`;
}

function select(
  id: string,
  options: { readonly name: string; readonly value: string; readonly choices: readonly Choice[] },
  described_: Readonly<Record<string, string | boolean | undefined>>,
): Html {
  const choices = options.choices.map(
    ({ value, text }) =>
      html`<option${attributes({ value, selected: value === options.value })}>${text}</option>`,
  );
  return html`<select${attributes({ id, name: options.name, ...described_ })}>${choices}</select>`;
}

function described(options: ControlOptions, id: string) {
  const mistake = mistakeOf(options, id);
  const ids = [
    ...(options.hint === undefined ? [] : [`${id}-hint`]),
    ...(mistake === undefined ? [] : [`${id}-mistake`]),
  ];
  return {
    'aria-describedby': ids.length === 0 ? undefined : ids.join(' '),
    'aria-invalid': mistake === undefined ? undefined : 'true',
  };
}

function mistakeOf(options: ControlOptions, id: string): FormMistake | undefined {
  return options.mistakes?.find((mistake) => mistake.field === id);
}
