import type { BrowserContext, ConsoleMessage } from 'playwright-core';

/** What the browser writes of an answer that is a failure; which of them, its address and number say. */
const FAILED_LOAD = /^Failed to load resource: the server responded with a status of (\d{3})/;

/**
 * Collects what goes wrong in the pages of a context: errors in the console, what the policy of the page
 * (CSP) stopped, exceptions and rejections that nobody caught, and answers of the hub that are failures,
 * but for those of a status in `expected`.
 */
export function watchFaults(context: BrowserContext, expected: readonly number[]): string[] {
  const faults: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message, expected)) {
      faults.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  context.on('weberror', (error) => {
    faults.push(`uncaught: ${String(error.error().stack)}`);
  });
  return faults;
}

function isExpected(message: ConsoleMessage, expected: readonly number[]): boolean {
  const [, status] = FAILED_LOAD.exec(message.text()) ?? [];
  return status !== undefined && expected.includes(Number(status));
}
