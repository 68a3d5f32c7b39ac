import { expect } from 'chai';
import { MINUTE } from '../support/settable-clock.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepScreenshot, useBrowserSite } from './support/browser-site.ts';

describe('the log of messages', () => {
  const browser = useBrowserSite({
    prepare: async (hub, site) => {
      await hub.playTo('requested');
      site.clock.advance(MINUTE);
      await hub.playTo('requested', { sending: 'CA', receiving: 'OR' });
    },
  });

  it('lists what the own state sent and received, newest first', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const rows = page.getByRole('table', { name: 'Messages' }).getByRole('row');
    await rows.nth(2).waitFor();
    expect(await rows.count()).to.equal(3);
    const ways = await page.locator('tbody .way').allInnerTexts();
    expect(ways.map((way) => way.replace(/\s/g, ''))).to.deep.equal(['CA→OR', 'OR→TX']);
    await checkAccessible(page);
    await keepScreenshot(page, 'messages');
  });

  it('keeps its filters in its address, and Back takes one away', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    await page.getByLabel('From').selectOption('CA');
    await page.getByText('1 message fits what you asked for.').waitFor();
    expect(new URL(page.url()).search).to.equal('?from=CA');
    await page.goBack();
    await page.getByText('2 messages, the newest first.').waitFor();
  });

  it('is asked what waits for confirmation, and at which field a check found something', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const stands = page.getByRole('combobox', { name: 'Stands', exact: true });
    await stands.selectOption({ label: 'Waits for confirmation' });
    await page.getByText('No message fits what you asked for.').waitFor();
    expect(new URL(page.url()).search).to.equal('?group=unconfirmed');
    await page.goto('/app/messages?field=/data/attachments');
    await page.getByText('2 messages fit what you asked for.').waitFor();
    expect(await page.getByLabel('Field that a check rejects').inputValue()).to.equal(
      '/data/attachments',
    );
  });

  it('says what to do where nothing fits', async () => {
    const page = await browser.openAs('TX compact-office', '/app/messages?from=CA');
    await page.getByText('No message fits what you asked for.').waitFor();
    await checkAccessible(page);
  });

  it('is walked by the arrow keys, and Enter opens a message', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const links = page.locator('tbody tr td:first-child a');
    await links.nth(1).waitFor();
    await links.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    const address = (await links.nth(1).getAttribute('href')) ?? '';
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === address);
    await page.getByRole('heading', { name: /^Transfer request from/ }).waitFor();
  });

  it('has further columns for whom wants them, kept in its address', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    await page.getByText('More filters and columns').click();
    await page.getByLabel('Attempts').click();
    await page.getByRole('columnheader', { name: 'Attempts' }).waitFor();
    expect(new URL(page.url()).search).to.equal('?columns=Attempts');
    await page.reload();
    await page.getByRole('columnheader', { name: 'Attempts' }).waitFor();
    await checkAccessible(page);
  });

  it('is searched from any page: straight to the one thing that has a number', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const link = page.locator('tbody tr td:first-child a').first();
    const address = (await link.getAttribute('href')) ?? '';
    await page.keyboard.press('/');
    await page.keyboard.type(address.slice(address.lastIndexOf('/') + 1));
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === address);
    await page.getByRole('searchbox').fill('no-such-number');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing that you may see has this number.').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'find');
  });

  it('keeps the filters in force under a name, and forgets them', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages?from=CA');
    await page.getByLabel('Name for these filters').fill('From California');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('link', { name: 'From California' }).waitFor();
    await page.goto('/app/messages');
    await page.getByRole('link', { name: 'From California' }).click();
    await page.getByText('1 message fits what you asked for.').waitFor();
    await checkAccessible(page);
    await page.getByRole('button', { name: 'Forget the filter From California' }).click();
    await page.getByLabel('Name for these filters').waitFor();
  });

  it('is taken along as CSV, by the filters in force', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages?from=CA');
    const link = page.getByRole('link', { name: 'Take all that fit along as CSV' });
    expect(await link.getAttribute('href')).to.equal('/v1/messages.csv?from=CA');
  });

  it('fits a phone', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages', { viewport: PHONE });
    await page.locator('tbody tr').first().waitFor();
    await checkFitsWidth(page);
    await checkAccessible(page);
    await keepScreenshot(page, 'messages');
  });
});
