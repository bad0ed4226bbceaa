import type { Reply } from '../http/route.ts';
import { Html, type HtmlPart, html } from './html.ts';
import { STYLESHEET, STYLESHEET_SOURCE } from './stylesheet.ts';

/** A page before its frame is put around it. */
export interface PageContent {
  /** Stands in the title bar; the page's own heading is in the body. */
  readonly title: string;
  readonly body: HtmlPart;
  /** Default 200. */
  readonly status?: number;
  /** A narrow column for reading and short forms. */
  readonly narrow?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** No script, no frame, no asset from anywhere; forms go back to this server only. */
const SECURITY_HEADERS = {
  'Content-Security-Policy': `default-src 'none'; style-src ${STYLESHEET_SOURCE}; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'X-Content-Type-Options': 'nosniff',
  // Keeps the token in a claim link from other sites, and still lets the Origin of a form through to this one.
  'Referrer-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** The whole document with its frame: skip link, banner, main, footer. A mistake is marked in the title. */
export function page(content: PageContent): Reply {
  const status = content.status ?? 200;
  const prefix = status === 422 ? 'Error: ' : '';
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${prefix}${content.title} – OpenTrain simulator</title>
<link rel="icon" href="data:,">
<style>${new Html(STYLESHEET)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="banner"><div class="inner"><a class="brand" href="/">OpenTrain simulator</a><span class="tag">Runs on this machine only. No job here is public.</span></div></header>
<main id="main" class="inner${content.narrow === true ? ' narrow' : ''}" tabindex="-1">
${content.body}
</main>
<footer><div class="inner"><p>A local stand-in for OpenTrain, for trials and tests. It is not the real service.</p></div></footer>
</body>
</html>
`;
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...SECURITY_HEADERS, ...content.headers },
    body: document.text,
  };
}

/** The answer to a form that did its work: the browser fetches `location`, so that a reload sends nothing twice. */
export function seeOther(location: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 303, headers: { Location: location, 'Cache-Control': 'no-store', ...headers }, body: '' };
}
