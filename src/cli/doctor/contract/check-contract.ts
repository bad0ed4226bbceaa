import type { Capabilities, ServedSpec } from '../../../api/api.ts';
import type { ContractEndpoint, JobField, OpenQuestion } from '../../../contract/index.ts';
import { compareCapabilities } from './compare-capabilities.ts';
import { compareEndpoint, endpointName } from './compare-endpoint.ts';
import { type Finding, mergeFindings } from './finding.ts';
import { lookUp } from './spec-looks.ts';
import { SpecReader } from './spec-reader.ts';

/** What otform was built on. */
export interface Contract {
  readonly endpoints: readonly ContractEndpoint[];
  /** Documented operations that otform does not use. */
  readonly unused: readonly string[];
  readonly fields: readonly JobField[];
  readonly questions: readonly OpenQuestion[];
}

/** How much of the document could be compared. */
export type SpecSummary =
  | {
      readonly kind: 'compared';
      readonly version: string;
      readonly title: string | null;
      readonly apiVersion: string | null;
      readonly operations: number;
      readonly cutOff: boolean;
    }
  | { readonly kind: 'unusable' | 'absent'; readonly why: string };

export interface SettledQuestion {
  readonly question: OpenQuestion;
  /** Phrases with the server's own words in them; empty: not settled. */
  readonly answers: readonly string[];
}

export interface ContractReport {
  /** False when something that otform relies on is gone or changed. */
  readonly compatible: boolean;
  readonly spec: SpecSummary;
  /** Null: they could not be read, so nothing was compared with them. */
  readonly capabilities: { readonly updateKeys: number; readonly enums: number } | null;
  readonly findings: readonly Finding[];
  /** What otform needs and the document says nothing about. */
  readonly unseen: readonly string[];
  readonly questions: readonly SettledQuestion[];
}

/** Compares what the server says of itself with the contract. Pure: the same inputs give the same report. */
export function checkContract(
  contract: Contract,
  spec: ServedSpec | { readonly kind: 'unreadable'; readonly why: string },
  capabilities: Capabilities | null,
): ContractReport {
  const served = capabilities === null ? [] : compareCapabilities(capabilities, contract.fields);
  const counts =
    capabilities === null
      ? null
      : { updateKeys: capabilities.updateKeys.length, enums: Object.keys(capabilities.enums).length };
  const reader = spec.kind === 'served' ? SpecReader.read(spec.document) : null;
  if (!(reader instanceof SpecReader)) {
    const summary: SpecSummary =
      reader === null
        ? unreadSpec(spec)
        : { kind: 'unusable', why: `The document is not used. ${reader.refused}` };
    return report(summary, counts, served, [], unsettled(contract));
  }
  const compared = contract.endpoints
    .filter((endpoint) => endpoint.family === 'public' || reader.describesAgentCalls)
    .map((endpoint) => compareEndpoint(reader, endpoint, contract.fields));
  const findings = [
    ...compared.flatMap((comparison) => comparison.findings),
    ...newOperations(reader, contract),
    ...served,
  ];
  const questions = contract.questions.map((question) => ({
    question,
    answers: answersTo(reader, question),
  }));
  const summary: SpecSummary = {
    kind: 'compared',
    version: reader.version,
    title: reader.title,
    apiVersion: reader.apiVersion,
    operations: reader.operations.size,
    cutOff: reader.cutOff,
  };
  return report(
    summary,
    counts,
    findings,
    compared.flatMap(({ unseen }) => unseen),
    questions,
  );
}

function report(
  spec: SpecSummary,
  capabilities: ContractReport['capabilities'],
  findings: readonly Finding[],
  unseen: readonly string[],
  questions: readonly SettledQuestion[],
): ContractReport {
  const merged = mergeFindings(findings);
  const compatible = merged.every((finding) => finding.effect !== 'breaks');
  return { compatible, spec, capabilities, findings: merged, unseen, questions };
}

function unreadSpec(spec: ServedSpec | { readonly kind: 'unreadable'; readonly why: string }): SpecSummary {
  switch (spec.kind) {
    case 'absent':
      return { kind: 'absent', why: `The server answers ${spec.status} where openapi.json should be.` };
    case 'not-a-document':
      return { kind: 'unusable', why: 'What is served as openapi.json is no JSON object.' };
    case 'unreadable':
      return { kind: 'unusable', why: spec.why };
    case 'served':
      return { kind: 'unusable', why: 'The document could not be read.' };
  }
}

function newOperations(reader: SpecReader, contract: Contract): readonly Finding[] {
  const known = new Set(
    [...contract.endpoints.map(endpointName), ...contract.unused].flatMap((name) => reader.find(name) ?? []),
  );
  return [...reader.operations.values()]
    .filter((operation) => !known.has(operation))
    .map(({ name }) => {
      const message = 'is new: it was not in the documentation that otform was built on';
      return { effect: 'addition', kind: 'endpoint', subject: name, message, at: [name] };
    });
}

/** Phrases of all looks; the operation is named where a question looks at several. */
function answersTo(reader: SpecReader, question: OpenQuestion): readonly string[] {
  const several = new Set(question.looks.map(({ at }) => at)).size > 1;
  const phrases = question.looks.flatMap((look) => {
    const phrase = lookUp(reader, look);
    if (phrase === null) return [];
    return several && look.what !== 'operation' ? [`${look.at}: ${phrase}`] : [phrase];
  });
  return [...new Set(phrases)];
}

function unsettled(contract: Contract): readonly SettledQuestion[] {
  return contract.questions.map((question) => ({ question, answers: [] }));
}
