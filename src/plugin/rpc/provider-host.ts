import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { CredentialSource, Provider } from '../../provider/provider.ts';
import type { DataSourceType, EphemeralType, ResourceType } from '../../provider/resource.ts';
import type { ProviderSession } from '../../provider/session.ts';
import { systemClock } from '../../provider/session.ts';
import type { ObjectValue } from '../../provider/values.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import { createNotSettled } from '../intents/intent-diagnostics.ts';
import type { FileIntentLog } from '../intents/intent-log.ts';
import type { PluginLog } from '../plugin-log.ts';

export interface ProviderHostOptions {
  readonly provider: Provider;
  readonly credentials: CredentialSource;
  readonly intents: FileIntentLog;
  readonly log: PluginLog;
}

function fail(code: string, summary: string, detail: string): never {
  throw new DiagnosticError({ severity: 'error', code, summary, detail, origin: 'environment' });
}

/** What a host asks for by name; a diagnostic tells what there is where that is none. */
function named<T>(
  known: Readonly<Record<string, T>>,
  name: string,
  kind: string,
  code: string,
  summary: string,
): T {
  const names = Object.keys(known).join(', ') || 'none';
  return known[name] ?? fail(code, summary, `This provider has no ${kind} "${name}". It has: ${names}.`);
}

/**
 * What the RPCs of one plugin process share: the provider, the session of the last ConfigureProvider, and the signal
 * that StopProvider raises. One session serves all resources of a run, so that they share one sweep and one client.
 */
export class ProviderHost {
  readonly provider: Provider;
  readonly intents: FileIntentLog;
  readonly log: PluginLog;
  readonly #credentials: CredentialSource;
  #session: ProviderSession | null = null;
  readonly #retired: ProviderSession[] = [];
  #stop = new AbortController();

  constructor(options: ProviderHostOptions) {
    this.provider = options.provider;
    this.#credentials = options.credentials;
    this.intents = options.intents;
    this.log = options.log;
  }

  /** Replaces the session; calls under way keep theirs. A run that was stopped before does not stop this one. */
  async configure(config: ObjectValue): Promise<readonly Diagnostic[]> {
    if (this.#stop.signal.aborted) this.#stop = new AbortController();
    const { session, diagnostics } = await this.provider.configure(config, this.#credentials, {
      reassert: false,
      clock: systemClock,
      signal: this.#stop.signal,
      syntax: 'hcl',
      onWait: ({ reason, ms }) => this.log.info('waiting', { reason, resume_in_ms: ms }),
    });
    if (this.#session !== null) this.#retired.push(this.#session);
    this.#session = session;
    this.intents.startRun();
    const waiting = await this.intents.leftBehind();
    return [...diagnostics, ...waiting.map((entry) => createNotSettled(entry, this.intents.path))];
  }

  /** The configured session. */
  session(): ProviderSession {
    return (
      this.#session ??
      fail(
        'provider-not-configured',
        'Provider Not Configured',
        'Terraform asked for a job before it configured the provider, or the configuration failed. Nothing was ' +
          'requested from OpenTrain. Run `{command} plan` again and look at the first error.',
      )
    );
  }

  resource(typeName: string): ResourceType {
    const { resources } = this.provider;
    return named(resources, typeName, 'resource type', 'unknown-resource-type', 'Unknown Resource Type');
  }

  dataSource(typeName: string): DataSourceType {
    const { dataSources } = this.provider;
    return named(dataSources, typeName, 'data source', 'unknown-data-source', 'Unknown Data Source');
  }

  ephemeral(typeName: string): EphemeralType {
    const { ephemerals } = this.provider;
    const kind = 'ephemeral resource';
    return named(ephemerals, typeName, kind, 'unknown-ephemeral-resource', 'Unknown Ephemeral Resource');
  }

  /** StopProvider: no new work; what is under way ends by itself. */
  stop(): void {
    this.#stop.abort();
  }

  /** ^C reached Terraform in this run. A second one ends it before it has saved what we answered. */
  get wasInterrupted(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Releases sockets of all sessions. */
  async dispose(): Promise<void> {
    const sessions = this.#session === null ? this.#retired : [...this.#retired, this.#session];
    await Promise.allSettled(sessions.map((session) => session.dispose()));
  }
}
