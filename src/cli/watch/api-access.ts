import type { OpentrainApi } from '../../api/index.ts';
import { apiDiagnostics, isCallFailure } from '../../provider/api-diagnostics.ts';
import { presentDiagnostic } from '../../provider/diagnostics.ts';
import type { CommandContext } from '../command.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import { openServer } from '../runtime/server.ts';
import { sanitise } from '../terminal/sanitise.ts';

/**
 * Works with a client of the server that flags, environment and credentials file name. Failed calls become
 * DiagnosticErrors; the commands here only read, so nothing was changed then.
 */
export async function withApi<T>(
  context: CommandContext,
  work: (api: OpentrainApi) => Promise<T>,
): Promise<T> {
  const { createProvider, systemClock } = await import('../../provider/index.ts');
  const server = await openServer(context);
  try {
    if (server.notice !== undefined) context.io.stderr.write(`${server.notice}\n`);
    const { session, diagnostics } = await createProvider().configure(
      { token: null, base_url: null, reassert: null },
      server.credentials,
      {
        reassert: false,
        clock: systemClock,
        signal: context.interruption.signal,
        ...(server.baseUrl === undefined ? {} : { baseUrl: server.baseUrl }),
        onWait: ({ reason, ms }) =>
          context.io.stderr.write(`Waiting ${Math.ceil(ms / 1000)} s: ${sanitise(reason)}\n`),
      },
    );
    if (session === null) throw new DiagnosticError(...diagnostics);
    try {
      return await work(session.api);
    } finally {
      await session.dispose();
    }
  } catch (error) {
    if (!isCallFailure(error)) throw error;
    throw new DiagnosticError(
      ...apiDiagnostics(error, 'Nothing was changed.').map((one) =>
        presentDiagnostic(one, { command: 'otform', address: null }),
      ),
    );
  } finally {
    await server.close();
  }
}
