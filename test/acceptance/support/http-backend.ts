import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface RemoteState {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly {
      readonly deposed?: string;
      readonly status?: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }[];
}

/** A server for Terraform's `http` backend, with locks: a state that no provider can see. */
export class HttpBackend {
  readonly #server: Server;
  #state: string | null = null;
  #lock: string | null = null;

  private constructor() {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const [status, text] = this.#answer(request.method ?? 'GET', body);
        response.writeHead(status).end(text);
      });
    });
  }

  static async start(): Promise<HttpBackend> {
    const backend = new HttpBackend();
    await new Promise<void>((resolve) => backend.#server.listen(0, '127.0.0.1', resolve));
    return backend;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(method: string, body: string): [status: number, text: string] {
    switch (method) {
      case 'LOCK':
        if (this.#lock !== null) return [423, this.#lock];
        this.#lock = body;
        return [200, ''];
      case 'UNLOCK':
        this.#lock = null;
        return [200, ''];
      case 'POST':
        this.#state = body;
        return [200, ''];
      case 'DELETE':
        this.#state = null;
        return [200, ''];
      default:
        return this.#state === null ? [404, ''] : [200, this.#state];
    }
  }

  /** A terraform that was killed leaves its lock; a person breaks it. */
  breakLock(): void {
    this.#lock = null;
  }

  /** The `terraform` block that uses this backend. */
  get block(): string {
    const { port } = this.#server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/state`;
    return `terraform {
  backend "http" {
    address        = "${url}"
    lock_address   = "${url}"
    unlock_address = "${url}"
  }
}
`;
  }

  /** IDs in the state by address. */
  ids(): Readonly<Record<string, string>> {
    const state = JSON.parse(this.#state ?? '{"resources":[]}') as RemoteState;
    return Object.fromEntries(
      state.resources.flatMap(({ type, name, instances }) =>
        instances.map(({ attributes, deposed, status }) => [
          `${type}.${name}${deposed === undefined ? '' : ' (deposed)'}${status === 'tainted' ? ' (tainted)' : ''}`,
          String(attributes.id),
        ]),
      ),
    );
  }
}
