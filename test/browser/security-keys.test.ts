import { expect } from 'chai';
import type { CDPSession, Page } from 'playwright-core';
import { startAtLocalhost } from '../support/at-localhost.ts';
import { createSettableClock } from '../support/settable-clock.ts';
import {
  PASSWORD,
  type TestAccounts,
  type TestPerson,
  createTestAccounts,
} from '../support/test-accounts.ts';
import type { TestHub } from '../support/test-hub.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { keepScreenshot, useBrowserSite } from './support/browser-site.ts';

const NARROW = { width: 360, height: 780 } as const;

describe('security keys and passkeys at the console', () => {
  const wallClock = createSettableClock();
  let hub: TestHub;
  let accounts: TestAccounts;
  const browser = useBrowserSite({
    wallClock,
    prepare: async (_first, site) => {
      hub = await startAtLocalhost(site);
      accounts = createTestAccounts(hub, wallClock);
    },
  });

  const titled = (page: Page, title: string) =>
    page.getByRole('heading', { level: 1, name: title }).waitFor();
  const check = async (page: Page, name: string): Promise<void> => {
    await checkAccessible(page);
    await checkFitsWidth(page);
    await keepScreenshot(page, name);
  };

  /** Chromium's own authenticator, in the place of a device that one touches. */
  const plugIn = async (
    page: Page,
    { verifies }: { readonly verifies: boolean },
  ): Promise<{ client: CDPSession; authenticatorId: string }> => {
    const client = await page.context().newCDPSession(page);
    await client.send('WebAuthn.enable');
    const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: verifies ? 'internal' : 'usb',
        hasResidentKey: verifies,
        hasUserVerification: verifies,
        isUserVerified: verifies,
        automaticPresenceSimulation: true,
      },
    });
    return { client, authenticatorId };
  };

  const addKey = async (page: Page, person: TestPerson, name: string): Promise<void> => {
    const panel = page.getByRole('region', { name: 'Security keys and passkeys' });
    await panel.getByLabel('Name for the new key').fill(name);
    await panel.getByLabel('Your password').fill(PASSWORD);
    await panel.getByLabel('Code of your authenticator app').fill(freshCode(person));
    await panel.getByRole('button', { name: 'Add it' }).click();
    await panel.getByText('The key is added.').waitFor();
  };
  const freshCode = ({ secret }: TestPerson): string => accounts.freshCode(secret);

  const passwordFirst = async (page: Page, { email }: TestPerson): Promise<void> => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Next' }).click();
    await titled(page, 'Second step');
  };

  it('a passkey is added at the own account, signs in alone, and is removed', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const { cookie } = person.browser;
    const page = await browser.open(`${hub.url}/app/account`, { cookie, viewport: NARROW });
    await plugIn(page, { verifies: true });
    await page.getByText('You have none.').waitFor();
    await addKey(page, person, 'office laptop');
    await page.getByRole('table', { name: 'Your security keys' }).getByText('not yet').waitFor();
    await check(page, 'account-keys');
    await page.getByRole('button', { name: 'End this session' }).click();

    await titled(page, 'Sign in');
    await page.goto(`${hub.url}/app/sign-in?to=/account`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor();
    await check(page, 'sign-in-passkey');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await titled(page, 'Your account');
    const keys = page.getByRole('table', { name: 'Your security keys' });
    expect(await keys.getByText('not yet').count()).to.equal(0);
    await page.getByRole('button', { name: 'Remove: office laptop' }).click();
    await page.getByText('The key is removed.').waitFor();
    await page.getByText('You have none.').waitFor();
  });

  it('a key that verifies nobody is a second step, and none alone', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const { cookie } = person.browser;
    const page = await browser.open(`${hub.url}/app/account`, { cookie });
    const { client, authenticatorId } = await plugIn(page, { verifies: false });
    await addKey(page, person, 'blue key');
    await check(page, 'account-keys');
    await page.getByRole('button', { name: 'End this session' }).click();
    await titled(page, 'Sign in');
    await page.goto(`${hub.url}/app/sign-in?to=/account`);
    await passwordFirst(page, person);
    await page.getByRole('button', { name: 'Use your security key' }).waitFor();
    await check(page, 'second-factor-key');
    await page.getByRole('button', { name: 'Use your security key' }).click();
    await titled(page, 'Your account');

    // Unplugged: the page says so, and the app still does.
    await page.getByRole('button', { name: 'End this session' }).click();
    await titled(page, 'Sign in');
    await page.goto(`${hub.url}/app/sign-in?to=/account`);
    await passwordFirst(page, person);
    await client.send('WebAuthn.clearCredentials', { authenticatorId });
    await page.getByRole('button', { name: 'Use your security key' }).click();
    await page.getByText('No key answered.').waitFor();
    await check(page, 'second-factor-no-key');
    await page.getByLabel('Code of your authenticator app').fill(freshCode(person));
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await titled(page, 'Your account');
  });
});
