import type { Route } from '../../../hub/access/policy.ts';
import type { TestSite } from '../../support/test-hub.ts';
import { withoutPolicy } from './policy-switch.ts';

/** What `--break` may switch on: each must be found by the part named beside it. */
export const CONSOLE_DEFECTS = ['opens-cases', 'opens-release'] as const;

export type ConsoleDefect = (typeof CONSOLE_DEFECTS)[number];

/** The part that must find each defect. */
export const FOUND_BY: Readonly<Record<ConsoleDefect, 'isolation' | 'policy'>> = {
  'opens-cases': 'isolation',
  'opens-release': 'policy',
};

/** A row of the policy table that lets everybody in. */
const OPENED: Readonly<Record<ConsoleDefect, readonly Route[]>> = {
  'opens-cases': ['GET /v1/cases/{caseId}'],
  'opens-release': ['POST /v1/messages/{transmissionId}/release'],
};

/** Does the work under the defect, if there is one; on a database also without the second fence. */
export async function withConsoleDefect<T>(
  defect: ConsoleDefect | undefined,
  site: TestSite | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (defect === undefined) return work();
  if (defect === 'opens-cases') await site?.query('ALTER TABLE cases DISABLE ROW LEVEL SECURITY');
  return withoutPolicy(work, OPENED[defect]);
}
