import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { activity } from '../support/activity.ts';
import { HOUR } from '../support/settable-clock.ts';
import type { TestHub, TestSite } from '../support/test-hub.ts';
import { checkAccessible, checkFitsWidth } from './support/accessible.ts';
import { PHONE, keepPicture, keepScreenshot, useBrowserSite } from './support/browser-site.ts';

const DAY = 24 * HOUR;
const STATES = ['OR', 'TX', 'CA', 'WA', 'NV', 'ID', 'AZ', 'FL', 'GA', 'NY', 'OH', 'IL'] as const;
const HOURS = 30;

/** Run in the page: the letters that it has, once it has them. */
const LETTERS = `document.fonts.ready.then((fonts) => [...fonts]
  .filter(({ status }) => status === 'loaded')
  .map(({ family, weight }) => family.replaceAll('"', '') + ' ' + weight)
  .sort())`;

/** Some weeks of one office, a day and a half of the nation, and what is wrong at its end. */
async function fill(hub: TestHub, site: TestSite): Promise<string> {
  // The pages count days by the reader’s clock: it must end now.
  const begin = Date.now() - 47 * DAY - HOURS * HOUR;
  site.clock.advance(begin - site.clock.now().getTime());
  await hub.playTo('requested', { sending: 'NV', receiving: 'OR' });
  site.clock.advance(5 * DAY);
  await hub.playTo('requested', { sending: 'CA', receiving: 'OR' });
  await hub.playTo('requested', { sending: 'OR', receiving: 'ID' });
  site.clock.advance(20 * DAY);
  await hub.playTo('departed', { sending: 'OR', receiving: 'CA' });
  await hub.playTo('requested', { sending: 'WA', receiving: 'OR' });
  site.clock.advance(22 * DAY);
  for (let hour = 0; hour < HOURS; hour += 1) {
    // More by day than by night, the same at every run.
    const many = 1 + Math.round(2 * Math.sin((Math.PI * (hour % 24)) / 24));
    const sent = Array.from({ length: many }, (_, at) => ({
      from: STATES[(hour * 5 + at * 3) % STATES.length] ?? 'OR',
      to: STATES[(hour * 7 + at * 4 + 1) % STATES.length] ?? 'TX',
    }));
    await Promise.all(sent.filter(({ from, to }) => from !== to).map((one) => submit(hub, one)));
    site.clock.advance(hour < HOURS - 1 ? HOUR : HOUR / 2);
  }
  return troubles(hub, site);
}

/** Ohio refuses the hub, Texas one document; three requests wait. Returns what Texas has. */
async function troubles(hub: TestHub, site: TestSite): Promise<string> {
  const taken = await submit(hub, { from: 'OR', to: 'TX' });
  await settled(hub, site, taken, 'acknowledged');
  site.state('OH').behave('refuse-credentials');
  for (const from of ['OR', 'FL', 'IL', 'OR'] as const) await submit(hub, { from, to: 'OH' });
  site.state('TX').behave('refuse-document');
  const refused = await submit(hub, { from: 'OR', to: 'TX' });
  await settled(hub, site, refused, 'dead-letter');
  site.state('TX').behave('take');
  for (const to of ['TX', 'WA', 'AZ'] as const) {
    await submit(hub, { from: 'OR', to, released: false });
    site.clock.advance(HOUR / 6);
  }
  await site.until(
    () => hub.call('national', 'GET /v1/incidents?open=yes'),
    ({ body }) => (body['items'] as unknown[]).length > 0,
  );
  return taken;
}

interface Sent {
  readonly from: string;
  readonly to: string;
  readonly released?: boolean;
}

async function submit(hub: TestHub, facts: Sent): Promise<string> {
  const { status, text, body } = await hub.submit(facts.from, activity('transfer-request', facts));
  if (status !== 202) throw new Error(`${facts.from} to ${facts.to}: ${text}`);
  return String(body['transmissionId']);
}

async function settled(hub: TestHub, site: TestSite, id: string, state: string): Promise<void> {
  await site.until(
    () => hub.call('national', `GET /v1/messages/${id}`),
    ({ body }) =>
      (body['deliveries'] as { state: string }[]).at(-1)?.state === state &&
      (body['events'] as unknown[]).length > 3,
  );
}

describe('the console on a busy day', () => {
  let message = '';
  const browser = useBrowserSite({
    states: {
      ...Object.fromEntries(STATES.map((code) => [code, {}])),
      OR: { profile: { incomingReview: true }, dialect: 'nested-json' },
      TX: { dialect: 'element-xml' },
    },
    prepare: async (hub, site) => {
      message = await fill(hub, site);
    },
  });

  /** The pages that the README shows, by the name of their picture. */
  const pages: readonly (readonly [
    name: string,
    person: 'OR compact-office' | 'national-office',
    path: () => string,
    isThere: (page: Page) => Promise<void>,
  ])[] = [
    [
      'today',
      'OR compact-office',
      () => '/app/today',
      (page) => page.getByText('3 activities wait for your release.').waitFor(),
    ],
    [
      'failures',
      'OR compact-office',
      () => '/app/failures',
      (page) => page.getByRole('region', { name: /Ohio’s system refuses/ }).waitFor(),
    ],
    [
      'now',
      'national-office',
      () => '/app/now',
      async (page) => {
        await page.locator('.traffic__chart canvas').waitFor();
        await page.locator('.matrix__cell:visible, .matrix__choose:visible').first().waitFor();
      },
    ],
    [
      'message',
      'OR compact-office',
      () => `/app/messages/${message}`,
      async (page) => {
        await page.getByText(/^Texas acknowledged it/).waitFor();
        await page.getByText('Rule 3.104').first().waitFor();
      },
    ],
  ];
  for (const [name, person, path, isThere] of pages) {
    it(`is readable at a desk and on a phone: ${name}`, async () => {
      for (const viewport of [undefined, PHONE]) {
        const options = viewport === undefined ? {} : { viewport };
        const page = await browser.openAs(person, path(), options);
        await isThere(page);
        await page.evaluate(LETTERS);
        await checkAccessible(page);
        await checkFitsWidth(page);
        await keepScreenshot(page, `busy-${name}`);
        if (viewport === undefined) await keepPicture(page, name);
      }
    });
  }

  it('is written in the letters of the design system', async () => {
    const page = await browser.openAs('OR compact-office', '/app/today');
    await page.getByText('3 activities wait for your release.').waitFor();
    const loaded = await page.evaluate<string[]>(LETTERS);
    expect(loaded).to.deep.equal(['Public Sans Web 400', 'Public Sans Web 600 700']);
  });
});
