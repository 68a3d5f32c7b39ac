import { expect } from 'chai';
import type { Browser, BrowserAnswer } from './browser.ts';
import { type SoftKey, createSoftKey } from './soft-key.ts';
import { PASSWORD, type TestAccounts, type TestPerson } from './test-accounts.ts';

/** What the hub's options say to a browser. */
interface Options {
  readonly challenge: string;
  readonly rp?: { readonly id: string };
  readonly rpId?: string;
  readonly user?: { readonly id: string };
}

/** A key with whom it was made for. */
export interface HeldKey {
  readonly key: SoftKey;
  readonly keyId: string;
  readonly userHandle: string;
}

export type Told = Parameters<SoftKey['sign']>[0];

/** What a browser at this address tells a key of the options that it got. */
export function toldOf(url: string, options: unknown): Told {
  const { challenge, rp, rpId } = options as Options;
  return { challenge, rpId: rp?.id ?? rpId ?? '', origin: url };
}

/** The options for a new key, once both factors were shown. */
export async function beginKey(
  accounts: TestAccounts,
  person: TestPerson,
): Promise<{ readonly options: unknown; readonly userHandle: string }> {
  const json = { password: PASSWORD, code: accounts.freshCode(person.secret) };
  const answer = await person.browser.call('POST /v1/session/keys/challenge', { json });
  expect(answer.status, answer.text).to.equal(200);
  return { options: answer.body, userHandle: (answer.body as unknown as Options).user?.id ?? '' };
}

/** Adds a key to a person who is signed in at a hub of this address. */
export async function holdKey(
  url: string,
  accounts: TestAccounts,
  person: TestPerson,
  name = 'blue key',
): Promise<HeldKey> {
  const key = createSoftKey();
  const { options, userHandle } = await beginKey(accounts, person);
  const json = { name, ...key.make(toldOf(url, options)) };
  const answer = await person.browser.call('POST /v1/session/keys', { json });
  expect(answer.status, answer.text).to.equal(201);
  return { key, keyId: String(answer.body['keyId']), userHandle };
}

/** What a key of the browser's person is to sign, beside the password. */
export async function secondChallenge(url: string, browser: Browser): Promise<Told> {
  const answer = await browser.call('POST /v1/session/second-factor/challenge', { json: {} });
  expect(answer.status, answer.text).to.equal(200);
  return toldOf(url, answer.body['options']);
}

/** What a passkey is to sign. */
export async function passkeyChallenge(url: string, browser: Browser): Promise<Told> {
  const answer = await browser.call('POST /v1/passkey/challenge', { json: {} });
  expect(answer.status, answer.text).to.equal(200);
  return toldOf(url, answer.body);
}

/** Signs in by a passkey alone. */
export async function signInByPasskey(
  url: string,
  browser: Browser,
  { key, userHandle }: HeldKey,
): Promise<BrowserAnswer> {
  const json = key.sign(await passkeyChallenge(url, browser), { userHandle });
  return browser.call('POST /v1/passkey', { json });
}
