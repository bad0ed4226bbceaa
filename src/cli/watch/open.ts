import { DEFAULT_BASE_URL } from '../../api/index.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command, CommandContext } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { openServer } from '../runtime/server.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { findOpener, openInBrowser } from './browser.ts';
import { type JobEntry, jobAt } from './job-entry.ts';
import { checkPageUrl } from './page-url.ts';

const PAGES = ['draft', 'review', 'job'] as const;
type Page = (typeof PAGES)[number];

/** `otform open ADDRESS [-draft|-review|-job] [-print]`: prints the URL, and opens it where there is a browser. */
export const openCommand: Command = async (context) => {
  const { flags, io, name } = context;
  const asked = PAGES.filter((page) => flags.on(page));
  if (asked.length > 1) throw new UsageError(`-${asked.join(' and -')} exclude each other.`, name);
  const job = await jobAt(context);
  const text = pageText(job, asked[0]);
  const checked = checkPageUrl(text, await baseUrlOf(context));
  if ('problem' in checked) {
    throw configError(
      'open-url',
      'URL Not Opened',
      `The state has ${sanitiseLine(text)} for ${job.address}: ${checked.problem}. It is not opened. If it is right, name its server with -base-url.`,
    );
  }
  io.stdout.write(`${checked.url}\n`);
  if (flags.on('print') || io.stdout.isTTY !== true) return 0;
  const opener = await findOpener(process.platform, io.env.PATH);
  if (opener === null) return 0;
  if (!(await openInBrowser(opener, checked.url, io.env))) {
    io.stderr.write(`${opener.command} could not be started; open the URL yourself.\n`);
  }
  return 0;
};

/** The page asked for, else the one that fits the job's status. */
function pageText(job: JobEntry, asked: Page | undefined): string {
  const { attributes } = job.instance;
  const isDraft = attributes.status === 'DRAFT';
  const order: readonly Page[] =
    asked !== undefined ? [asked] : isDraft ? ['draft', 'review'] : ['job', 'review', 'draft'];
  for (const page of order) {
    const url = attributes[`${page}_url`];
    if (typeof url === 'string' && url !== '') return url;
  }
  const why =
    asked === 'job' && isDraft
      ? 'it is a draft and has no public page'
      : 'the state knows no such URL; OpenTrain tells it only when a draft is made or published';
  throw configError(
    'open-no-url',
    'No URL Known',
    `${job.address} (${job.id}): ${why}. See the jobs and their URLs with:\n    otform status`,
  );
}

/** No token is needed to know which server is meant. */
async function baseUrlOf(context: CommandContext): Promise<string> {
  const server = await openServer(context);
  try {
    return server.baseUrl ?? (await server.credentials.read()).baseUrl ?? DEFAULT_BASE_URL;
  } finally {
    await server.close();
  }
}
