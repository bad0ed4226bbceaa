import type { TokenRecord } from '../../api/index.ts';
import type { Command } from '../command.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { type AuthSession, authCommand } from './auth-session.ts';
import type { AuthTools } from './tools.ts';

/** `otform auth tokens`: the account's tokens, without their secrets. */
async function tokens(session: AuthSession): Promise<number> {
  const { out, context } = session;
  const { base, token } = await session.requireToken();
  const client = session.tokens(base.href, token);
  const [account, records] = [await client.me(), await client.list()];
  const all = context.flags.on('all');
  const shown = records.filter((record) => all || record.status === null || record.status === 'active');
  const hidden = records.length - shown.length;
  out.result(
    `${table(shown, account.tokenId)}${
      hidden === 0 ? '' : `\n${hidden} revoked or expired, not shown: -all lists them.\n`
    }`,
    { currentTokenId: account.tokenId, tokens: shown },
  );
  return 0;
}

function table(records: readonly TokenRecord[], currentId: string | null): string {
  if (records.length === 0) return 'No tokens.\n';
  const head = ['ID', 'NAME', 'TOKEN', 'STATUS', 'CREATED', 'LAST USED', 'EXPIRES', 'SCOPES'];
  const lines = records.map((record) => [
    record.id === currentId ? `${record.id} *` : record.id,
    record.name ?? '-',
    record.preview ?? '-',
    record.status ?? '-',
    day(record.createdAt),
    day(record.lastUsedAt),
    day(record.expiresAt),
    record.scopes.join(' '),
  ]);
  const cells = [head, ...lines].map((line) => line.map(sanitiseLine));
  const widths = head.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  const text = cells.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const mark = records.some((record) => record.id === currentId) ? '\n* the token in use\n' : '';
  return `${text.join('\n')}\n${mark}`;
}

/** The day of an ISO time; anything else as it is. */
function day(time: string | null): string {
  if (time === null) return '-';
  return /^\d{4}-\d{2}-\d{2}T/.test(time) ? time.slice(0, 10) : time;
}

export const tokensWith = (tools?: AuthTools): Command => authCommand(tokens, tools);
export const tokensCommand: Command = tokensWith();
