import type { IntentRecord } from './intent-record.ts';
import { parseRecord } from './intent-record.ts';
import { IntentTable } from './intent-table.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { SharedLogFile } from './shared-log-file.ts';

/** The shared log file, and what it says as far as it was read. */
export class IntentStore {
  readonly table: IntentTable;
  readonly #file: SharedLogFile;

  constructor(path: string, self: ProcessIdentity) {
    this.#file = new SharedLogFile(path);
    this.table = new IntentTable(self);
  }

  get path(): string {
    return this.#file.path;
  }

  /** Durable when resolved, and counted at once. */
  async record(record: IntentRecord): Promise<void> {
    await this.#file.append(JSON.stringify(record));
    this.table.apply(record);
  }

  /** Durable when resolved, and counted where it comes in the order of all processes' lines. */
  async bid(record: IntentRecord): Promise<void> {
    await this.#file.append(JSON.stringify(record));
    await this.refresh();
  }

  /** Reads what other processes wrote since the last call. */
  async refresh(): Promise<void> {
    for (const line of await this.#file.readNew()) {
      const record = parseRecord(line);
      if (record !== null) this.table.apply(record);
    }
  }

  /** Removes the file once nothing in it is open, whoever wrote it. */
  async removeIfSettled(): Promise<void> {
    if (this.table.isSettled) await this.#file.compact(stillNeeded);
  }
}

/** Lines that a log must keep: all, while anything in it is unsettled. */
function stillNeeded(lines: readonly string[]): readonly string[] {
  const table = new IntentTable();
  for (const line of lines) {
    const record = parseRecord(line);
    if (record !== null) table.apply(record);
  }
  return table.isSettled ? [] : lines;
}
