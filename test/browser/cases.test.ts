import { expect } from 'chai';
import { activity } from '../support/activity.ts';
import { createSettableClock } from '../support/settable-clock.ts';
import { type TestAccounts, createTestAccounts } from '../support/test-accounts.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepScreenshot, useBrowserSite } from './support/browser-site.ts';

const OFFICE = 'OR compact-office';

describe('cases and their clocks', () => {
  let caseId = '';
  const wallClock = createSettableClock();
  let accounts: TestAccounts;
  const browser = useBrowserSite({
    wallClock,
    prepare: async (hub, site) => {
      accounts = createTestAccounts(hub, wallClock);
      // The pages count days by the reader’s clock.
      site.clock.advance(Date.now() - site.clock.now().getTime());
      await hub.playTo('requested', { sending: 'CA', receiving: 'OR' });
      caseId = await hub.playTo('arrived');
    },
  });

  it('lists deadlines by who owes them, with the filter in the address', async () => {
    const page = await browser.openAs(OFFICE, '/app/deadlines?owed=us');
    const rows = page.getByRole('table', { name: 'Deadlines' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(new Set(await rows.locator('td:nth-child(2)').allInnerTexts())).to.deep.equal(
      new Set(['Oregon']),
    );
    await page.getByLabel('Other state', { exact: false }).last().selectOption('TX');
    await page.getByText('No deadline fits').waitFor();
    expect(new URL(page.url()).search).to.equal('?owed=us&state=TX');
    await page.goBack();
    await rows.first().waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'deadlines');
  });

  it('lists cases, and one links to everything of it', async () => {
    const page = await browser.openAs(OFFICE, '/app/cases?side=sending');
    const rows = page.getByRole('table', { name: 'Cases' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).to.equal(1);
    await checkAccessible(page);
    await keepScreenshot(page, 'cases');
    await page.getByRole('link', { name: caseId }).click();
    await page.getByRole('region', { name: 'Where it stands' }).waitFor();
    await page.getByText('Case from Oregon to Texas: accepted, supervised by Texas.').waitFor();
    const stands = await page.locator('.lifecycle__text').innerText();
    expect(stands.replace(/\s+/g, ' ')).to.include('The person In receiving state');
    expect(await page.locator('.region__now').count()).to.equal(8);
    const sent = page.getByRole('table', { name: 'Everything sent in this case' });
    expect(await sent.locator('tbody tr').count()).to.equal(4);
    await page.getByText('Texas may send').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'case');
  });

  it('shows the person only once it is opened', async () => {
    const page = await browser.openAs(OFFICE, `/app/cases/${caseId}`);
    const person = page.getByRole('region', { name: 'The person' });
    const open = person.getByRole('button', { name: 'Open the person' });
    await open.waitFor();
    expect(await page.getByText('Date of birth', { exact: true }).count()).to.equal(0);
    await open.click();
    await person.getByText('Date of birth', { exact: true }).waitFor();
    await checkAccessible(page);
    await page.goto(page.url());
    await open.waitFor();
    const [row] = await browser.site.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM viewings WHERE what = 'person'`,
    );
    expect(row?.count, 'the page alone opens nobody').to.equal(1);
  });

  it('shows the nation where a case stands, and nobody’s person', async () => {
    const page = await browser.openAs('national-office', `/app/cases/${caseId}`);
    await page.getByText('The national office sees no person.').waitFor();
    expect(await page.getByRole('button', { name: 'Open the person' }).count()).to.equal(0);
  });

  it('keeps notes of the own state, with whose and when, that no other sees', async () => {
    const { browser: signedIn } = await accounts.person('OR', ['compact-office']);
    const address = `/app/cases/${caseId}`;
    const page = await browser.open(address, { cookie: signedIn.cookie });
    const notes = page.getByRole('region', { name: 'Notes of your state' });
    await notes.getByText('Notes never cross').waitFor();
    await notes.getByText('Nobody of your state has noted anything').waitFor();
    await notes.getByLabel('Write a note').fill('Called the sponsor.\nCalls back on Monday.');
    await notes.getByRole('button', { name: 'Keep the note' }).click();
    await notes.getByText('Calls back on Monday.').waitFor();
    await notes.getByText(/^Placeholder Person \d+$/).waitFor();
    expect(await notes.getByLabel('Write a note').inputValue()).to.equal('');
    await checkAccessible(page);
    await keepScreenshot(page, 'case-notes');

    const administrator = await browser.openAs('OR state-administrator', address);
    await administrator.getByText('Your role sees no case.').waitFor();
    await administrator.getByText('Calls back on Monday.').waitFor();
    await checkAccessible(administrator);
    const other = await browser.openAs('TX compact-office', address);
    await other.getByText('Nobody of your state has noted anything').waitFor();
    expect(await other.getByText('Calls back on Monday.').count()).to.equal(0);
    const nation = await browser.openAs('national-office', address);
    await nation.getByRole('region', { name: 'Parties' }).waitFor();
    expect(await nation.getByRole('region', { name: 'Notes of your state' }).count()).to.equal(0);
  });

  it('says that a message failed and whose turn it is, and what waits for release', async () => {
    const { hub, site } = browser;
    site.state('TX').behave('refuse-document');
    const failing = await hub.submit('OR', activity('transfer-request', { from: 'OR', to: 'TX' }));
    const failedCase = String(failing.body['caseId']);
    await site.until(
      () =>
        site.query<{ state: string }>('SELECT state FROM deliveries WHERE case_id = $1', [
          failedCase,
        ]),
      ([delivery]) => delivery?.state === 'dead-letter',
    );
    site.state('TX').behave('take');
    const page = await browser.openAs(OFFICE, `/app/cases/${failedCase}`);
    await page.getByText('1 message failed: Oregon’s turn.').waitFor();
    const sent = page.getByRole('table', { name: 'Everything sent in this case' });
    await sent.getByText('Failed', { exact: true }).waitFor();
    expect(await sent.getByText('Crossed', { exact: true }).count()).to.equal(0);
    await checkAccessible(page);
    await keepScreenshot(page, 'case-failed');

    const held = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
    const { body } = await hub.submit('OR', held);
    await page.goto(`/app/cases/${String(body['caseId'])}`);
    const waits = page.getByRole('link', { name: '1 message waits for your release' });
    await waits.waitFor();
    expect(await page.getByText('Nothing is owed now').count()).to.equal(0);
    await keepScreenshot(page, 'case-waits');
    await waits.click();
    await page.waitForURL((url) => url.pathname.endsWith(String(body['transmissionId'])));
    const nation = await browser.openAs('national-office', `/app/cases/${String(body['caseId'])}`);
    await nation.getByRole('link', { name: '1 message waits for Oregon’s release' }).waitFor();
  });

  it('finds a person by name among the own state’s cases, and shows no name', async () => {
    const { data } = activity('transfer-request', { from: 'OR', to: 'TX' });
    const { name } = data['supervisedIndividual'] as { name: { lastName: string } };
    const page = await browser.openAs(OFFICE, '/app/cases');
    await page.getByText('Find a person by name or number').click();
    const find = page.getByRole('button', { name: 'Find', exact: true });
    await find.click();
    await page.getByText('Enter a last name or a number.').waitFor();
    await page.getByLabel('Last name').fill(name.lastName);
    await find.click();
    await page.getByText('Same last name').first().waitFor();
    const found = page.locator('.list');
    await found.getByRole('link', { name: caseId }).waitFor();
    expect(await found.innerText()).to.not.include(name.lastName);
    expect(new URL(page.url()).search).to.equal('');
    await checkAccessible(page);
    await keepScreenshot(page, 'cases-person');
    const nation = await browser.openAs('national-office', '/app/cases');
    await nation.getByRole('table', { name: 'Cases' }).waitFor();
    expect(await nation.getByText('Find a person').count()).to.equal(0);
  });

  it('opens a case from the list by the end of its number', async () => {
    const page = await browser.openAs(OFFICE, '/app/cases', { viewport: PHONE });
    await page.getByLabel('Case', { exact: true }).fill(caseId.slice(-6));
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === `/app/cases/${caseId}`);
    await page.getByRole('link', { name: 'All cases of this person' }).click();
    await page.getByText('This person has 1 case that you may see.').waitFor();
    await checkFitsWidth(page);
    await keepScreenshot(page, 'cases-of-person');
  });

  it('says what of it was asked for where nothing is there', async () => {
    const page = await browser.openAs(OFFICE, '/app/deadlines?owed=us&state=HI');
    await page.getByText('No deadline fits what you asked for.').waitFor();
    await page.goto('/app/incidents');
    await page.getByText('Nothing is wrong with Oregon’s own connection now.').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'incidents-none');
    await page.getByRole('link', { name: 'your failures show it' }).click();
    await page.waitForURL('**/app/failures');
  });

  it('fits a phone', async () => {
    for (const path of ['deadlines', 'cases', `cases/${caseId}`]) {
      const page = await browser.openAs(OFFICE, `/app/${path}`, { viewport: PHONE });
      await page.locator('tbody tr').first().waitFor();
      await checkFitsWidth(page);
      await checkAccessible(page);
      await keepScreenshot(page, path.startsWith('cases/') ? 'case' : path);
    }
  });
});
