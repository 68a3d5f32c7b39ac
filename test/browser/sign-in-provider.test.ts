import { expect } from 'chai';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startAtLocalhost } from '../support/at-localhost.ts';
import { providersFile } from '../support/providers-file.ts';
import { createSettableClock } from '../support/settable-clock.ts';
import { type RunningProvider, startProvider } from '../support/sign-in-provider.ts';
import { PASSWORD, type TestAccounts, createTestAccounts } from '../support/test-accounts.ts';
import type { TestHub } from '../support/test-hub.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { keepScreenshot, useBrowserSite } from './support/browser-site.ts';

const NARROW = { width: 360, height: 780 } as const;

describe('sign-in by a state’s own provider at the console', () => {
  const wallClock = createSettableClock();
  let hub: TestHub;
  let accounts: TestAccounts;
  let agency: RunningProvider;
  const browser = useBrowserSite({
    wallClock,
    prepare: async (_first, site) => {
      const file = join(site.folder, 'providers.json');
      hub = await startAtLocalhost(site, async (url) => {
        agency = await startProvider(`${url}/app/provider`);
        providersFile(file, [
          { id: 'agency', member: 'OR', issuer: agency.issuer },
          { id: 'down', member: 'TX', issuer: 'http://127.0.0.1:9' },
        ]);
        return { config: { signInProvidersFile: file } };
      });
      accounts = createTestAccounts(hub, wallClock);
    },
  });
  after(() => agency.stop());

  const titled = (page: Page, title: string) =>
    page.getByRole('heading', { level: 1, name: title }).waitFor();
  const check = async (page: Page, name: string): Promise<void> => {
    await checkAccessible(page);
    await checkFitsWidth(page);
    await keepScreenshot(page, name);
  };
  const passAgency = async (page: Page, who: string): Promise<void> => {
    await titled(page, 'Agency sign-in');
    await page.getByLabel('Who are you?').fill(who);
    await page.getByLabel('with a second factor').check();
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('is connected once at the own account, and opens it from then on', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const { cookie } = person.browser;
    const page = await browser.open(`${hub.url}/app/account`, { cookie, viewport: NARROW });
    const panel = page.getByRole('region', { name: 'Sign-in of your agency' });
    await panel.getByText('not connected').waitFor();
    await check(page, 'account-provider');
    await panel.getByLabel('Your password').fill(PASSWORD);
    await panel
      .getByLabel('Code of your authenticator app')
      .fill(accounts.freshCode(person.secret));
    await panel.getByRole('button', { name: 'Connect Agency of OR' }).click();
    await passAgency(page, 'jordan');
    await panel.getByRole('button', { name: 'Disconnect Agency of OR' }).waitFor();
    expect(new URL(page.url()).search).to.equal('');
    await check(page, 'account-provider-connected');
    await page.getByRole('button', { name: 'End this session' }).click();

    await titled(page, 'Sign in');
    await page.goto(`${hub.url}/app/messages?from=OR`);
    await titled(page, 'Sign in');
    await page.getByRole('button', { name: 'Sign in with Agency of OR' }).waitFor();
    await check(page, 'sign-in-provider');
    // The agency knows its person still, and asks nothing.
    await page.getByRole('button', { name: 'Sign in with Agency of OR' }).click();
    await page.waitForURL('**/app/messages?from=OR');
    await page.getByText('No message fits').or(page.getByRole('table')).first().waitFor();
  });

  it('says what to do where it opens nothing, and where it does not answer', async () => {
    const options = { expectedStatuses: [503], viewport: NARROW };
    const page = await browser.open(`${hub.url}/app/sign-in`, options);
    await page.getByRole('button', { name: 'Sign in with Agency of TX' }).click();
    await page.getByText('The other sign-in does not answer.').waitFor();
    await check(page, 'sign-in-provider-down');
    await page.getByRole('button', { name: 'Sign in with Agency of OR' }).click();
    await passAgency(page, 'a-stranger');
    await titled(page, 'That did not work');
    expect(new URL(page.url()).search).to.equal('');
    await check(page, 'provider-refused');
    // Once more: there is nothing left to bring.
    await page.reload();
    await page.getByText('There is nothing to do here.').waitFor();
    await page.getByRole('link', { name: 'Back to sign in' }).click();
    await titled(page, 'Sign in');
  });
});
