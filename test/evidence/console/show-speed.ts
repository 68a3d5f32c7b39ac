import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PROJECT_ROOT } from '../../../hub/project-root.ts';
import { DESK, launchChromium, sessionCookie } from '../../browser/support/browser-site.ts';
import { activity } from '../../support/activity.ts';
import { buildConsole } from '../../support/build-console.ts';
import { createSettableClock } from '../../support/settable-clock.ts';
import { createTestAccounts } from '../../support/test-accounts.ts';
import { type TestHub, openTestSite } from '../../support/test-hub.ts';
import { type EvidenceLine, type EvidenceOptions, evidenceLine, linesOf } from '../evidence.ts';

/** A slow computer on a slow line. */
const SLOW = {
  cpu: 4,
  network: {
    offline: false,
    latency: 150,
    downloadThroughput: 1_600_000 / 8,
    uploadThroughput: 1_600_000 / 8,
  },
} as const;

const BARS = { secondsMost: 2.5, entryBytes: 250_000 } as const;
const ROUNDS = 5;
const PATIENCE_MS = 60_000;
const POLL_MS = 100;

interface Visit {
  readonly name: string;
  readonly path: string;
  /** Value of the session’s cookie; nobody is signed in without it. */
  readonly cookie: string | undefined;
  /** In the page: what is clicked as soon as it is there, and what answers; each an expression. */
  readonly click: { readonly on: string; readonly answer: string };
}

/** How soon the pages that people open first are there and answer, from a cold cache on a slow line. */
export async function showSpeed(options: EvidenceOptions): Promise<EvidenceLine[]> {
  await buildConsole();
  const claim = { line: 'speed of the console', bar: 'measured' };
  const entry = await evidenceLine(
    { line: 'entry JavaScript of the console, gzip', bar: `≤ ${BARS.entryBytes / 1_000} kB` },
    () => {
      const { bytes, files } = entrySize();
      const figure = `${(bytes / 1_000).toFixed(0)} kB`;
      return Promise.resolve({ figure, cases: files, holds: bytes <= BARS.entryBytes });
    },
  );
  return [entry, ...(await linesOf(claim, () => measureVisits(options)))];
}

/** What the page asks for before anything can run: its scripts, and those that they import at once. */
export function entrySize(): { readonly bytes: number; readonly files: number } {
  const dist = join(PROJECT_ROOT, 'console', 'dist');
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)];
  const sizes = scripts.map(([, path = '']) => readFileSync(join(dist, `${path}.gz`)).length);
  if (sizes.length === 0) throw new Error('the page has no script');
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), files: sizes.length };
}

