import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { activity } from '../support/activity.ts';
import { createSettableClock } from '../support/settable-clock.ts';
import { PASSWORD, type TestAccounts, createTestAccounts } from '../support/test-accounts.ts';
import { useBrowserSite } from './support/browser-site.ts';
import { tabTo } from './support/keyboard.ts';

describe('journey: the main journey by keyboard alone', () => {
  const wallClock = createSettableClock();
  let accounts: TestAccounts;
  let transmissionId = '';
  const browser = useBrowserSite({
    wallClock,
    prepare: async (hub) => {
      accounts = createTestAccounts(hub, wallClock);
      await hub.playTo('requested', { sending: 'CA', receiving: 'OR' });
      const held = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
      transmissionId = String((await hub.submit('OR', held)).body['transmissionId']);
    },
  });

  /** Goes there by Tab and presses Enter. */
  const enter = async (page: Page, target: Locator): Promise<void> => {
    await target.waitFor();
    await tabTo(page, target);
    await page.keyboard.press('Enter');
  };
  const titled = (page: Page, title: string | RegExp): Promise<void> =>
    page.getByRole('heading', { level: 1, name: title }).waitFor();

  it('signs in, releases what waits, opens the message, and goes back', async () => {
    const person = await accounts.person('OR', ['compact-office']);
    const texas = browser.site.state('TX').stored;
    const before = texas.length;
    const page = await browser.open('/app');
    await titled(page, 'Sign in');
    await tabTo(page, page.getByLabel('E-mail address'));
    await page.keyboard.type(person.email);
    await page.keyboard.press('Enter');
    await page.getByLabel('Password', { exact: true }).waitFor();
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await titled(page, 'Second step');
    await page.keyboard.type(accounts.freshCode(person.secret));
    await page.keyboard.press('Enter');

    await titled(page, 'Today');
    await page.getByText('1 activity waits for your release').waitFor();
    const item = page.locator('li', {
      has: page.locator(`a[href$="/messages/${transmissionId}"]`),
    });
    await enter(page, item.getByRole('button', { name: /^Release/ }));
    const dialog = page.getByRole('dialog', { name: /Release to Texas/ });
    await enter(page, dialog.getByRole('button', { name: 'Release to Texas' }));
    await page.getByText('Released: Transfer request to Texas.').waitFor();
    // What was done is said where the focus now stands; it goes on from there.
    await page.locator('.said:focus').waitFor();
    await browser.site.until(
      () => Promise.resolve(texas.length),
      (count) => count === before + 1,
    );

    await enter(page, page.getByRole('navigation').getByRole('link', { name: 'Messages' }));
    const rows = page.getByRole('table', { name: 'Messages' }).locator('tbody tr');
    const link = rows.locator(`a[href$="/messages/${transmissionId}"]`);
    await link.waitFor();
    await tabTo(page, rows.first().getByRole('link').first());
    // Walked by the arrows until it is there.
    for (let presses = 0; presses < (await rows.count()); presses += 1) {
      if ((await link.and(page.locator(':focus')).count()) === 1) break;
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await titled(page, 'Transfer request from Oregon to Texas');
    await page.getByText(/^Texas acknowledged it/).waitFor();
    await enter(page, page.getByRole('navigation').getByRole('link', { name: 'Today' }));
    await titled(page, 'Today');
    await page.getByText('Nothing waits for your release').waitFor();
    expect(await item.count()).to.equal(0);
  });
});
