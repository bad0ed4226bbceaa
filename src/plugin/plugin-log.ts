import type { Writable } from 'node:stream';
import { maskTokens } from '../api/redact.ts';

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

const MODULE = 'provider.opentrain';

/**
 * Log lines in hclog's JSON form, which go-plugin hosts parse from stderr and show under `TF_LOG` or
 * `TF_LOG_PROVIDER`. Tokens are masked. A host that is gone must not hurt a call in flight, so write errors end here.
 */
export class PluginLog {
  readonly #stderr: Writable;

  constructor(stderr: Writable) {
    this.#stderr = stderr;
    stderr.on('error', () => {});
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#write('error', message, fields);
  }

  #write(level: LogLevel, message: string, fields: Readonly<Record<string, unknown>>): void {
    const line = JSON.stringify({
      '@level': level,
      '@message': message,
      '@module': MODULE,
      '@timestamp': new Date().toISOString(),
      ...fields,
    });
    this.#stderr.write(`${maskTokens(line)}\n`);
  }
}
