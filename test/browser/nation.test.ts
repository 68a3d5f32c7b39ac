import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { activity } from '../support/activity.ts';
import { HOUR, MINUTE } from '../support/settable-clock.ts';
import type { TestHub, TestSite } from '../support/test-hub.ts';
import type { TestState, TestStates } from '../support/test-states.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepScreenshot, useBrowserSite } from './support/browser-site.ts';

/** What the fixtures say of persons: it must stand on none of these pages. */
const PERSONAL = /Testperson|Robin|Jordan Example|jexample|Placeholder|Sample Street|1988-02-29/;

/** So many that the pages have something to show; each costs the test a moment. */
const SHOWN = ['OR', 'TX', 'FL', 'GA', 'WA', 'NY', 'NJ', 'OH', 'NV'];
const CONNECTED: TestState = {};
const STATES: TestStates = {
  ...Object.fromEntries(SHOWN.map((code) => [code, CONNECTED])),
  OR: { dialect: 'flat-json' },
  VI: { connected: false },
  CA: { mode: 'pull' },
};
const PAIRS = [
  ['OR', 'TX'],
  ['TX', 'FL'],
  ['FL', 'GA'],
  ['WA', 'OR'],
  ['NY', 'NJ'],
  ['TX', 'OR'],
] as const;

/** Two days of traffic, then a state that takes nothing and one that refuses. */
async function fill(hub: TestHub, site: TestSite): Promise<void> {
  for (const [sending, receiving] of PAIRS) {
    await hub.playTo('accepted', { sending, receiving });
    site.clock.advance(7 * HOUR);
    await hub.playTo('departed', { sending, receiving });
  }
  site.state('OH').behave('refuse-credentials');
  site.state('NV').behave('down');
  await submit(hub, 'OR', 'OH');
  await submit(hub, 'TX', 'NV');
  await site.until(
    () => hub.call('national', 'GET /v1/incidents?open=yes'),
    ({ body }) => (body['items'] as unknown[]).length >= 2,
  );
  site.clock.advance(20 * MINUTE);
}

async function submit(hub: TestHub, from: string, to: string): Promise<void> {
  const { status, text } = await hub.submit(from, activity('transfer-request', { from, to }));
  if (status !== 202) throw new Error(`${from} to ${to}: ${status} ${text}`);
}

async function textOf(page: Page): Promise<string> {
  return page.locator('main#page').innerText();
}

