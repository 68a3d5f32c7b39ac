import type { BrowserContext, Page, Request } from 'playwright-core';
import { OPEN_PAGES, PAGES } from '../../../console/page-table.ts';
import { DESK, launchChromium, sessionOf } from '../../browser/support/browser-site.ts';
import { buildConsole } from '../../support/build-console.ts';
import type { CanaryNation } from './canary-nation.ts';

export interface PageCounts {
  readonly leaks: readonly string[];
  readonly pages: number;
  readonly own: number;
}

/** Addresses below /app of every page. */
export function consolePages(): string[] {
  return [...PAGES, ...OPEN_PAGES].map(({ path }) => path).filter((path) => path !== '');
}

/** Of a page’s parameter: by which ids of the nation it is filled. */
const IDS: Readonly<Record<string, string>> = {
  transmissionId: 'transmissionId',
  caseId: 'caseId',
  incidentId: 'incidentId',
  reference: 'reference',
  code: 'state',
};

const PATIENCE_MS = 60_000;

/** At most so many records of each kind, of the own state and of others alternately. */
const RECORDS = 2;

export interface PageOptions {
  /** Of the hub. */
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly callers: readonly { readonly member: string; readonly role: string }[];
  /** Of `consolePages()`. */
  readonly pages: readonly string[];
  readonly progress: (text: string) => void;
}

/** Renders the pages as these callers, with records of their own and of others, and reads all their text. */
export async function readPages(
  nation: CanaryNation,
  { url, headers, callers, pages, progress }: PageOptions,
): Promise<PageCounts> {
  await buildConsole();
  const browser = await launchChromium();
  const leaks: string[] = [];
  const counts = { pages: 0, own: 0 };
  try {
    for (const { member, role } of callers) {
      const name = `${member} ${role}`;
      const context = await browser.newContext({ baseURL: url, viewport: DESK });
      await signIn(context, headers.get(name) ?? '', member, role);
      const page = await context.newPage();
      for (const path of pages.flatMap((one) => addressesOf(one, nation, member))) {
        const text = await textOf(page, path);
        const found = nation.canaries.foundIn(text, member);
        // What the person typed into the address is no news.
        const foreign = found.foreign.filter((word) => !path.includes(word));
        counts.pages += 1;
        counts.own += found.own;
        if (foreign.length > 0) leaks.push(`${path} by ${name}: ${foreign[0] ?? ''}`);
      }
      await context.close();
      progress(`${counts.pages} pages rendered, the last for ${name}`);
    }
  } finally {
    await browser.close();
  }
  return { ...counts, leaks };
}

async function signIn(
  context: BrowserContext,
  authorization: string,
  member: string,
  role: string,
): Promise<void> {
  await context.setExtraHTTPHeaders({ Authorization: authorization });
  const session = sessionOf({ reference: 'U-0000000000ZZ', member, role });
  await context.route('**/v1/session', (route) => route.fulfill({ json: session }));
}

function addressesOf(path: string, { ids }: CanaryNation, member: string): string[] {
  const [, parameter] = /:(\w+)/.exec(path) ?? [];
  if (parameter === undefined) return [`/app/${path}`];
  const records = ids[IDS[parameter] ?? ''];
  if (records === undefined) throw new Error(`${path}: nothing here has a ${parameter}`);
  const own = records.filter(({ of }) => of.includes(member)).slice(0, RECORDS / 2);
  const others = records.filter(({ of }) => !of.includes(member)).slice(0, RECORDS / 2);
  return [...own, ...others].map(({ id }) => `/app/${path.replace(`:${parameter}`, id)}`);
}

/** Text and source of a page once nothing that it asked for is open any more. */
async function textOf(page: Page, path: string): Promise<string> {
  const isQuiet = watchRequests(page);
  try {
    await page.goto(path, { timeout: PATIENCE_MS });
    await page.locator('main').first().waitFor({ timeout: PATIENCE_MS });
  } catch (error) {
    throw new Error(`${path} was not rendered`, { cause: error });
  }
  const until = performance.now() + PATIENCE_MS;
  while (!isQuiet() && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  page.removeAllListeners();
  return page.content();
}

/** For how long nothing is asked before a page counts as whole. */
const QUIET_MS = 300;

/** Whether everything that the page asked for has been answered for a while; its events have no end. */
function watchRequests(page: Page): () => boolean {
  const open = new Set<Request>();
  let changed = performance.now();
  const note = (request: Request, isOver: boolean): void => {
    if (request.url().endsWith('/v1/events')) return;
    if (isOver) open.delete(request);
    else open.add(request);
    changed = performance.now();
  };
  page.on('request', (request) => {
    note(request, false);
  });
  page.on('requestfinished', (request) => {
    note(request, true);
  });
  page.on('requestfailed', (request) => {
    note(request, true);
  });
  return () => open.size === 0 && performance.now() - changed > QUIET_MS;
}
