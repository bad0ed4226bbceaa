import type { Dialect, Simulator } from '../../src/simulator/index.ts';
import type { ProgramParts } from './program.ts';
import type { Project } from './project.ts';

/** The world that a step acts on, whichever engine runs the scenario. */
export interface World {
  readonly simulator: Simulator;
  readonly project: Project;
  /** Job ID at an address of the state, e.g. `opentrain_job.images`. Raises for an address that is not there. */
  readonly id: (address: string) => string;
  /** Values that steps hand on to later ones. */
  readonly notes: Map<string, string>;
}

/** What must hold after a step in the default dialect. Left out: not looked at. */
export interface Expectation {
  readonly exit: number;
  /** Requests of the step, e.g. `PATCH /job-drafts/{id} experienceLevel`, in order. */
  readonly requests?: readonly string[];
  /** Planned action and changed attributes by address, e.g. `update: experience_level, status`; no-ops left out. */
  readonly plan?: Readonly<Record<string, string>>;
  /** Attributes by address; the state holds exactly these addresses. */
  readonly state?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Number of jobs on the account by status. */
  readonly remote?: Readonly<Record<string, number>>;
}

/** One command line, with what changes before it runs. */
export interface Step {
  readonly name: string;
  /** The program from this step on. */
  readonly program?: ProgramParts | ((world: World) => ProgramParts);
  /** People, faults and time: what happens before the command. */
  readonly before?: (world: World) => void;
  /** Words after `otform`; `{id:ADDRESS}` and `{note:NAME}` are filled in. */
  readonly run: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly expect: Expectation;
  /** How the same step is said to terraform, or why it has no part in the comparison. Default: the same words. */
  readonly terraform?: readonly string[] | 'left out';
}

/** What every dialect must reach, however many runs that takes. */
export interface Convergence {
  /** Status by address, when it is not `OPEN` for every address. */
  readonly statuses?: Readonly<Record<string, string>>;
  /** Flags of the last applies, when they are not the `-var`s of the last step. */
  readonly flags?: readonly string[];
  /** Jobs that are not closed and that no address stands for: abandoned or forgotten ones. */
  readonly strays?: number | ((dialect: Readonly<Dialect>) => number);
}

export interface Scenario {
  /** Also the folder of its goldens. */
  readonly name: string;
  readonly steps: readonly Step[];
  readonly publishQuota?: number;
  readonly dialect?: Partial<Dialect>;
  /** Absent: the scenario is about a refusal and converges to nothing. */
  readonly converges?: Convergence;
  /** Which of several jobs comes first decides its fate, and engines choose freely: only statuses are compared. */
  readonly isRace?: boolean;
}

/** Words with `{id:ADDRESS}` and `{note:NAME}` filled in. */
export function filledIn(words: readonly string[], world: World): readonly string[] {
  return words.map((word) =>
    word
      .replace(/\{id:([^}]+)\}/g, (_all, address: string) => world.id(address))
      .replace(/\{note:([^}]+)\}/g, (_all, name: string) => world.notes.get(name) ?? ''),
  );
}

/** Environment of a step, filled in. */
export function environmentOf(step: Step, world: World): Readonly<Record<string, string>> {
  const names = Object.keys(step.env ?? {});
  const values = filledIn(Object.values(step.env ?? {}), world);
  return Object.fromEntries(names.map((name, at) => [name, values[at] ?? '']));
}

/** Keeps the literal types of a table of scenarios. */
export function scenarios(...list: readonly Scenario[]): readonly Scenario[] {
  return list;
}
