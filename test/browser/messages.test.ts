import { expect } from 'chai';
import { MINUTE } from '../support/settable-clock.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepScreenshot, useBrowserSite } from './support/browser-site.ts';

describe('the log of messages', () => {
  let caseId = '';
  const browser = useBrowserSite({
    prepare: async (hub, site) => {
      caseId = await hub.playTo('requested');
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
    const stands = page.getByRole('combobox', { name: 'State of delivery' });
    await stands.selectOption({ label: 'Handed over, not acknowledged' });
    await page.getByText('No message fits what you asked for.').waitFor();
    expect(new URL(page.url()).search).to.equal('?group=unconfirmed');
    await page.goto('/app/messages?field=/data/attachments');
    await page.getByText('2 messages fit what you asked for.').waitFor();
    expect(await page.getByLabel('Field that a check rejects').inputValue()).to.equal(
      '/data/attachments',
    );
  });

  it('is asked for a case by the end of its number as the screen shows it', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const field = page.getByLabel('Case', { exact: true });
    for (const typed of [caseId.slice(-6).toLowerCase(), `…${caseId.slice(-6)}`]) {
      await field.fill(typed);
      await page.keyboard.press('Enter');
      await page.getByText('1 message fits what you asked for.').waitFor();
      expect(new URL(page.url()).search).to.equal(`?case=${caseId}`);
      expect(await field.inputValue()).to.equal(caseId);
      const beyond = `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.filters__number input'))`;
      expect(await page.evaluate(beyond), 'all of the number is to be seen').to.equal(0);
      await keepScreenshot(page, 'messages-of-case');
      await page.goBack();
      await page.getByText('2 messages, the newest first.').waitFor();
      expect(await field.inputValue()).to.equal('');
    }
    await field.fill('000000');
    await page.getByRole('button', { name: 'Apply' }).first().click();
    await page.getByText('No case you may see has this number.').waitFor();
    await page.getByText('2 messages, the newest first.').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'messages-no-case');
  });

  it('says beside a filter that what was typed has not its form, and asks nothing', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages', { viewport: PHONE });
    await page.getByText('More filters and columns').click();
    await page.getByLabel('Field that a check rejects').fill('the sponsor');
    await page.keyboard.press('Enter');
    await page.getByText('A field is written like /data/plan/sponsor.').waitFor();
    expect(new URL(page.url()).search).to.equal('');
    await checkFitsWidth(page);
    await checkAccessible(page);
    await keepScreenshot(page, 'messages-filters');
    const fields = await page.locator('.filters').locator('input, select').all();
    const boxes = (await Promise.all(fields.map((one) => one.boundingBox()))).flatMap((box) =>
      box === null
        ? []
        : [{ left: box.x, right: box.x + box.width, top: box.y, bottom: box.y + box.height }],
    );
    expect(boxes).to.have.length(fields.length);
    for (const [at, one] of boxes.entries()) {
      expect(one.right, 'within the screen').to.be.at.most(PHONE.width);
      for (const other of boxes.slice(at + 1)) {
        const apart =
          one.right <= other.left ||
          other.right <= one.left ||
          one.bottom <= other.top ||
          other.bottom <= one.top;
        expect(apart, 'no field lies over another').to.equal(true);
      }
    }
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

  it('finds a case from any page by the end of its number, and then forgets it', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const box = page.getByRole('searchbox');
    await box.fill(`…${caseId.slice(-6).toLowerCase()}`);
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === `/app/cases/${caseId}`);
    // The address is the case's a moment before its page is.
    await page.getByRole('heading', { level: 1, name: /^Case/ }).waitFor();
    expect(await box.inputValue()).to.equal('');
    await box.fill('no-such-number');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing that you may see has this number.').waitFor();
    expect(await box.inputValue()).to.equal('no-such-number');
    await page.getByRole('link', { name: 'log', exact: true }).click();
    await page.getByRole('table', { name: 'Messages' }).waitFor();
    expect(await box.inputValue()).to.equal('');
  });

  it('begins a page at its top, and goes back to where one was', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages', {
      viewport: { width: 1280, height: 300 },
    });
    const down = (): Promise<number> => page.evaluate<number>('Math.round(scrollY)');
    const links = page.locator('tbody tr td:first-child a');
    await links.first().click();
    await page.getByRole('heading', { name: /^Transfer request from/ }).waitFor();
    await page.getByRole('region', { name: 'What happened' }).waitFor();
    await page.evaluate('scrollTo(0, 200)');
    // A press of the mouse would first bring the tab into view.
    await page.evaluate(`document.querySelector('.tabs a[href$="/messages"]').click()`);
    await links.first().waitFor();
    expect(await down()).to.equal(0);
    await links.first().click();
    await page.getByRole('region', { name: 'What happened' }).waitFor();
    expect(await down(), 'of a page that was scrolled before').to.equal(0);
    await page.goBack();
    await links.first().waitFor();
    await page.goBack();
    await page.getByRole('region', { name: 'What happened' }).waitFor();
    expect(await down(), 'on Back').to.equal(200);
  });

  it('stays where one is while its filters are used', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages', {
      viewport: { width: 1280, height: 300 },
    });
    await page.locator('tbody tr').first().waitFor();
    await page.evaluate('scrollTo(0, 60)');
    await page.getByLabel('Activity').selectOption('compact.transfer-request.v1');
    await page.waitForURL((url) => url.searchParams.has('type'));
    await page.locator('tbody tr').first().waitFor();
    expect(await page.evaluate<number>('Math.round(scrollY)')).to.equal(60);
  });

  it('has a menu of the account that closes by itself', async () => {
    const page = await browser.openAs('OR compact-office', '/app/messages');
    const button = page.locator('.frame__account summary');
    const menu = page.getByRole('link', { name: 'First steps' });
    await button.click();
    await menu.waitFor();
    await page.keyboard.press('Escape');
    await menu.waitFor({ state: 'hidden' });
    await page.locator('.frame__account summary:focus').waitFor();
    await button.click();
    await menu.waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    await menu.waitFor({ state: 'hidden' });
    await button.click();
    await menu.click();
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    await menu.waitFor({ state: 'hidden' });
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