async function measureVisits(options: EvidenceOptions): Promise<EvidenceLine[]> {
  const wallClock = createSettableClock();
  const site = await openTestSite({ states: { OR: {}, TX: {}, CA: {} }, wallClock });
  const browser = await launchChromium();
  try {
    const hub = await site.start();
    // The pages count days by the reader’s clock.
    site.clock.advance(Date.now() - site.clock.now().getTime());
    await fill(hub);
    const accounts = createTestAccounts(hub, wallClock);
    const officer = await accounts.person('OR', ['compact-office']);
    const monitor = await accounts.person('national', ['national-office']);
    const visits = visitsOf(officer.browser.cookie, monitor.browser.cookie);
    const lines: EvidenceLine[] = [];
    for (const visit of visits) lines.push(...(await measure(options, browser, hub.url, visit)));
    return lines;
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Cases at several stages, and requests that wait for a release. */
async function fill(hub: TestHub): Promise<void> {
  for (const stage of ['accepted', 'arrived', 'closed'] as const) await hub.playTo(stage);
  await hub.playTo('requested', { sending: 'CA', receiving: 'OR' });
  for (let held = 0; held < 5; held += 1) {
    const request = activity('transfer-request', { from: 'OR', to: 'TX', released: false });
    const { status, text } = await hub.submit('OR', request);
    if (status !== 202) throw new Error(`a request was not taken: ${text}`);
  }
}

const visitsOf = (officer: string | undefined, monitor: string | undefined): readonly Visit[] => [
  {
    name: 'the sign-in page',
    path: '/app/sign-in',
    cookie: undefined,
    click: {
      on: "document.querySelector('.entry__help summary')",
      answer: "document.querySelector('.entry__help[open] select')",
    },
  },
  {
    name: 'Today',
    path: '/app/today',
    cookie: officer,
    click: {
      on: "[...document.querySelectorAll('main button')].find((one) => one.textContent.startsWith('Release'))",
      answer:
        "[...document.querySelectorAll('dialog[open] h2')].find((one) => one.textContent.startsWith('Release to Texas'))",
    },
  },
  {
    name: 'Now',
    path: '/app/now',
    cookie: monitor,
    click: {
      on: "document.querySelector('main details:has(table) summary')",
      answer: "document.querySelector('main details[open] table')",
    },
  },
];

async function measure(
  { progress, signal }: EvidenceOptions,
  browser: Browser,
  url: string,
  visit: Visit,
): Promise<EvidenceLine[]> {
  const watched = { script: KEEP_PAINTS, read: largestPaint };
  const clicked = { script: clickOnce(visit.click), read: answeredClick };
  const paints: number[] = [];
  const clicks: number[] = [];
  for (let round = 0; round < ROUNDS && signal?.aborted !== true; round += 1) {
    paints.push(await onPage(browser, url, visit, watched));
    clicks.push(await onPage(browser, url, visit, clicked));
    progress(
      `${visit.name}: painted after ${seconds(paints.at(-1))}, answered after ${seconds(clicks.at(-1))}`,
    );
  }
  const how = `${visit.name}, CPU ${SLOW.cpu} × slower, 1.6 Mbit/s, cold cache, median of ${ROUNDS}`;
  return [
    lineOf(`largest contentful paint: ${how}`, paints),
    lineOf(`first answered click: ${how}`, clicks),
  ];
}

function lineOf(line: string, times: readonly number[]): EvidenceLine {
  const sorted = times.toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? Infinity;
  return {
    line,
    bar: `≤ ${BARS.secondsMost} s`,
    figure: `${seconds(median)} (${seconds(sorted[0])} to ${seconds(sorted.at(-1))})`,
    cases: times.length,
    holds: times.length === ROUNDS && median <= BARS.secondsMost * 1_000,
  };
}

const seconds = (ms = NaN): string => `${(ms / 1_000).toFixed(2)} s`;

/** What is read of a page, by a script that runs in it before its own. */
interface Reading {
  readonly script: string;
  readonly read: (page: Page) => Promise<number>;
}

/** A page of its own, with nothing in its cache, on the slow line. */
async function onPage(
  browser: Browser,
  url: string,
  { path, cookie }: Visit,
  { script, read }: Reading,
): Promise<number> {
  const context = await browser.newContext({ baseURL: url, viewport: DESK });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    if (cookie !== undefined) await context.addCookies([sessionCookie(url, cookie)]);
    await context.addInitScript(script);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', SLOW.network);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW.cpu });
    await page.goto(path, { waitUntil: 'commit' });
    return await read(page);
  } finally {
    await context.close();
  }
}

/** Run in the page before its own scripts: the moment of its largest paint so far. */
const KEEP_PAINTS = `
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.largestPaint = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });`;

/** Nothing larger is painted for so long: the page is whole. */
const QUIET_MS = 1_500;

async function largestPaint(page: Page): Promise<number> {
  const read = (): Promise<number> => page.evaluate<number>('globalThis.largestPaint ?? 0');
  const since = (): Promise<number> => page.evaluate<number>('performance.now()');
  await page.locator('main h1').first().waitFor();
  await page.locator('.skeleton').first().waitFor({ state: 'detached' });
  let paint = await read();
  let quietSince = await since();
  for (;;) {
    await page.waitForTimeout(POLL_MS);
    const [next, now] = [await read(), await since()];
    if (next !== paint) [paint, quietSince] = [next, now];
    if (paint > 0 && now - quietSince > QUIET_MS) return paint;
  }
}

/**
 * Run in the page before its own scripts: clicks in the first frame that has something to click, and keeps the
 * moment at which the frame with the answer was painted. Nothing of it waits for whoever drives the browser.
 */
const clickOnce = ({ on, answer }: Visit['click']): string => `{
  let clicked = false;
  const look = () => {
    if (clicked && ${answer}) {
      requestAnimationFrame(() => setTimeout(() => { globalThis.answeredAt = performance.now(); }));
      return;
    }
    if (!clicked) {
      const found = ${on};
      clicked = Boolean(found);
      found?.click();
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

/** Milliseconds from the beginning of the visit until the first click was answered. */
async function answeredClick(page: Page): Promise<number> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answered = await page.evaluate<number | null>('globalThis.answeredAt ?? null');
    if (answered !== null) return answered;
    await page.waitForTimeout(POLL_MS);
  }
  throw new Error('the first click was not answered');
}
