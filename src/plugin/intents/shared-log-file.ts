import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const SET_ASIDE = '.set-aside-';

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

/**
 * A log of lines that several processes append to and any of them may empty. No lock: an append is one write in
 * append mode, and who appends checks afterwards that the file was not set aside meanwhile, else appends again. Lines
 * may therefore occur twice; readers must not mind.
 */
export class SharedLogFile {
  readonly path: string;
  #pending: string[] = [];
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #read = { file: '', offset: 0, rest: '' };

  constructor(path: string) {
    this.path = path;
  }

  /** Durable when resolved. Lines handed over while a write is under way share the next one, and its fsync. */
  append(line: string): Promise<void> {
    this.#pending.push(line);
    this.#next ??= this.#writeAfter(this.#running);
    return this.#next;
  }

  #writeAfter(previous: Promise<void>): Promise<void> {
    this.#running = previous
      .catch(() => {})
      .then(() => {
        const lines = this.#pending;
        this.#pending = [];
        this.#next = null;
        return this.#write(lines);
      });
    return this.#running;
  }

  async #write(lines: readonly string[]): Promise<void> {
    // The leading newline ends a line that a crash tore.
    const bytes = Buffer.from(lines.map((line) => `\n${line}\n`).join(''), 'utf8');
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    for (;;) {
      const file = await open(this.path, constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY, 0o600);
      try {
        const { bytesWritten } = await file.write(bytes);
        if (bytesWritten !== bytes.length) throw new Error(`Wrote ${bytesWritten} of ${bytes.length} bytes.`);
        await file.datasync();
        const [mine, current] = await Promise.all([file.stat(), this.#currentInode()]);
        if (mine.ino === current) break;
      } finally {
        await file.close();
      }
    }
    await syncFolder(dirname(this.path));
  }

  async #currentInode(): Promise<number | null> {
    try {
      return (await stat(this.path)).ino;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Lines that came since the last call, from all processes; a last line without its newline waits. */
  async readNew(): Promise<readonly string[]> {
    const file = await this.#tryOpen();
    if (file === null) return (await this.#setAsideLines()).filter((line) => line !== '');
    try {
      const lines: string[] = [];
      const { ino, birthtimeMs, size } = await file.stat();
      const name = `${ino}/${birthtimeMs}`;
      if (name !== this.#read.file || size < this.#read.offset) {
        lines.push(...(await this.#setAsideLines()));
        this.#read = { file: name, offset: 0, rest: '' };
      }
      const bytes = Buffer.alloc(size - this.#read.offset);
      const { bytesRead } = await file.read(bytes, 0, bytes.length, this.#read.offset);
      this.#read.offset += bytesRead;
      // Split as bytes, then decoded: a read may end inside a character.
      const parts = (this.#read.rest + bytes.toString('latin1', 0, bytesRead)).split('\n');
      this.#read.rest = parts.pop() ?? '';
      lines.push(...parts.map((part) => Buffer.from(part, 'latin1').toString('utf8')));
      return lines.filter((line) => line !== '');
    } finally {
      await file.close();
    }
  }

  async #tryOpen(): Promise<FileHandle | null> {
    try {
      return await open(this.path, 'r');
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Lines of files that a process set aside and then died before it was done with them. */
  async #setAsideLines(): Promise<string[]> {
    const texts = await Promise.all((await this.#setAsideFiles()).map((path) => readFile(path, 'utf8')));
    return texts.flatMap((text) => text.split('\n'));
  }

  async #setAsideFiles(): Promise<string[]> {
    const folder = dirname(this.path);
    let names: string[];
    try {
      names = await readdir(folder);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
    return names
      .filter((name) => name.startsWith(basename(this.path) + SET_ASIDE))
      .map((name) => join(folder, name));
  }

  /**
   * Empties the log. `keep` gets every line and answers those still needed, which are written to the new file before
   * the old one is removed. Safe against appends of other processes and against a crash at any point.
   */
  async compact(keep: (lines: readonly string[]) => readonly string[]): Promise<void> {
    await this.#running;
    try {
      await rename(this.path, `${this.path}${SET_ASIDE}${process.pid}-${Date.now()}`);
    } catch (error) {
      if (isMissing(error)) return;
      throw error;
    }
    const files = await this.#setAsideFiles();
    const texts = await Promise.all(files.map((path) => readFile(path, 'utf8')));
    const needed = keep(texts.flatMap((text) => text.split('\n')).filter((line) => line !== ''));
    if (needed.length > 0) await this.#write(needed);
    await Promise.all(files.map((path) => rm(path, { force: true })));
  }
}

/** Makes a new name in a folder durable. Windows cannot open folders, and keeps names by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
