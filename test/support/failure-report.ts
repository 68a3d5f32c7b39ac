import type fc from 'fast-check';
import { HubError } from '../../hub/errors.ts';

/**
 * Seed, path and problems of a failed property, without its document: that would fill the screen.
 * Run again with the seed and path for more.
 */
export function failureReport<T>(details: fc.RunDetails<T>): void {
  if (!details.failed) return;
  const { seed, counterexamplePath, errorInstance } = details;
  const found = errorInstance instanceof HubError ? errorInstance.problems.slice(0, 10) : [];
  const where = found.map(({ pointer, code }) => `${code} ${pointer}`).join('; ');
  const what = errorInstance instanceof Error ? errorInstance.message.slice(0, 300) : '';
  throw new Error(`seed ${seed}, path ${counterexamplePath ?? ''}: ${where} ${what}`, {
    cause: errorInstance,
  });
}
