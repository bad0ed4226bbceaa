import { stat } from 'node:fs/promises';
import { credentialsPath } from '../../../api/index.ts';
import type { DoctorClient } from '../doctor-client.ts';
import type { Check } from './check.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Variable that the vendor's other tool reads, and otform and the vendor's CLI do not [D mcp/overview]. */
const OTHER_TOOL = 'OPENTRAIN_PERSONAL_API_TOKEN';

/** Where token and base URL come from. Says names of variables and files, never a value of a token. */
export async function checkCredentials(
  client: DoctorClient,
  env: Env,
  home: string,
  flagged: boolean,
): Promise<readonly Check[]> {
  const path = credentialsPath(env, home);
  const file = await stat(path).catch(() => null);
  const checks: Check[] = [tokenCheck(client, env, path)];
  if (file !== null && process.platform !== 'win32' && (file.mode & 0o077) !== 0) {
    checks.push({
      outcome: 'warn',
      name: 'credentials file',
      message: `${path} can be read by other users`,
      remedy: `Run: chmod 600 ${path}`,
    });
  }
  const origin = flagged
    ? 'command line'
    : (named(env, ['OT_API_BASE_URL', 'OPENTRAIN_API_BASE_URL']) ??
      (file === null ? 'default' : 'credentials file or default'));
  checks.push({ outcome: 'ok', name: 'base URL', message: `${client.baseUrl} (${origin})` });
  return checks;
}

function tokenCheck(client: DoctorClient, env: Env, path: string): Check {
  const name = 'API token';
  const variable = named(env, ['OT_API_TOKEN', 'OPENTRAIN_API_TOKEN']);
  if (client.hasToken) return { outcome: 'ok', name, message: `found in ${variable ?? path}` };
  const other = set(env, OTHER_TOOL) ? ` ${OTHER_TOOL} is set, and is read by another tool only.` : '';
  return {
    outcome: 'fail',
    name,
    message: `none found: neither OT_API_TOKEN nor OPENTRAIN_API_TOKEN is set, nor is one used of ${path}.${other}`,
    remedy:
      client.note ??
      'Set OT_API_TOKEN (Settings, API keys in the OpenTrain app), or try without an account: otform doctor --simulator',
  };
}

function named(env: Env, names: readonly string[]): string | undefined {
  return names.find((name) => set(env, name));
}

function set(env: Env, name: string): boolean {
  return (env[name]?.trim() ?? '') !== '';
}
