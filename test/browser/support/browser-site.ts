import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
  chromium,
} from 'playwright-core';
import type { PersonRole } from '../../../hub/access/actor.ts';
import { addUser } from '../../../hub/flows/administer.ts';
import {
  type TestHub,
  type TestHubOptions,
  type TestSite,
  openTestSite,
} from '../../support/test-hub.ts';
import { buildConsole } from '../../support/build-console.ts';
import { HOUR } from '../../support/settable-clock.ts';

import { watchFaults } from './page-faults.ts';
import { smallPng } from './small-png.ts';

/** Debian's; the tests bring none of their own. */
const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const DESK = { width: 1280, height: 800 } as const;
/** The narrowest that phones are. */
export const PHONE = { width: 360, height: 780 } as const;
const PATIENCE_MS = 30_000;
/** The first site of a run builds the console, where it is older than its files. */
const BUILT_WITHIN_MS = 180_000;
/** Longer than the clock of a test may lie behind the machine's. */
const VALID_MS = 400 * 24 * HOUR;

/** Who sits before the page: a member, or the nation, and the person's role there. */
export type Person =
  `${string} ${Exclude<PersonRole, 'national-office' | 'auditor'>}` | 'national-office' | 'auditor';

export interface OpenOptions {
  /** `DESK` unless it says another. */
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Answers of these statuses belong to the test; every other failure of a request fails it. */
  readonly expectedStatuses?: readonly number[];
  readonly context?: BrowserContextOptions;
  /** Value of a session's cookie that the browser has from the beginning. */
  readonly cookie?: string | undefined;
}

/** A hub with states that play, and a browser before its console: one of each for a test file. */
export interface BrowserSite {
  readonly site: TestSite;
  readonly hub: TestHub;
  /** A page of the console (`/app/messages`), opened by somebody who is signed in. */
  openAs(person: Person, path: string, options?: OpenOptions): Promise<Page>;
  /** A page opened by somebody who is not signed in. */
  open(path: string, options?: OpenOptions): Promise<Page>;
}

/**
 * Gives the tests of the `describe` around it a hub and a browser. After each test its pages close, and it
 * fails for whatever went wrong in one of them (`page-faults.ts`). `prepare` fills the hub once.
 */
export function useBrowserSite(
  options: TestHubOptions & {
    readonly prepare?: (hub: TestHub, site: TestSite) => Promise<unknown>;
  } = {},
): BrowserSite {
  let running: { site: TestSite; hub: TestHub; browser: Browser } | undefined;
  let contexts: { context: BrowserContext; faults: readonly string[] }[] = [];
  const parts = (): NonNullable<typeof running> => {
    if (running === undefined) throw new Error('the site is there only while tests run');
    return running;
  };

  before(async function () {
    this.timeout(BUILT_WITHIN_MS);
    await buildConsole();
    const site = await openTestSite(options);
    const hub = await site.start();
    await options.prepare?.(hub, site);
    running = {
      site,
      hub,
      browser: await launchChromium(),
    };
  });
  afterEach(async () => {
    const opened = contexts;
    contexts = [];
    await Promise.all(opened.map(({ context }) => context.close()));
    const faults = opened.flatMap((one) => one.faults);
    if (faults.length > 0) throw new Error(`faults in the browser:\n${faults.join('\n')}`);
  });
  after(async () => {
    await running?.browser.close();
    await running?.site.close();
  });

  const newContext = async (
    { viewport = DESK, expectedStatuses = [], context: more, cookie }: OpenOptions,
    { path, person }: { readonly path: string; readonly person?: Person },
  ): Promise<BrowserContext> => {
    const { hub, site, browser } = parts();
    const context = await browser.newContext({ baseURL: hub.url, viewport, ...more });
    context.setDefaultTimeout(PATIENCE_MS);
    // Without a session, asking for it is answered with 401: that is how the console learns of it.
    const expected = person === undefined ? [401, ...expectedStatuses] : expectedStatuses;
    contexts.push({ context, faults: watchFaults(context, expected) });
    if (cookie !== undefined) {
      // Where the page lies that is opened: at the hub of this site, or at another.
      await context.addCookies([sessionCookie(new URL(path, hub.url).href, cookie)]);
    }
    if (person !== undefined) await signIn(context, site, person);
    return context;
  };
  const goTo = async (context: BrowserContext, path: string): Promise<Page> => {
    const page = await context.newPage();
    await page.goto(path);
    await page.locator('main').first().waitFor();
    return page;
  };
  return {
    get site() {
      return parts().site;
    },
    get hub() {
      return parts().hub;
    },
    openAs: async (person, path, how = {}) => goTo(await newContext(how, { path, person }), path),
    open: async (path, how = {}) => goTo(await newContext(how, { path }), path),
  };
}

/** As the hub set it in another browser. */
export function sessionCookie(
  url: string,
  value: string,
): Parameters<BrowserContext['addCookies']>[0][0] {
  const { hostname } = new URL(url);
  const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const;
  return { name: '__Host-hub_session', value, domain: hostname, ...attributes };
}

/** A browser of its own; whoever launches it closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** What the console learns of a person who is signed in. */
export function sessionOf(person: {
  readonly reference: string;
  readonly member: string;
  readonly role: string;
  readonly timeZone?: string;
}): object {
  const { reference, member, role, timeZone } = person;
  const account = {
    reference,
    name: 'Test Person',
    email: 'person@example.org',
    member,
    roles: [role],
    ...(timeZone === undefined ? {} : { timeZone }),
  };
  return { stage: 'complete', csrfToken: 'x', account };
}

/** By a person's token, which stands for a session: what a page asks carries it. */
async function signIn(context: BrowserContext, site: TestSite, person: Person): Promise<void> {
  const { member, role } = standingOf(person);
  const label = `of the browser ${person}`;
  const user = { member, role, label, validMs: VALID_MS };
  const { secret, reference } = await addUser(site.parts.administer, user);
  await context.setExtraHTTPHeaders({ Authorization: `Bearer ${secret}` });
  const session = sessionOf({ reference, member, role });
  await context.route('**/v1/session', (route) => route.fulfill({ json: session }));
}

function standingOf(person: Person): { member: string; role: PersonRole } {
  const [first, second] = person.split(' ');
  return second === undefined
    ? { member: 'national', role: first as PersonRole }
    : { member: first ?? '', role: second as PersonRole };
}

/**
 * Keeps a picture of the whole page at a desk and on a phone as NAME-WIDTH.png in the folder that
 * CONSOLE_SCREENSHOTS names; without it, does nothing.
 */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env['CONSOLE_SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  await mkdir(folder, { recursive: true });
  const before = page.viewportSize() ?? DESK;
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(folder, `${name}-${size.width}.png`), fullPage: true });
  }
  await page.setViewportSize(before);
}

/** So much of a page is looked at in a document. */
const PICTURE = { x: 0, y: 0, width: DESK.width, height: 860 } as const;

/**
 * Keeps what one sees first of a page as NAME.png in the folder that CONSOLE_PICTURES names; without it, does
 * nothing. These are the pictures of the README (docs/console.md).
 */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['CONSOLE_PICTURES'];
  if (folder === undefined || folder === '') return;
  await mkdir(folder, { recursive: true });
  const png = await page.screenshot({ fullPage: true, clip: PICTURE });
  await writeFile(join(folder, `${name}.png`), smallPng(png));
}
