/** A form as the page holds it: where it goes, and what a browser would send if nobody typed anything. */
export interface PlainForm {
  readonly method: string;
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** A page as it arrived. Redirects are followed by hand, as a browser does after a form. */
export interface PlainPage {
  readonly status: number;
  readonly path: string;
  readonly html: string;
  readonly headers: Headers;
  readonly forms: readonly PlainForm[];
}

export interface Posted {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The least a browser is: it keeps one cookie, follows `Location`, and sends forms as they are in the page. */
export class PlainBrowser {
  readonly #origin: string;
  #cookie = '';

  constructor(simulator: { readonly url: string }) {
    this.#origin = simulator.url;
  }

  get cookie(): string {
    return this.#cookie;
  }

  open(path: string, headers: Readonly<Record<string, string>> = {}): Promise<PlainPage> {
    return this.#send('GET', path, headers);
  }

  /** Sends a form of the page with some fields typed over; raises when the page has no such form. */
  submit(
    page: PlainPage,
    action: string,
    typed: Readonly<Record<string, string>> = {},
    options: Posted = {},
  ): Promise<PlainPage> {
    const form = page.forms.find((candidate) => candidate.action === action && candidate.method === 'post');
    if (form === undefined) throw new Error(`${page.path} has no form for ${action}`);
    const body = new URLSearchParams({ ...form.fields, ...typed }).toString();
    return this.post(action, body, options);
  }

  /** Sends a body that was put together by hand. */
  post(action: string, body: string, options: Posted = {}): Promise<PlainPage> {
    return this.#send('POST', action, formHeaders(this.#origin, options.headers), body);
  }

  async #send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ): Promise<PlainPage> {
    const answer = await fetch(this.#origin + path, {
      method,
      redirect: 'manual',
      headers: {
        connection: 'close',
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const cookie = answer.headers.get('set-cookie');
    if (cookie !== null) this.#cookie = cookie.includes('Max-Age=0') ? '' : (cookie.split(';')[0] ?? '');
    const html = await answer.text();
    const location = answer.headers.get('location');
    if (answer.status === 303 && location !== null) return this.#send('GET', location, {});
    return { status: answer.status, path, html, headers: answer.headers, forms: formsOf(html) };
  }
}

function formHeaders(origin: string, more: Readonly<Record<string, string>> = {}): Record<string, string> {
  return { 'content-type': 'application/x-www-form-urlencoded', origin, ...more };
}

function formsOf(html: string): readonly PlainForm[] {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', content = '']) => ({
    method: attribute(tag, 'method') ?? 'get',
    action: attribute(tag, 'action') ?? '',
    fields: fieldsOf(content),
  }));
}

function fieldsOf(content: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [, tag = ''] of content.matchAll(/<input([^>]*)>/g)) {
    fields[attribute(tag, 'name') ?? ''] = attribute(tag, 'value') ?? '';
  }
  for (const [, tag = '', text = ''] of content.matchAll(/<textarea([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    fields[attribute(tag, 'name') ?? ''] = decode(text.replace(/^\n/, '')).replaceAll('\n', '\r\n');
  }
  for (const [, tag = '', options = ''] of content.matchAll(/<select([^>]*)>([\s\S]*?)<\/select>/g)) {
    const chosen = /<option([^>]*) selected[^>]*>/.exec(options)?.[1] ?? /<option([^>]*)>/.exec(options)?.[1];
    fields[attribute(tag, 'name') ?? ''] = attribute(chosen ?? '', 'value') ?? '';
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decode(found);
}

function decode(text: string): string {
  return text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
}

/** What a person can read of a page: no markup, entities as characters, runs of blanks as one. */
export function readable(page: PlainPage): string {
  const body = page.html.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<[^>]*>/g, ' ');
  return decode(body).replace(/\s+/g, ' ');
}
