import type { AttributePath, Diagnostic } from './diagnostics.ts';
import type { Schema } from './schema-model.ts';
import type { ProviderSession } from './session.ts';
import type { ObjectValue } from './values.ts';

/**
 * State words, as in Terraform's resource instance change lifecycle: *prior* is the last known state, *config* what
 * the program says, *planned* what apply promises (may hold unknowns), *new* what apply confirmed.
 */
export interface PlanRequest {
  /** Null: create. */
  readonly prior: ObjectValue | null;
  /** With a null prior: the planned private of the object that this create replaces, as Terraform hands it over. */
  readonly priorPrivate: string | null;
  /** Null: destroy. */
  readonly config: ObjectValue | null;
  /** The state knows no job at all: then a job like this one on the account means that the state was lost. */
  readonly stateIsEmpty?: boolean;
}

/** What a planned change will do to the outside world, for the plan's summary and warnings. */
export interface PlanEffects {
  readonly createsDraft: boolean;
  readonly publishes: boolean;
  /** Update keys sent to a live job: re-moderated, and a block takes the job off the marketplace. */
  readonly liveEdit: readonly string[];
  /** Update keys sent to a draft. */
  readonly draftEdit: readonly string[];
  readonly closes: boolean;
  readonly abandons: boolean;
}

