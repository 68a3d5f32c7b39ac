import { AxeBuilder } from '@axe-core/playwright';
import { appendFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** WCAG 2.2, levels A and AA, with the earlier versions that it contains. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** One look at a page, as a line of the file that CONSOLE_CHECKS names. */
export interface AccessCheck {
  /** Path of its address. */
  readonly path: string;
  readonly width: number;
  readonly violations: number;
}

/** Throws with each violation of the page as it stands now, and where it is. */
export async function checkAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  noteCheck({
    path: new URL(page.url()).pathname,
    width: page.viewportSize()?.width ?? 0,
    violations: violations.length,
  });
  if (violations.length === 0) return;
  const lines = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ html, failureSummary }) => `    ${html}\n    ${failureSummary ?? ''}`).join('\n')}`,
  );
  throw new Error(`${page.url()} is not accessible:\n${lines.join('\n')}`);
}

/** The processes of a run share the file. */
function noteCheck(check: AccessCheck): void {
  const file = process.env['CONSOLE_CHECKS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(check)}\n`);
}

/** Run in the page: what stands out of it, if it is wider than its window. */
const TOO_WIDE = `(() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  return [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    .map(({ tagName, className }) => tagName + '.' + className)
    .slice(0, 10);
})()`;

/** Throws where the page is wider than its window: it would have to be scrolled sideways to be read. */
export async function checkFitsWidth(page: Page): Promise<void> {
  const wide = await page.evaluate<string[]>(TOO_WIDE);
  if (wide.length > 0) throw new Error(`${page.url()} is too wide: ${wide.join(', ')}`);
}
