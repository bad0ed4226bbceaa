import type { ContractView } from './contract-view.ts';

/** The report for machines. `format_version` changes its first number when a key goes or changes its meaning. */
export function contractJson({ server, report, account, problems }: ContractView): unknown {
  return {
    format_version: '1.0',
    server,
    compatible: report.compatible,
    complete: problems.length === 0 && report.spec.kind === 'compared' && report.capabilities !== null,
    spec: report.spec,
    capabilities: report.capabilities,
    account: account === null ? null : { scopes: account.scopes, claimed: account.claimed },
    findings: report.findings,
    not_described: report.unseen,
    questions: report.questions.map(({ question, answers }) => ({
      id: question.id,
      question: question.question,
      mark: question.mark,
      asked: question.asked,
      assumed: question.assumed,
      settled: answers.length > 0,
      answers,
    })),
    problems: problems.map(({ code, summary, detail }) => ({ code, summary, detail })),
  };
}
