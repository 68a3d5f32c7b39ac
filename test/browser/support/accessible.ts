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

/** Run in the page: what is wrong with where its open dialog stands, and with the buttons of it. */
const MISPLACED = `(() => {
  const dialog = document.querySelector('dialog[open]');
  if (dialog === null) return ['no dialog is open'];
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  const { clientWidth } = document.documentElement;
  const wrong = [];
  if (Math.abs(left - (clientWidth - right)) > 2) wrong.push('not in the middle: ' + left + ' and ' + (clientWidth - right));
  if (top < 0 || bottom > innerHeight) wrong.push('beyond the window: ' + top + ' to ' + bottom);
  for (const button of dialog.querySelectorAll('.buttons button')) {
    const box = button.getBoundingClientRect();
    if (box.top < top || box.bottom > bottom) wrong.push('not in sight: ' + button.innerText);
  }
  return wrong;
})()`;

/** Throws unless the open dialog stands in the middle of the window, with its buttons in sight. */
export async function checkDialogPlace(page: Page): Promise<void> {
  const wrong = await page.evaluate<string[]>(MISPLACED);
  if (wrong.length > 0) throw new Error(`the dialog of ${page.url()}: ${wrong.join(', ')}`);
}

/** Throws where the page is wider than its window: it would have to be scrolled sideways to be read. */
export async function checkFitsWidth(page: Page): Promise<void> {
  const wide = await page.evaluate<string[]>(TOO_WIDE);
  if (wide.length > 0) throw new Error(`${page.url()} is too wide: ${wide.join(', ')}`);
}
