import { expect } from 'chai';
import type { Browser, BrowserAnswer } from './browser.ts';

/** Where a browser goes, and what it keeps of the way there. */
export interface ProviderWay {
  readonly url: string;
  readonly cookie: string;
}

/** The way that the hub answered with. */
export function wayOf(answer: BrowserAnswer): ProviderWay {
  expect(answer.status, answer.text).to.equal(200);
  const [set = ''] = answer.headers.getSetCookie();
  expect(set).to.match(
    /^__Host-hub_provider=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=600$/,
  );
  return { url: String(answer.body['url']), cookie: set.split(';')[0] ?? '' };
}

/** Brings back what the provider added to the address, with what the browser kept. */
export function bringBack(
  browser: Browser,
  route: string,
  { cookie }: Pick<ProviderWay, 'cookie'>,
  json: object,
): Promise<BrowserAnswer> {
  const own = browser.cookie === undefined ? '' : `__Host-hub_session=${browser.cookie}; `;
  return browser.call(route, { json, headers: { cookie: own + cookie } });
}
