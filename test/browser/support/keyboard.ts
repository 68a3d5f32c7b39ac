import type { Locator, Page } from 'playwright-core';

/** More often nobody would press it. */
const MOST_PRESSES = 80;

/** Presses Tab until the focus is there, as often as a person would bear. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    if ((await target.and(page.locator(':focus')).count()) === 1) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('the keyboard does not come there');
}
