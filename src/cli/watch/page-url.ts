import { parseBaseUrl } from '../../api/index.ts';

/** Where OpenTrain's own pages are. */
const OPENTRAIN: ReadonlySet<string> = new Set([
  'https://app.opentrain.ai',
  'https://www.opentrain.ai',
  'https://opentrain.ai',
]);

export type CheckedUrl = { readonly url: string } | { readonly problem: string };

/**
 * A URL from the state that may be handed to another program: http or https, of the server that otform works with or of
 * OpenTrain, without a user name in it. State files are edited, merged and shared; what they hold is not trusted.
 */
export function checkPageUrl(text: string, baseUrl: string): CheckedUrl {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { problem: 'it is no URL' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { problem: `it is ${url.protocol} and not http` };
  if (url.username !== '' || url.password !== '') return { problem: 'it holds a user name' };
  if (url.origin !== parseBaseUrl(baseUrl).origin && !OPENTRAIN.has(url.origin)) {
    return { problem: `${url.origin} is neither OpenTrain nor the server that otform works with` };
  }
  return { url: url.href };
}
