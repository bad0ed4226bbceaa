import type { MyJob, OpentrainApi, Page } from '../api/index.ts';
import { MAX_PAGE_SIZE } from '../contract/index.ts';

/** One pass over `GET /jobs/mine`, read page by page only as far as somebody asks. */
class Sweep {
  readonly #pages: AsyncIterator<Page<MyJob>>;
  readonly #rows = new Map<string, MyJob>();
  #done = false;
  #reading: Promise<void> | null = null;

  constructor(api: OpentrainApi) {
    this.#pages = api.myJobs({ limit: MAX_PAGE_SIZE })[Symbol.asyncIterator]();
  }

  get rows(): ReadonlyMap<string, MyJob> {
    return this.#rows;
  }

  /** Reads the next page; callers that come while one is under way wait for the same one. */
  #advance(): Promise<void> {
    this.#reading ??= (async () => {
      try {
        const next = await this.#pages.next();
        if (next.done) this.#done = true;
        else for (const row of next.value.items) if (!this.#rows.has(row.id)) this.#rows.set(row.id, row);
        if (!next.done && next.value.nextCursor === null) this.#done = true;
      } catch (error) {
        // A generator that threw is finished; without this the next caller would take "ended" for "not there".
        this.#failure = error;
        throw error;
      } finally {
        this.#reading = null;
      }
    })();
    return this.#reading;
  }

  #failure: unknown = null;

  async find(id: string): Promise<MyJob | null> {
    for (;;) {
      const row = this.#rows.get(id);
      if (row) return row;
      if (this.#failure) throw this.#failure;
      if (this.#done) return null;
      await this.#advance();
    }
  }

  async readAll(): Promise<void> {
    while (!this.#done) {
      if (this.#failure) throw this.#failure;
      await this.#advance();
    }
  }
}

/**
 * The account's jobs as the run sees them: one sweep of ⌈jobs/100⌉ requests answers every read, however many run at
 * once, and stops as soon as all that were asked for have been seen.
 */
export class Inventory {
  readonly #api: OpentrainApi;
  readonly #made = new Map<string, MyJob>();
  readonly #managed = new Set<string>();
  /** Jobs that this run changed: what the sweep has of them may be from before. */
  readonly #written = new Set<string>();
  #sweep: Sweep | null = null;
  #secondLook: Sweep | null = null;
  #complete: Promise<ReadonlyMap<string, MyJob>> | null = null;

  constructor(api: OpentrainApi) {
    this.#api = api;
  }

  /** The row of a job, null when neither this sweep nor a second, independent one lists it. */
  async find(id: string): Promise<MyJob | null> {
    this.#managed.add(id);
    const known = this.#made.get(id);
    if (known) return known;
    this.#sweep ??= new Sweep(this.#api);
    const row = await this.#sweep.find(id);
    if (row) return row;
    // Pages shift while jobs are made and closed; only two passes that both miss it make a job absent.
    this.#secondLook ??= new Sweep(this.#api);
    return this.#secondLook.find(id);
  }

  /** Every job that existed before this run's first create. Read once, before that create leaves. */
  all(): Promise<ReadonlyMap<string, MyJob>> {
    this.#complete ??= (async () => {
      this.#sweep ??= new Sweep(this.#api);
      await this.#sweep.readAll();
      return new Map(this.#sweep.rows);
    })();
    return this.#complete;
  }

  /** A new look at one job, for when an answer was lost. */
  async findNow(id: string): Promise<MyJob | null> {
    return new Sweep(this.#api).find(id);
  }

  /** Says that an address of this run stands for a job, without asking the server anything. */
  manage(id: string): void {
    this.#managed.add(id);
  }

  /** The row of a job as it is now: read anew where this run has written, else as `find`. */
  async findCurrent(id: string): Promise<MyJob | null> {
    if (!this.#written.has(id) && !this.#made.has(id)) return this.find(id);
    return (await this.findNow(id)) ?? this.#made.get(id) ?? null;
  }

  /** This run changed or closed the job. */
  noteWritten(id: string): void {
    this.#written.add(id);
  }

  /** Jobs that some address of this run stands for. */
  isManaged(id: string): boolean {
    return this.#managed.has(id);
  }

  /** Read-your-writes: a job that this run made is known before any list shows it. */
  noteMade(id: string, status: string): void {
    this.#managed.add(id);
    this.#made.set(id, {
      id,
      title: null,
      status,
      published: null,
      acceptingApplicants: null,
      createdAt: null,
      updatedAt: null,
      jobUrl: null,
      proposalCounts: null,
    });
  }
}
