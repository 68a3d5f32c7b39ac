import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { createSettableClock } from '../support/settable-clock.ts';
import {
  type TestAccounts,
  type TestPerson,
  createTestAccounts,
} from '../support/test-accounts.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepScreenshot, useBrowserSite } from './support/browser-site.ts';

describe('administration at the console', () => {
  const wallClock = createSettableClock();
  let accounts: TestAccounts;
  let officer: TestPerson;
  const browser = useBrowserSite({
    wallClock,
    prepare: async (hub) => {
      accounts = createTestAccounts(hub, wallClock);
      officer = await accounts.person('OR', ['compact-office']);
      await accounts.invitation('OR', ['state-administrator']);
      await accounts.invitation('TX', ['compact-office']);
    },
  });

  const names = (page: Page) => page.locator('tbody tr td:first-child').allInnerTexts();

  it('lists the accounts of the own state, by the filters of its address', async () => {
    const page = await browser.openAs('OR state-administrator', '/app/administration');
    await page.getByText('2 persons have an account.').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'administration');
    await page.getByLabel('Stands').selectOption('invited');
    await page.getByText('1 person has an account.').waitFor();
    expect(new URL(page.url()).search).to.equal('?state=invited');
    await page.goBack();
    await page.getByText('2 persons have an account.').waitFor();
  });

  it('shows the nation every state, and fits a phone', async () => {
    const options = { viewport: PHONE };
    const page = await browser.openAs('national-office', '/app/administration', options);
    await page.getByText('3 persons have an account.').waitFor();
    expect((await names(page)).length).to.equal(3);
    await checkFitsWidth(page);
    await checkAccessible(page);
    await keepScreenshot(page, 'administration');
  });

  it('invites a person, and says why the hub does not', async () => {
    const options = { expectedStatuses: [422] };
    const page = await browser.openAs(
      'OR state-administrator',
      '/app/administration/invite',
      options,
    );
    await page.getByLabel('Name').fill('Placeholder Colleague');
    await page.getByLabel('E-mail address').fill('colleague@or.example');
    await page.getByLabel('Training completed on').fill('2026-11-01');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('Choose at least one role.').waitFor();
    await page.getByRole('checkbox', { name: 'Compact office', exact: true }).check();
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page
      .getByText('the role of compact office is for staff of the state compact office')
      .waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'invite');
    await page.getByLabel('Is staff of the state compact office').check();
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('/app/invitation#').waitFor();
    await checkAccessible(page);
    await page.getByRole('link', { name: 'Open the account' }).click();
    await page.getByText('Placeholder Colleague').waitFor();
  });

  it('ends a session at once, closes an account, and writes both down', async () => {
    const address = `/app/administration/accounts/${officer.reference}`;
    const page = await browser.openAs('OR state-administrator', address);
    await page.getByRole('table', { name: 'Open sessions' }).waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'account-of-another');
    expect((await officer.browser.call('GET /v1/messages')).status).to.equal(200);
    await page.getByRole('button', { name: 'End it' }).click();
    await page.getByText('Nobody is signed in by this account.').waitFor();
    expect((await officer.browser.call('GET /v1/messages')).status).to.equal(401);

    await page.getByRole('button', { name: 'Close it' }).click();
    await page.getByRole('button', { name: 'Yes, close it' }).click();
    await page.getByText('The account is closed.').waitFor();
    await page.getByRole('link', { name: 'Everything that happened' }).click();
    await page.getByRole('cell', { name: /^Account closed/ }).waitFor();
    await page.getByRole('cell', { name: /^Session ended/ }).waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'access-events');
  });

  it('lets an auditor look and change nothing', async () => {
    const page = await browser.openAs('auditor', '/app/administration');
    await page.getByText('have an account.').waitFor();
    expect(await page.getByRole('link', { name: 'Invite somebody' }).count()).to.equal(0);
    await page.goto(`/app/administration/accounts/${officer.reference}`);
    await page.getByText('You may look, and change nothing.').waitFor();
    expect(await page.getByRole('button', { name: 'Invite again' }).count()).to.equal(0);
  });

  it('fits a phone, whatever is done there', async () => {
    const accountPage = `administration/accounts/${officer.reference}`;
    for (const path of ['administration/invite', 'administration/access', accountPage]) {
      const options = { viewport: PHONE };
      const page = await browser.openAs('OR state-administrator', `/app/${path}`, options);
      await page.locator('main form, main .panel, main tbody tr').first().waitFor();
      await checkFitsWidth(page);
      await checkAccessible(page);
    }
  });

  it('is not for a compact office', async () => {
    const options = { expectedStatuses: [403] };
    const page = await browser.openAs('OR compact-office', '/app/administration', options);
    await page.getByText('Your role does not allow this.').waitFor();
    expect(await page.getByRole('link', { name: 'Administration' }).count()).to.equal(0);
    await checkAccessible(page);
  });
});
