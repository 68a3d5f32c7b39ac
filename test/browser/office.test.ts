import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { activity } from '../support/activity.ts';
import type { TestHub, TestSite } from '../support/test-hub.ts';
import { checkAccessible, checkDialogPlace, checkFitsWidth } from './support/accessible.ts';
import {
  type BrowserSite,
  DESK,
  PHONE,
  keepScreenshot,
  useBrowserSite,
} from './support/browser-site.ts';

const OFFICE = 'OR compact-office';

/** A request of Oregon’s that says nothing of a release: it waits for the office. */
async function submitHeld(hub: TestHub, data = {}): Promise<string> {
  const facts = { from: 'OR', to: 'TX', released: false, data };
  const { body } = await hub.submit('OR', activity('transfer-request', facts));
  return String(body['transmissionId']);
}

/** Waits until the newest delivery of a message stands so. */
async function delivered(
  { hub, site }: BrowserSite,
  transmissionId: string,
  state: string,
): Promise<void> {
  await site.until(
    () => hub.call(OFFICE, `GET /v1/messages/${transmissionId}`),
    ({ body }) => (body['deliveries'] as Delivery[]).at(-1)?.state === state,
  );
}

interface Delivery {
  readonly state: string;
}

/** A request that Texas does not take, until it has mended its system. */
async function submitFailing(browser: BrowserSite): Promise<Sent> {
  const texas = browser.site.state('TX');
  texas.behave('refuse-document');
  const sent = await submit(browser, 'transfer-request');
  await delivered(browser, sent.transmissionId, 'dead-letter');
  texas.behave('take');
  return sent;
}

/** A message, and the case that it opened or belongs to. */
interface Sent {
  readonly transmissionId: string;
  readonly caseId: string;
}

/** Sends an activity of Oregon’s to Texas. */
async function submit({ hub }: BrowserSite, name: string, subject?: string): Promise<Sent> {
  const facts = { from: 'OR', to: 'TX', ...(subject === undefined ? {} : { subject }) };
  const { body } = await hub.submit('OR', activity(name, facts));
  return { transmissionId: String(body['transmissionId']), caseId: String(body['caseId']) };
}

/** The item of a list that links to a message. */
const itemOf = (page: Page, transmissionId: string): Locator =>
  page.locator('li', { has: page.locator(`a[href$="/messages/${transmissionId}"]`) });

const stored = (site: TestSite): number => site.state('TX').stored.length;

/** Texas’s own system has so many more than before. */
const arrived = (site: TestSite, before: number, more = 1): Promise<number> =>
  site.until(
    () => Promise.resolve(stored(site)),
    (count) => count === before + more,
  );

/** What stands on the main buttons of a part of a page. */
const filledIn = async (part: Locator): Promise<string[]> => {
  const main = part.locator(
    'button.usa-button:not(.usa-button--outline, .usa-button--unstyled):visible',
  );
  return (await main.allInnerTexts()).map((text) => text.split('…')[0] ?? '');
};

/** What has the focus. */
const focused = (page: Page): Locator => page.locator(':focus');

