import { Secret, TOTP } from 'otpauth';

/** What a person's browser holds of a hub: the cookie, and the token for what changes something. */
export interface Browser {
  /** As the hub set it last; undefined before, and after it was taken away. */
  cookie: string | undefined;
  csrfToken: string | undefined;
  call(route: string, options?: BrowserCall): Promise<BrowserAnswer>;
}

export interface BrowserCall {
  readonly json?: unknown;
  /** Headers beside those that a browser of the hub's own pages sends; `undefined` leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface BrowserAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
  /** Of a problem document; empty for another answer. */
  readonly code: string;
}

const COOKIE = '__Host-hub_session';

/** A browser at a hub's address; `cookie` is that of another browser, for who stole it. */
export function openBrowser(url: string, cookie?: string): Browser {
  const browser: Browser = {
    cookie,
    csrfToken: undefined,
    call: async (route, options = {}) => {
      const [method = 'GET', path = ''] = route.split(' ');
      const headers = headersOf(browser, url, method, options);
      const response = await fetch(url + path, {
        method,
        headers,
        ...(options.json === undefined ? {} : { body: JSON.stringify(options.json) }),
      });
      const answer = answerOf(response, await response.text());
      take(browser, answer);
      return answer;
    },
  };
  return browser;
}

function headersOf(
  { cookie, csrfToken }: Browser,
  url: string,
  method: string,
  { json, headers: given = {} }: BrowserCall,
): Headers {
  const all: Record<string, string | undefined> = {
    ...(cookie === undefined ? {} : { cookie: `${COOKIE}=${cookie}` }),
    ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    ...(method === 'GET' ? {} : { origin: url, 'x-csrf-token': csrfToken }),
    ...given,
  };
  const headers = new Headers();
  for (const [name, value] of Object.entries(all))
    if (value !== undefined) headers.set(name, value);
  return headers;
}

function answerOf(response: Response, text: string): BrowserAnswer {
  return {
    status: response.status,
    headers: response.headers,
    text,
    get body() {
      return JSON.parse(text) as Record<string, unknown>;
    },
    get code() {
      if (!text.startsWith('{')) return '';
      return (JSON.parse(text) as { code?: string }).code ?? '';
    },
  };
}

function take(browser: Browser, { headers, text }: BrowserAnswer): void {
  const set = new RegExp(`${COOKIE}=([^;]*)`).exec(headers.get('set-cookie') ?? '')?.[1];
  if (set !== undefined) browser.cookie = set === '' ? undefined : set;
  if (!text.startsWith('{')) return;
  const { csrfToken } = JSON.parse(text) as { csrfToken?: string };
  if (csrfToken !== undefined) browser.csrfToken = csrfToken;
}

/** The code that an authenticator app shows at a moment. */
export function codeAt(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}