export interface PlanResponse {
  readonly planned: ObjectValue | null;
  readonly plannedPrivate: string | null;
  /** Attributes whose change cannot be done in place. Empty unless prior and config both exist. */
  readonly requiresReplace: readonly AttributePath[];
  readonly effects: PlanEffects;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ReadRequest {
  readonly state: ObjectValue;
  readonly private: string | null;
}

export interface ReadResponse {
  /** Null: gone. */
  readonly state: ObjectValue | null;
  readonly private: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** A create that is about to be sent, as the log that survives a crash knows it. */
export interface CreateIntent {
  /** Resource address where the caller knows it (the embedded engine), else null (Terraform does not tell). */
  readonly address: string | null;
  readonly idempotencyKey: string;
  readonly generation: number;
  /** Title as far as known, for the look-up of an old intent. */
  readonly title: string | null;
  /** SHA-256 of the request body without the key. */
  readonly contentHash: string;
  /** The request body as JSON text, so that a replay sends the same. */
  readonly body: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** A create whose answer the caller never took note of; `jobId` when the answer had arrived. */
export type OpenIntent = CreateIntent & { readonly jobId?: string };

/** By what an interrupted create is found again, best first. */
export interface IntentQuery {
  readonly address: string | null;
  /** Key that the program gives: it names the job even where the program's text was edited since. */
  readonly givenKey?: string | null;
  readonly contentHash: string;
  /** Title that the program declares; where neither address nor key is told it names an edited text. */
  readonly title?: string | null;
}

/** Durable record of creates. `open` must have reached the disk when its promise resolves. */
export interface IntentLog {
  open(intent: CreateIntent): Promise<void>;
  /** The create is settled: `jobId` exists. */
  created(intent: CreateIntent, jobId: string): Promise<void>;
  /** The create is settled: nothing exists under this key (refused before anything was made). */
  abandoned(intent: CreateIntent): Promise<void>;
  /** An earlier create of this content or address whose answer was lost, if any. */
  findOpen(query: IntentQuery): Promise<OpenIntent | null>;
  /**
   * Whether the state of this run is seen to hold the job. Absent where a plan tells replacements by itself; under
   * Terraform what the plan noted is lost by the time a create runs.
   */
  isHeld?(jobId: string): Promise<boolean>;
  /**
   * Generation after that of the job which the state of this run holds, or held when it began, under this key; 1 when
   * it held none. Absent where a plan tells replacements by itself.
   */
  nextGeneration?(givenKey: string): Promise<number>;
  /**
   * Interrupted creates that have a job, that nothing in the program is known to stand for, and that the query does
   * not find: one of them may be this very create with an edited text. Absent where addresses tell creates apart.
   */
  suspects?(query: IntentQuery): Promise<readonly OpenIntent[]>;
}

export interface ApplyRequest {
  readonly prior: ObjectValue | null;
  readonly priorPrivate: string | null;
  readonly planned: ObjectValue | null;
  readonly plannedPrivate: string | null;
  readonly config: ObjectValue | null;
  /** Null under Terraform. */
  readonly address: string | null;
  /** Salt of derived idempotency keys: the state's lineage in the embedded engine, null under Terraform. */
  readonly lineage: string | null;
  readonly intents: IntentLog;
}

export interface ApplyResponse {
  /** What exists now. After an error this is what the API confirmed, never the wish. Null: nothing is left. */
  readonly state: ObjectValue | null;
  readonly private: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ImportResponse {
  readonly state: ObjectValue | null;
  readonly private: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bulk discovery of remote objects, managed or not (Terraform 1.14 `terraform query`). */
export interface ListRequest {
  /** Of the schema `listSchema`. */
  readonly config: ObjectValue;
  /** Fill `state` of each result; costs no request where the list itself knows the values. */
  readonly includeState: boolean;
  /** At most this many results are of use; null: all. */
  readonly limit: number | null;
}

export interface ListedResource {
  readonly id: string;
  /** What a person recognises the object by. */
  readonly displayName: string;
  /** Whole object of the resource's schema with nulls for what the list does not show. */
  readonly state: ObjectValue | null;
}

/** One resource type. Values are whole objects of the schema; the shells (engine, plugin) only encode and decode. */
export interface ResourceType {
  readonly typeName: string;
  readonly schema: Schema;
  /** Pure; called with unknowns, several times. Collects every mistake. */
  validate(config: ObjectValue): readonly Diagnostic[];
  /** Makes no write. Plans the same for the same inputs (it runs again at apply with more values known). */
  plan(session: ProviderSession, request: PlanRequest): Promise<PlanResponse>;
  read(session: ProviderSession, request: ReadRequest): Promise<ReadResponse>;
  apply(session: ProviderSession, request: ApplyRequest): Promise<ApplyResponse>;
  importState(session: ProviderSession, id: string): Promise<ImportResponse>;
  /** Brings attributes of an older schema version up to date. Throws for a version newer than ours. */
  upgradeState(version: number, attributes: ObjectValue): ObjectValue;
  /**
   * Settles a create of an interrupted run whose address is not created now. Makes nothing that the interrupted
   * create did not ask for. A null state without errors: nothing exists under the intent.
   */
  settle?(session: ProviderSession, intent: OpenIntent, intents: IntentLog): Promise<ApplyResponse>;
  /**
   * Private bytes of an object that is about to be ended so that another one takes its place. A run that is cut off
   * between the two, or never hears that the end succeeded, then finds an object that is over and not closed by
   * somebody else: it is planned for replacement.
   */
  markReplaced?(privateText: string | null): string;
  /** Whether a read left that mark: the object is over, and another one is due. Present where `markReplaced` is. */
  isReplaced?(privateText: string | null): boolean;
  /** Which of the objects made under one given key private bytes belong to, from 1. */
  generationOf?(privateText: string | null): number;
  /** SHA-256 by which the intent log knows a create of this content; null while the content is not known. */
  contentHashOf?(config: ObjectValue): string | null;
  /** Filters of `list`. Present exactly when `list` is. */
  readonly listSchema?: Schema;
  /** Remote objects of this type, in the API's order. Stops asking for pages when the caller stops reading. */
  list?(session: ProviderSession, request: ListRequest): AsyncIterable<ListedResource>;
}

export interface DataSourceType {
  readonly typeName: string;
  readonly schema: Schema;
  validate(config: ObjectValue): readonly Diagnostic[];
  read(
    session: ProviderSession,
    config: ObjectValue,
  ): Promise<{ readonly state: ObjectValue | null; readonly diagnostics: readonly Diagnostic[] }>;
}

/** Values that live as long as one run and are stored nowhere (Terraform 1.10, OpenTofu 1.11). */
export interface EphemeralType {
  readonly typeName: string;
  readonly schema: Schema;
  /** A null result only with errors. */
  open(
    session: ProviderSession,
    config: ObjectValue,
  ): Promise<{ readonly result: ObjectValue | null; readonly diagnostics: readonly Diagnostic[] }>;
}