describe('the day of a compact office', () => {
  const browser = useBrowserSite({
    states: { OR: { profile: { incomingReview: true } }, TX: {}, CA: {} },
    prepare: async (hub, site) => {
      // The pages count days by the reader’s clock.
      site.clock.advance(Date.now() - site.clock.now().getTime());
      await hub.playTo('accepted');
      await hub.playTo('requested', { sending: 'CA', receiving: 'OR' });
    },
  });

  it('opens with what waits and what is due', async () => {
    await submitHeld(browser.hub);
    const page = await browser.openAs(OFFICE, '/app/today');
    await page
      .getByText(/waits? for your release/)
      .first()
      .waitFor();
    const due = page.getByRole('region', { name: /Due from us/ });
    await due.getByText('Rule 3.104, 45 calendar days').first().waitFor();
    // What is due in years is no matter of the day, and it says so.
    await due.getByRole('link', { name: /^\d+ of \d+, all of them$/ }).waitFor();
    expect(await due.getByText('Close the case').count()).to.equal(0);
    await page.getByText('it leaves this list, and the other state does not see it').waitFor();
    await page.getByRole('link', { name: /waits? for your release/ }).click();
    expect(new URL(page.url()).hash).to.equal('#waiting');
    await checkAccessible(page);
    await keepScreenshot(page, 'today');
  });

  describe("journey: release of a held request through to the other state's system", () => {
    it('asks once, crosses, and lies in Texas’s own system', async () => {
      const transmissionId = await submitHeld(browser.hub);
      const before = stored(browser.site);
      const page = await browser.openAs(OFFICE, '/app/today');
      const item = itemOf(page, transmissionId);
      await item.getByRole('link', { name: 'The checks found 3 things not met' }).waitFor();
      await item.getByRole('button', { name: /^Release/ }).click();
      const dialog = page.getByRole('dialog', { name: /Release to Texas/ });
      await dialog.getByText('It crosses to Texas at once').waitFor();
      await dialog.getByText('Your number of it').waitFor();
      // By name what is not met, and only counted what cannot be told.
      await dialog.getByText('a photo of the person').waitFor();
      await dialog.getByText(/^\d+ more cannot be determined from what it says/).waitFor();
      expect(await dialog.getByText('Cannot be determined', { exact: true }).count()).to.equal(0);
      expect(await focused(page).innerText()).to.include('Release to Texas');
      await checkAccessible(page);
      await keepScreenshot(page, 'today-release');
      await dialog.getByRole('button', { name: 'Release to Texas' }).click();
      const said = page.getByText('Released: Transfer request to Texas.');
      await said.getByRole('link').waitFor();
      expect(await item.count()).to.equal(0);
      await arrived(browser.site, before);
      await page.goto(`/app/messages/${transmissionId}`);
      await page.getByText(/^Texas acknowledged it/).waitFor();
      await page.getByText('Released by Oregon’s compact office').waitFor();
    });
  });

  it('releases from the page of the message, to which that of its case leads', async () => {
    const { body } = await browser.hub.submit(
      'OR',
      activity('transfer-request', { from: 'OR', to: 'TX', released: false }),
    );
    const before = stored(browser.site);
    const transmissionId = String(body['transmissionId']);
    const page = await browser.openAs(OFFICE, '/app/today');
    await itemOf(page, transmissionId)
      .getByRole('link', { name: String(body['caseId']).slice(-6) })
      .click();
    await page.getByRole('link', { name: '1 message waits for your release' }).click();
    await page.getByRole('button', { name: 'Return…' }).click();
    const back = page.getByRole('dialog', { name: /Return to your own officer/ });
    await back.getByText(String(body['caseId']).slice(-6)).waitFor();
    expect(await focused(page).getAttribute('rows')).to.equal('3');
    await back.getByRole('button', { name: 'Not now' }).click();
    await page.getByRole('button', { name: 'Release…' }).click();
    const dialog = page.getByRole('dialog', { name: /Release to Texas/ });
    await dialog.getByText(/cannot be determined from what it says/).waitFor();
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size);
      await checkDialogPlace(page);
    }
    await keepScreenshot(page, 'message-release');
    let goOn = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route('**/release', async (route) => {
      await held;
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Release to Texas' }).click();
    // While it is under way there is nothing to press twice, or to take back.
    await dialog.locator('button:disabled').nth(1).waitFor();
    expect(await dialog.locator('button:enabled').count()).to.equal(0);
    goOn();
    await page.getByText('Released: Transfer request to Texas.').waitFor();
    await page.getByText(/^Texas acknowledged it/).waitFor();
    await arrived(browser.site, before);
    // What the reader decided elsewhere is no news on the list that was left before.
    const asked = page.waitForResponse(/\/v1\/reviews\?direction=outgoing/);
    await page.getByRole('link', { name: 'Today', exact: true }).click();
    await asked;
    await page
      .getByText(/waits? for your release|Nothing waits/)
      .first()
      .waitFor();
    await page.getByRole('region', { name: /Due from us/ }).waitFor();
    expect(await itemOf(page, transmissionId).count()).to.equal(0);
    expect(await page.getByText('No longer here').count()).to.equal(0);
  });

  describe('journey: return with reason and resubmission', () => {
    it('tells its own officer why and the other state nothing, and the next one crosses', async () => {
      const transmissionId = await submitHeld(browser.hub);
      const page = await browser.openAs(OFFICE, '/app/today');
      const item = itemOf(page, transmissionId);
      await item.getByRole('button', { name: /^Return/ }).click();
      const dialog = page.getByRole('dialog', { name: /Return to your own officer/ });
      const confirm = dialog.getByRole('button', { name: 'Return it' });
      expect(await confirm.isDisabled()).to.equal(true);
      await dialog.getByRole('button', { name: 'Put in what the checks found' }).click();
      const reason = dialog.getByLabel('Why it is returned');
      expect(await reason.inputValue()).to.match(
        /^The checks found not met: Rule 3\.107\(a\): .*a photo/,
      );
      await checkDialogPlace(page);
      await checkAccessible(page);
      await keepScreenshot(page, 'today-return');
      await reason.fill('The plan of supervision is missing.');
      await confirm.click();
      await page.getByText('Returned: Transfer request.').waitFor();
      const story = await browser.hub.call('OR office', `GET /v1/messages/${transmissionId}`);
      expect(story.body['status']).to.equal('returned');
      const theirs = await browser.hub.call('TX office', `GET /v1/messages/${transmissionId}`);
      expect(theirs.status).to.equal(404);
      const officer = await browser.openAs('OR officer', `/app/messages/${transmissionId}`);
      const told = officer.getByRole('region', { name: 'What to do' });
      await told.getByText('The plan of supervision is missing.').waitFor();
      await told.getByText('submit it anew').waitFor();
      await checkAccessible(officer);
      await keepScreenshot(officer, 'message-returned');
      const before = stored(browser.site);
      const again = await submitHeld(browser.hub);
      // The list is live: what is new is counted, and comes when it is asked for.
      await page.getByRole('button', { name: /since you opened this/ }).click();
      const next = itemOf(page, again);
      await next.getByRole('button', { name: /^Release/ }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Release to Texas' }).click();
      await page.getByText('Released: Transfer request to Texas.').waitFor();
      await arrived(browser.site, before);
    });
  });

  it('is live in as many tabs as somebody opens, also when the first is closed', async () => {
    const first = await browser.openAs(OFFICE, '/app/today');
    const tabs = [first];
    while (tabs.length < 8) {
      const tab = await first.context().newPage();
      await tab.goto(first.url());
      tabs.push(tab);
    }
    const waits = (tab: Page) => tab.getByRole('region', { name: /Due from us/ }).waitFor();
    for (const tab of tabs) await waits(tab);
    await first.close();
    await submitHeld(browser.hub);
    for (const tab of tabs.slice(1)) {
      await tab.getByRole('button', { name: /since you opened this/ }).waitFor();
    }
    // The bar covers nothing for good: whatever lies behind it can be scrolled from under it.
    const [, phone] = tabs;
    await phone?.setViewportSize(PHONE);
    const covered = await phone?.evaluate<number>(`(() => {
      scrollTo(0, document.documentElement.scrollHeight);
      const last = [...document.querySelectorAll('.panel')].at(-1).getBoundingClientRect().bottom;
      return last - document.querySelector('.news').getBoundingClientRect().top;
    })()`);
    expect(covered).to.be.at.most(0);
    if (phone !== undefined) await keepScreenshot(phone, 'today-news');
  });

  it('gives one to another person, and takes what came in off the list', async () => {
    const transmissionId = await submitHeld(browser.hub);
    const page = await browser.openAs(OFFICE, '/app/today');
    const item = itemOf(page, transmissionId);
    await item.getByRole('button', { name: /^Give to/ }).click();
    await page.getByLabel('To whom').fill('jexample');
    await page.getByRole('button', { name: 'Give it' }).click();
    await item.getByText('given to jexample').waitFor();
    const incoming = page.getByRole('region', { name: /Came in/ });
    const first = incoming.getByRole('listitem').first();
    const link = await first.getByRole('link').first().getAttribute('href');
    await first.getByRole('button', { name: /Mark as reviewed/ }).click();
    await page.getByText('Marked as reviewed').waitFor();
    expect(await incoming.locator(`a[href="${link ?? ''}"]`).count()).to.equal(0);
  });

  it('shows an officer what is due, and nothing to decide', async () => {
    const page = await browser.openAs('OR officer', '/app/today');
    await page.getByRole('region', { name: /Due from us/ }).waitFor();
    expect(await page.getByRole('button', { name: /^Release/ }).count()).to.equal(0);
    await checkAccessible(page);
  });

  describe('journey: a failure found, explained, replayed, gone', () => {
    it('leads from the day’s page over the cause and the list of what is handed over', async () => {
      const { transmissionId } = await submitFailing(browser);
      await submitFailing(browser);
      const before = stored(browser.site);
      const page = await browser.openAs(OFFICE, '/app/today');
      const ours = page.getByRole('region', { name: /Failures that are ours/ });
      await ours.getByRole('link', { name: /refuses what was sent/ }).click();
      const cause = page.getByRole('region', { name: /refuses what was sent/ });
      await cause.getByText('Yours').waitFor();
      await cause.getByText('Skip: Texas has the matter another way').waitFor();
      expect(await filledIn(cause)).to.deep.equal([]);
      await cause.getByText('the clocks of the rules run').waitFor();
      await checkAccessible(page);
      await keepScreenshot(page, 'failures');
      await cause.getByRole('button', { name: 'Hand all over again…' }).click();
      const dialog = page.getByRole('dialog', { name: /Hand over again to Texas/ });
      await dialog.getByText('2 messages would be handed over again').waitFor();
      await dialog.getByText('The same document goes again').waitFor();
      await dialog.locator(`a[href$="/messages/${transmissionId}"]`).waitFor();
      await dialog.getByLabel('Why').fill('Texas has mended its system.');
      await checkAccessible(page);
      await keepScreenshot(page, 'failures-replay');
      await dialog.getByRole('button', { name: 'Hand 2 messages over again' }).click();
      await page.getByText('2 messages are on their way again.').waitFor();
      await page.getByText('Nothing is stuck').waitFor();
      await arrived(browser.site, before, 2);
    });
  });

  /** Asks what becomes of the one message that is stuck: its button, then why; leaves the question open. */
  const decide = async (button: RegExp): Promise<{ page: Page; dialog: Locator }> => {
    const page = await browser.openAs(OFFICE, '/app/failures');
    await page.getByRole('button', { name: button }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('Texas was asked by telephone.');
    return { page, dialog };
  };
  /** Whatever was decided is told by its page, and the list is empty again. */
  const decided = async (page: Page, said: string): Promise<void> => {
    await page.getByText(said).waitFor();
    await page.getByText('Nothing is stuck').waitFor();
  };

  it('lets a message be skipped with a reason, and other roles only look', async () => {
    const { transmissionId } = await submitFailing(browser);
    const officer = await browser.openAs('OR officer', '/app/failures');
    await officer.getByText('Only the compact office').waitFor();
    expect(await officer.getByRole('button', { name: /again/ }).count()).to.equal(0);
    const { page, dialog } = await decide(/^Skip/);
    expect(await focused(page).getAttribute('rows')).to.equal('3');
    await dialog.getByText('It is not handed over any more, and the case goes on').waitFor();
    await dialog.getByRole('button', { name: 'Skip it' }).click();
    await decided(page, 'It is skipped');
    await delivered(browser, transmissionId, 'skipped');
  });

  it('hands one message over again', async () => {
    const { transmissionId } = await submitFailing(browser);
    const before = stored(browser.site);
    const { page, dialog } = await decide(/^Hand over again/);
    await dialog.getByText('under the same number').waitFor();
    await dialog.getByText('Texas’s system refused it as it is').waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'failures-replay-one');
    await dialog.getByRole('button', { name: 'Hand over again' }).click();
    await decided(page, 'It is on its way again.');
    await arrived(browser.site, before);
    await delivered(browser, transmissionId, 'acknowledged');
  });

  it('gives a message up, which the other state never gets', async () => {
    const { transmissionId } = await submitFailing(browser);
    const before = stored(browser.site);
    const { page, dialog } = await decide(/^Give up/);
    await dialog.getByText('never gets it').waitFor();
    await dialog.getByRole('button', { name: 'Give it up' }).click();
    await decided(page, 'It is given up.');
    await delivered(browser, transmissionId, 'cancelled');
    expect(stored(browser.site)).to.equal(before);
  });

  it('replaces a message by a later one of its case, which then arrives', async () => {
    const texas = browser.site.state('TX');
    texas.behave(({ activityType }) =>
      activityType.includes('instructions') ? 'refuse-document' : 'take',
    );
    const first = await submit(browser, 'reporting-instructions-request');
    await delivered(browser, first.transmissionId, 'dead-letter');
    const page = await browser.openAs(OFFICE, '/app/failures');
    const cause = page.getByRole('region', { name: /refuses what was sent/ });
    await cause.getByRole('button', { name: /^Name the replacement/ }).waitFor();
    // What the advice names comes first, and is the main thing to do only once it can be done.
    expect(await cause.getByRole('button').first().innerText()).to.include('Name the replacement');
    expect(await filledIn(cause)).to.deep.equal([]);
    await cause
      .getByText('Ask Texas’s compact office what is wrong with it. Then correct')
      .waitFor();
    await cause
      .getByText(
        /^Jordan Example, who has the case; or whoever submitted it in your own system as OR-/,
      )
      .waitFor();
    await cause.getByText('Texas has told the hub neither telephone nor mailbox').waitFor();
    // Of one message the list stands open.
    await cause.getByRole('link', { name: /^Request for reporting instructions/ }).waitFor();
    await cause.getByRole('button', { name: /^Name the replacement/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('There is none to name yet').waitFor();
    await dialog.getByText('send it there as a new activity of the same case').waitFor();
    expect(await dialog.locator('textarea, select').count()).to.equal(0);
    expect(await dialog.getByRole('button').allInnerTexts()).to.deep.equal(['Close']);
    await checkAccessible(page);
    await keepScreenshot(page, 'failures-replace-none');
    await dialog.getByRole('button', { name: 'Close' }).click();

    const before = stored(browser.site);
    const later = await submit(browser, 'transfer-request', first.caseId);
    const again = await decide(/^Name the replacement/);
    const main = again.page.getByRole('region', {
      name: /refuses what was sent/,
      includeHidden: true,
    });
    expect(await filledIn(main)).to.deep.equal(['Name the replacement', 'Replace it']);
    const choice = again.dialog.getByLabel('Which takes its place');
    // There is one to choose: it is chosen, and told by the own number of it.
    expect(await choice.inputValue()).to.equal(later.transmissionId);
    expect(await choice.locator('option').allInnerTexts()).to.have.length(1);
    expect(await choice.innerText()).to.match(/^Transfer request OR-\S+, /);
    await checkAccessible(again.page);
    await keepScreenshot(again.page, 'failures-replace');
    await again.dialog.getByRole('button', { name: 'Replace it' }).click();
    await decided(again.page, 'It is replaced by the later one.');
    await delivered(browser, first.transmissionId, 'superseded');
    await delivered(browser, later.transmissionId, 'acknowledged');
    expect(stored(browser.site)).to.equal(before + 1);
    texas.behave('take');
    await again.page.goto(`/app/messages/${first.transmissionId}`);
    await again.page.getByRole('link', { name: 'Open the message that takes its place' }).waitFor();
    await checkAccessible(again.page);
    await keepScreenshot(again.page, 'message-superseded');
    await again.page.getByRole('link', { name: 'a later message' }).click();
    await again.page.waitForURL(`**/messages/${later.transmissionId}`);
  });

  it('says of a single refusal why at once, and what has arrived since', async () => {
    const { caseId } = await submitFailing(browser);
    const page = await browser.openAs(OFFICE, '/app/messages');
    await page.route('**/v1/failures?*', async (route) => {
      const response = await route.fetch();
      const list = (await response.json()) as { items: { failure: object }[] };
      for (const item of list.items) {
        item.failure = {
          ...item.failure,
          code: 'REFUSED_BY_STATE',
          detail: 'The county is another.',
        };
      }
      await route.fulfill({ response, json: list });
    });
    await page.route(`**/v1/cases/${caseId}?*`, async (route) => {
      const response = await route.fetch();
      const file = (await response.json()) as { timeline: { delivery: object }[] };
      const [entry] = file.timeline;
      const delivery = { ...entry?.delivery, state: 'acknowledged' };
      const transmission = { transmissionId: '018f0000-0000-7000-8000-000000000000' };
      const later = { ...entry, ...transmission, messageId: 'OR-LATER', delivery };
      await route.fulfill({ response, json: { ...file, timeline: [entry, later] } });
    });
    await page.goto(`/app/failures?case=${caseId}`);
    const cause = page.getByRole('region', { name: 'Texas said that it will not take it.' });
    await cause.getByText('The county is another.').waitFor();
    await cause.getByText('Correct it in your own system and send it').waitFor();
    await cause.getByRole('link', { name: 'A later one of the same kind, OR-LATER,' }).waitFor();
    await checkAccessible(page);
    await keepScreenshot(page, 'failures-reason');
    const { body } = await browser.hub.call(OFFICE, `GET /v1/failures?case=${caseId}`);
    const [stuck] = body['items'] as { deliveryId: string }[];
    const ended = await browser.hub.call(
      OFFICE,
      `POST /v1/deliveries/${stuck?.deliveryId ?? ''}/cancel`,
      { json: { reason: 'The end of a test.' } },
    );
    expect(ended.status).to.be.lessThan(300);
  });

  // Last, for what it leaves behind: the tests of a suite come before those of the suites in it.
  describe('on a phone', () => {
    it('fits its width', async () => {
      await submitHeld(browser.hub);
      await submitFailing(browser);
      for (const name of ['today', 'failures']) {
        const page = await browser.openAs(OFFICE, `/app/${name}`, { viewport: PHONE });
        await page.locator('.panel .item__head, .panel .facts').first().waitFor();
        await checkFitsWidth(page);
        await checkAccessible(page);
        await keepScreenshot(page, name);
      }
    });
  });
});
