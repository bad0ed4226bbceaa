import type { Socket } from 'node:net';

/** go-plugin waits a minute for the line; a host that has not connected long after is gone. */
const FIRST_CONNECTION_MS = 120_000;
/** A host that lost its connection opens a new one at once or never. */
const RECONNECT_MS = 3_000;

/**
 * Notices that the host is gone. A killed Terraform cannot say goodbye, but its connections close; nothing else would
 * end a plugin process, and the orphan would keep its token in memory for ever.
 */
export class HostWatch {
  readonly #onGone: () => void;
  readonly #connections = new Set<Socket>();
  #timer: NodeJS.Timeout | null = null;

  constructor(onGone: () => void) {
    this.#onGone = onGone;
    this.#arm(FIRST_CONNECTION_MS);
  }

  add(socket: Socket): void {
    this.#connections.add(socket);
    this.stop();
    socket.once('close', () => {
      this.#connections.delete(socket);
      if (this.#connections.size === 0) this.#arm(RECONNECT_MS);
    });
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #arm(ms: number): void {
    this.stop();
    this.#timer = setTimeout(this.#onGone, ms);
  }
}
