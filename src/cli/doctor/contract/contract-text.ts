import { plainStyle, type Style } from '../../terminal/style.ts';
import { plainText } from '../../views/diagnostic-text.ts';
import { columns } from '../columns.ts';
import type { SettledQuestion } from './check-contract.ts';
import type { ContractView } from './contract-view.ts';
import type { Effect, Finding } from './finding.ts';

/** Longest text of the server's shown for one answer. */
const MAX_ANSWER_CHARS = 400;

/** Findings shown of one section. */
const MAX_FINDINGS = 100;

const SECTIONS: readonly { readonly effect: Effect; readonly title: string; readonly paint: keyof Style }[] =
  [
    { effect: 'breaks', title: 'Gone or changed, and otform relies on it', paint: 'red' },
    { effect: 'differs', title: 'Different, and otform copes', paint: 'yellow' },
    { effect: 'addition', title: 'New', paint: 'green' },
  ];

/** The report for people. Text of the server is made safe to print, and cut. */
export function contractText(view: ContractView, style: Style = plainStyle): string {
  const { report } = view;
  const settled = report.questions.filter(({ answers }) => answers.length > 0);
  const open = report.questions.filter(({ answers }) => answers.length === 0);
  const parts = [
    `${style.bold(`What ${clip(view.server)} says of itself, against what otform was built on`)}\n`,
    columns(headRows(view), '  '),
    ...SECTIONS.flatMap(({ effect, title, paint }) => {
      const found = report.findings.filter((finding) => finding.effect === effect);
      return found.length === 0
        ? []
        : [`${style[paint](style.bold(`${title} (${found.length})`))}\n`, findingsText(found)];
    }),
    ...(report.unseen.length === 0
      ? []
      : [
          `${style.bold(`Needed, and not described (${report.unseen.length})`)}\n`,
          columns(
            report.unseen.map((text) => [clip(text)]),
            '  ',
          ),
        ]),
    ...(settled.length === 0
      ? []
      : [
          `${style.bold(`Open questions with an answer in the document (${settled.length} of ${report.questions.length})`)}\n`,
          settled.map((entry) => questionText(entry, style)).join('\n'),
        ]),
    ...(settled.length === 0 || open.length === 0
      ? []
      : [
          `${style.bold('Still open')}\n`,
          columns(
            open.map(({ question }) => [question.asked, question.question]),
            '  ',
          ),
        ]),
    `${verdict(view, style)}\n`,
  ];
  // A title belongs to what follows it; the blocks themselves are apart.
  return parts
    .map((part, index) => (index === 0 || !part.startsWith(' ') ? `\n${part}` : part))
    .join('')
    .trimStart();
}

function headRows({ report, account }: ContractView): readonly (readonly string[])[] {
  const { spec, capabilities } = report;
  const document =
    spec.kind === 'compared'
      ? [
          `OpenAPI ${clip(spec.version)}`,
          ...(spec.title === null ? [] : [clip(spec.title)]),
          ...(spec.apiVersion === null ? [] : [`version ${clip(spec.apiVersion)}`]),
          `${spec.operations} operations${spec.cutOff ? ' read, the rest is left out' : ''}`,
        ].join(', ')
      : `not compared: ${clip(spec.why)}`;
  const lists =
    capabilities === null
      ? 'not compared'
      : `${capabilities.updateKeys} update keys, ${capabilities.enums} lists of values`;
  const claimed =
    account?.claimed === true
      ? 'claimed'
      : account?.claimed === false
        ? 'not claimed'
        : 'claim state not told';
  const who = account === null ? 'not read' : `${account.scopes.length} scopes, ${claimed}`;
  return [
    ['openapi.json', document],
    ['capabilities', lists],
    ['account', who],
  ];
}

function findingsText(findings: readonly Finding[]): string {
  const rows = findings.slice(0, MAX_FINDINGS).map(({ kind, subject, message, at }) => {
    const places = at.length === 1 && at[0] === subject ? '' : ` (${places4(at)})`;
    return [kind, clip(subject), `${clip(message)}${places}`];
  });
  const more = findings.length - MAX_FINDINGS;
  return columns(rows, '  ') + (more > 0 ? `  and ${more} more, with -json\n` : '');
}

/** Up to four places by name. */
function places4(at: readonly string[]): string {
  const more = at.length > 4 ? ` and ${at.length - 4} more` : '';
  return at.slice(0, 4).map(clip).join(', ') + more;
}

function questionText({ question, answers }: SettledQuestion, style: Style): string {
  const lines = [
    `  ${style.bold(question.question)} ${style.dim(`[${question.mark}] ${question.asked}`)}`,
    ...answers.map((answer) => `    answer:   ${clip(answer)}`),
    `    till now: ${question.assumed}`,
  ];
  return `${lines.join('\n')}\n`;
}

function verdict({ report, problems }: ContractView, style: Style): string {
  const breaks = report.findings.filter(({ effect }) => effect === 'breaks').length;
  if (breaks > 0) {
    const things = breaks === 1 ? 'One thing' : `${breaks} things`;
    return `${style.red(style.bold('Not compatible.'))} ${things} that otform relies on ${breaks === 1 ? 'is' : 'are'} gone or changed. Nothing was changed by this check. Look for a newer otform before you apply programs that use what is listed.`;
  }
  if (problems.length > 0) return `${style.yellow(style.bold('Not known.'))} Not everything could be asked.`;
  if (report.spec.kind !== 'compared') {
    return `${style.yellow(style.bold('Compatible as far as can be seen.'))} Only the capabilities were compared: ${clip(report.spec.why)}`;
  }
  if (report.unseen.length > 0) {
    return `${style.yellow(style.bold('Compatible as far as can be seen.'))} The document says nothing about ${report.unseen.length} of the things that otform needs. Nothing was changed by this check.`;
  }
  return `${style.green(style.bold('Compatible.'))} Nothing that otform relies on is gone or changed. Nothing was changed by this check.`;
}

function clip(text: string): string {
  const safe = plainText(text);
  return safe.length > MAX_ANSWER_CHARS ? `${safe.slice(0, MAX_ANSWER_CHARS)}…` : safe;
}