describe('the pages of the nation', () => {
  const browser = useBrowserSite({ states: STATES, prepare: fill });

  describe('Now', () => {
    it('says what is wrong and whose turn it is', async () => {
      const page = await browser.openAs('national-office', '/app/now');
      const answer = page.locator('.page__answer');
      await answer.getByText('Ohio’s system refuses the hub’s credential').waitFor();
      const said = await answer.innerText();
      expect(said).to.contain('Nevada’s system cannot be reached; Ohio’s system refuses');
      expect(said)
        .to.contain('Whose turn: Nevada, Ohio.')
        .and.match(/Oldest undelivered \d+ min\./);
      expect(said).to.match(/Checkpoint .+ ago\./);
      await page.locator('.traffic__chart canvas').waitFor();
      await page.waitForTimeout(500);
      await keepScreenshot(page, 'now');
      await checkAccessible(page);
      await checkFitsWidth(page);
      expect(await textOf(page)).not.to.match(PERSONAL);
      // The hour under way counts: both panels speak of the same activities.
      const [total = ''] = (await page.locator('.traffic__sum').innerText()).split(' ');
      const cells = await page.locator('.matrix__cell').allInnerTexts();
      expect(Number(total)).to.equal(cells.reduce((sum, cell) => sum + Number(cell), 0));
      expect(await page.getByText('Of these in the hour under way').innerText()).to.match(
        /: [1-9]\d* accepted/,
      );
    });

    it('is readable on a phone', async () => {
      const page = await browser.openAs('auditor', '/app/now', { viewport: PHONE });
      await page.getByText('From state to state').waitFor();
      await page.locator('.traffic__chart canvas').waitFor();
      await page.waitForTimeout(500);
      await keepScreenshot(page, 'now');
      await checkAccessible(page);
      await checkFitsWidth(page);
    });

    it('shows a compact office what is its own', async () => {
      const page = await browser.openAs('TX compact-office', '/app/now');
      await page.locator('.page__answer').waitFor();
      await page.locator('.traffic__chart canvas').waitFor();
      await page.waitForTimeout(500);
      await keepScreenshot(page, 'now-office');
      await checkAccessible(page);
      const text = await textOf(page);
      expect(text)
        .to.contain('Texas gets what is sent to it.')
        .and.not.match(/Ohio’s|FL → GA/);
      expect(text).not.to.match(PERSONAL);
    });
  });

  describe('Incidents', () => {
    it('gives the cause in words, whose turn it is, what to do and what it costs', async () => {
      const page = await browser.openAs('national-office', '/app/incidents');
      await page.getByText('Ohio’s system refuses the hub’s credential').first().waitFor();
      const text = await textOf(page);
      expect(text).to.contain('Whose turn').and.contain('They renew it or say the new one');
      expect(text).to.contain('nothing is lost');
      await keepScreenshot(page, 'incidents');
      await checkAccessible(page);
      await checkFitsWidth(page);
      expect(text).not.to.match(PERSONAL);
    });

    it('has an address for each, to which every mention of it leads', async () => {
      const page = await browser.openAs('national-office', '/app/now');
      const panel = page.getByRole('region', { name: /^Incidents/ });
      await panel.getByRole('link', { name: 'Ohio’s system refuses the hub’s credential' }).click();
      await page.waitForURL(/\/incidents\/[\w-]{36}$/);
      await page.getByRole('heading', { level: 1, name: 'Incident' }).waitFor();
      await page.locator('.page__answer').getByText('Whose turn: Ohio.').waitFor();
      await page.getByText('They renew it or say the new one').waitFor();
      await keepScreenshot(page, 'incident');
      await checkAccessible(page);
      const address = new URL(page.url()).pathname;
      await page.goto('/app/states/OH');
      await page.locator(`a[href="${address}"]`).waitFor();
      await page.goto(`/app/find?q=${address.slice(-36)}`);
      await page.waitForURL(`**${address}`);
      const phone = await browser.openAs('auditor', address, { viewport: PHONE });
      await phone.getByText('They renew it or say the new one').waitFor();
      await checkFitsWidth(phone);
      await keepScreenshot(phone, 'incident');
      const options = { expectedStatuses: [404] };
      const other = await browser.openAs('TX compact-office', address, options);
      await other.getByText('There is nothing here that your state may see.').waitFor();
    });

    it('keeps its filters in the address', async () => {
      const page = await browser.openAs('auditor', '/app/incidents', { viewport: PHONE });
      await page.getByRole('combobox', { name: 'State', exact: true }).selectOption('NV');
      await page.waitForURL(/member=NV/);
      await page.getByText('Nevada’s system cannot be reached').first().waitFor();
      await page.getByText('Ohio’s system').waitFor({ state: 'detached' });
      await keepScreenshot(page, 'incidents');
      await checkAccessible(page);
      await checkFitsWidth(page);
    });

    it('shows a compact office those of its own state alone', async () => {
      const page = await browser.openAs('TX compact-office', '/app/incidents');
      await page.getByText('No incident is open.').waitFor();
      expect(await textOf(page)).not.to.match(/Ohio’s|Nevada’s/);
    });
  });

  describe('States', () => {
    it('lists every member with how it is reached', async () => {
      const page = await browser.openAs('national-office', '/app/states');
      await page.getByText('Ohio’s system refuses').waitFor();
      await page.getByText('Nevada’s system cannot be reached').waitFor();
      expect(await page.locator('main tbody tr').count()).to.equal(53);
      await keepScreenshot(page, 'states');
      await checkAccessible(page);
      await checkFitsWidth(page);
      await page.getByLabel('Show').selectOption('stopped');
      await page.waitForURL(/show=stopped/);
      await page.getByRole('link', { name: 'Wyoming' }).waitFor({ state: 'detached' });
      expect(await textOf(page))
        .to.contain('Ohio')
        .and.not.match(PERSONAL);
    });

    it('is readable on a phone', async () => {
      const page = await browser.openAs('auditor', '/app/states', { viewport: PHONE });
      await page.getByRole('link', { name: 'Oregon' }).waitFor();
      await keepScreenshot(page, 'states');
      await checkAccessible(page);
      await checkFitsWidth(page);
    });

    it('tells a compact office of the way to its own state alone', async () => {
      const page = await browser.openAs('TX compact-office', '/app/states');
      await page.getByRole('link', { name: 'Texas' }).waitFor();
      expect(await textOf(page)).not.to.contain('refuses');
    });
  });

  describe('one State', () => {
    it('can be read whole by the nation, its rules too', async () => {
      const page = await browser.openAs('national-office', '/app/states/OR');
      await page.getByText('Oregon gets what is sent to it.').waitFor();
      await page.getByRole('button', { name: 'Read the rules' }).click();
      await page.getByLabel('Document').waitFor();
      await page.getByLabel('Document').selectOption({ label: 'Transfer request' });
      await page.getByText('by the code list').first().waitFor();
      await keepScreenshot(page, 'state');
      await checkAccessible(page);
      await checkFitsWidth(page);
      expect(await textOf(page)).not.to.match(PERSONAL);
      await page.getByRole('button', { name: 'Pause deliveries' }).waitFor({ state: 'detached' });
    });

    it('is paused and resumed by its own office, with a reason', async () => {
      const page = await browser.openAs('TX compact-office', '/app/states/TX');
      await page.getByRole('button', { name: 'Pause deliveries…' }).click();
      await page.getByLabel('Why?').fill('a new server tonight');
      await keepScreenshot(page, 'state-pause');
      await checkAccessible(page);
      await page.getByRole('button', { name: 'Pause deliveries', exact: true }).click();
      await page.getByText('“a new server tonight”').waitFor();
      await page.getByText('Deliveries to Texas are paused').first().waitFor();
      await page.getByRole('button', { name: 'Resume deliveries…' }).click();
      await page.getByLabel('Why?').fill('it runs');
      await page.getByRole('button', { name: 'Resume deliveries', exact: true }).click();
      await page.getByText('Texas gets what is sent to it.').waitFor();
    });

    it('takes the words of its own office on how it is reached', async () => {
      const page = await browser.openAs('TX state-administrator', '/app/states/TX', {
        viewport: PHONE,
      });
      await page.getByRole('button', { name: 'Change' }).click();
      await page.getByLabel('Name of the office').fill('Texas Interstate Compact Office');
      await page.getByLabel('Telephone').fill('512-555-0100');
      await keepScreenshot(page, 'state');
      await checkAccessible(page);
      await checkFitsWidth(page);
      await page.getByRole('button', { name: 'Say this from now on' }).click();
      await page.getByText('As the office says it itself.').waitFor();
      await page.getByText('512-555-0100').first().waitFor();
      await page.getByText('Earlier versions (1)').waitFor();
    });

    it('is connected once its administrator agreed to the terms for its agency', async () => {
      await browser.site.query(`DELETE FROM agreements WHERE member = 'VI'`);
      const page = await browser.openAs('VI state-administrator', '/app/states/VI');
      const terms = page.getByRole('region', { name: 'Terms of exchange' });
      await terms.getByText('Not agreed to').waitFor();
      await checkAccessible(page);
      await keepScreenshot(page, 'state-terms');
      await terms.getByRole('button', { name: 'Read and agree…' }).click();
      const question = page.getByRole('dialog', { name: 'Terms of exchange' });
      await question.getByText('its authority for it', { exact: false }).first().waitFor();
      const agree = question.getByRole('button', { name: 'Agree' });
      expect(await agree.isDisabled()).to.equal(true);
      await question.getByLabel('have its authority for it').check();
      await checkAccessible(page);
      await keepScreenshot(page, 'state-terms-dialog');
      await agree.click();
      await terms.getByText(/^Version 2026-11, agreed to by/).waitFor();
      await checkFitsWidth(page);
      const nation = await browser.openAs('national-office', '/app/states/VI');
      await nation.getByText(/^Version 2026-11, agreed to by/).waitFor();
      expect(await nation.getByRole('button', { name: 'Read and agree…' }).count()).to.equal(0);
    });

    it('shows another office how it is reached, and no more', async () => {
      const page = await browser.openAs('FL compact-office', '/app/states/OR');
      await page.getByText('How the compact office of Oregon is reached.').waitFor();
      await checkAccessible(page);
      expect(await textOf(page)).not.to.match(/Breaker|Pause deliveries|Read the rules/);
    });
  });
});
